package comporta.forecast;

/**
 * What is known of a DAG before a night: each task's usual log duration, loading and scale, the forms of what is left, and how nights
 * differ. Made by {@link Lessons}, or by hand where everything is known.
 */
public final class Habits {
    private static final double NO_TIME = -20;
    private static final double SUPPOSED_SCALE = 0.02;

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

    /**
     * The same for the nodes of a run.
     *
     * @param tasks for each node the task that it is an instance of; -1: it takes no time
     */
    public Habits of(int[] tasks) {
        int n = tasks.length;
        var of = new Habits(new double[n], new double[n], new double[n], new Shape[n], new double[n], failedShare, prior, drift, retryDelay,
                length, nights, declared);
        for (int node = 0; node < n; node++) {
            int task = tasks[node];
            of.mu[node] = task < 0 ? NO_TIME : mu[task];
            of.lambda[node] = task < 0 ? 0 : lambda[task];
            of.scale[node] = task < 0 ? 0 : scale[task];
            of.shape[node] = task < 0 ? Shape.normal() : shape[task];
            of.failing[node] = task < 0 ? 0 : failing[task];
        }
        return of;
    }

    /** The same with other usual durations in seconds, which hold whatever the night is like; NaN: as it is. */
    public Habits supposing(double[] seconds) {
        var of = new Habits(mu.clone(), lambda.clone(), scale.clone(), shape, failing, failedShare, prior, drift, retryDelay, length,
                nights, declared);
        for (int task = 0; task < seconds.length; task++) {
            if (!Double.isNaN(seconds[task])) {
                of.mu[task] = Math.log(Math.max(1e-3, seconds[task]));
                of.lambda[task] = 0;
                of.scale[task] = SUPPOSED_SCALE;
            }
        }
        return of;
    }

    /** Usual length of a night in seconds; 0: not known. */
    public double length() {
        return length;
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
