package comporta.elasticity;

/**
 * What is known of a job before it runs. Times are seconds on one axis, such as those since 1970.
 *
 * @param start of the window
 * @param deadline end of the window
 * @param iterations in all
 * @param declared seconds that an iteration is said to take with {@code cpus}; 0: nobody said
 * @param cpus of the first iteration
 * @param min least share
 * @param max largest share
 */
public record Promise(double start, double deadline, int iterations, double declared, double cpus, double min, double max) {
    public Promise {
        if (!(min > 0 && min <= max)) {
            throw new IllegalArgumentException("CPUs from " + min + " to " + max
                    + " are no range: the least must be above 0 and not above the most");
        }
        if (iterations < 1) {
            throw new IllegalArgumentException(iterations + " iterations: at least 1 is needed");
        }
    }

    /** Seconds from the start to the deadline. */
    double window() {
        return deadline - start;
    }

    /** The nearest share that is allowed. */
    double clamp(double share) {
        return Math.clamp(share, min, max);
    }
}
