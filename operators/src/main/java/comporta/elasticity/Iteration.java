package comporta.elasticity;

/**
 * One that has ended.
 *
 * @param started seconds, when its process began
 * @param ended seconds
 * @param cpus its share
 */
public record Iteration(double started, double ended, double cpus) {
    /** Seconds that it ran. */
    double seconds() {
        return ended - started;
    }
}
