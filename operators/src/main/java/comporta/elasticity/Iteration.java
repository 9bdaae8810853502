package comporta.elasticity;

import comporta.forecast.Speedup;
import java.util.List;

/**
 * One that has ended.
 *
 * @param started seconds, when its process began
 * @param ended seconds
 * @param cpus its share
 */
public record Iteration(double started, double ended, double cpus) {
    /** How much faster more CPU makes a job, by its iterations or launches so far, the oldest first. */
    static Speedup speedup(List<Iteration> done) {
        return Speedup.learnt(done.stream().mapToDouble(Iteration::seconds).toArray(),
                done.stream().mapToDouble(Iteration::cpus).toArray());
    }

    /** Seconds that it ran. */
    double seconds() {
        return ended - started;
    }
}
