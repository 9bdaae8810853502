package comporta.elasticity;

import comporta.forecast.Normal;
import comporta.forecast.Speedup;
import java.util.List;

/**
 * How long a job takes that is launched once, by how long it took before: the logarithm of its work varies as Student's t with one degree
 * of freedom more than there were runs, so that few of them say no more than they know.
 *
 * @param centre logarithm of the usual work, in CPU-seconds
 * @param scale of what is not known beforehand
 * @param freedom degrees of it
 */
record LaunchTime(Speedup speedup, double centre, double scale, int freedom) {
    /** Before anything is known a job's log times differ so much from run to run; that weighs as two of them. */
    private static final double USUAL_SPREAD = 0.1;
    private static final int WEIGHT = 2;

    /**
     * What earlier launches tell.
     *
     * @param past oldest first; never empty
     */
    static LaunchTime of(List<Iteration> past) {
        var speedup = Iteration.speedup(past);
        var logs = past.stream().mapToDouble(each -> Math.log(Math.max(1e-3, each.seconds()) * speedup.factor(each.cpus())))
                .sorted().toArray();
        int n = logs.length;
        double centre = (logs[n / 2] + logs[(n - 1) / 2]) / 2;
        double squares = WEIGHT * USUAL_SPREAD * USUAL_SPREAD;
        for (double log : logs) {
            squares += (log - centre) * (log - centre);
        }
        return new LaunchTime(speedup, centre, Math.sqrt(squares / (n + 1) * (1 + 1.0 / n)), n + 1);
    }

    /** Seconds that it takes with so many CPUs, exceeded with a chance of 1 − {@code chance}. */
    double seconds(double cpus, double chance) {
        return Math.exp(centre + scale * quantile(chance)) / speedup.factor(cpus);
    }

    /** The least share with which it takes no longer than so many seconds, with that chance; infinite: there is none. */
    double least(double seconds, double chance) {
        return seconds <= 0 ? Double.POSITIVE_INFINITY : speedup.share(seconds(1, chance) / seconds);
    }

    /** Chance that it takes longer than so many seconds. */
    double late(double cpus, double seconds) {
        return seconds <= 0 ? 1 : 1 - below((Math.log(seconds * speedup.factor(cpus)) - centre) / scale);
    }

    /** Of Student's t by way of the normal, after Wallace (1959); within a fiftieth of the truth from two degrees on. */
    private double quantile(double chance) {
        double z = Normal.quantile(chance) * (8.0 * freedom + 3) / (8.0 * freedom + 1);
        return Math.signum(z) * Math.sqrt(freedom * Math.expm1(z * z / freedom));
    }

    private double below(double t) {
        double z = Math.sqrt(freedom * Math.log1p(t * t / freedom)) * (8.0 * freedom + 1) / (8.0 * freedom + 3);
        return Normal.below(Math.signum(t) * z);
    }
}
