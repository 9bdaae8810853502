package comporta.forecast;

/**
 * What is known of a DAG before a night: each task's usual log duration, loading and scale, the forms of what is left, and how nights differ.
 * Made by {@link Lessons}, or by hand where everything is known.
 */
public final class Habits {
    final double[] mu;
    final double[] lambda;
    final double[] scale;
    final Shape[] shape;
    final double[] failing;
    final double[] failedShare;
    final NightFactor prior;
    /** How far the factor of the rest of a night strays from the first part. */
    final double drift;
    final double retryDelay;
    /** Usual length of a night in seconds; 0: not known. */
    final double length;
    private final int nights;
    private final int declared;

    /**
     * Habits.
     *
     * @param failing chance of a failed try, per task
     * @param failedShare how long failed tries took, as shares of the usual; never empty
     * @param retryDelay seconds until the next try
     * @param nights how many nights taught this
     * @param declared how many tasks none of them had
     */
    Habits(
            double[] mu, double[] lambda, double[] scale, Shape[] shape, double[] failing, double[] failedShare, NightFactor prior,
            double drift, double retryDelay, double length, int nights, int declared) {
        this.mu = mu;
        this.lambda = lambda;
        this.scale = scale;
        this.shape = shape;
        this.failing = failing;
        this.failedShare = failedShare;
        this.prior = prior;
        this.drift = drift;
        this.retryDelay = retryDelay;
        this.length = length;
        this.nights = nights;
        this.declared = declared;
    }

    /** How many past nights this stands on. */
    public int nights() {
        return nights;
    }

    /** How many tasks have no history, so that only what authors declared, or nothing, is known of them. */
    public int declared() {
        return declared;
    }

    /** Usual duration of a task in seconds. */
    public double usual(int task) {
        return Math.exp(mu[task]);
    }
}
