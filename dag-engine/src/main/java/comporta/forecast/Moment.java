package comporta.forecast;

import java.util.Arrays;

/**
 * How the tasks of a run stand at one moment; times in seconds from the start of the run.
 *
 * <p>Of a task that is at rest {@code since} is its end; of one in a try, its start; of one that waits for another try, when that is due;
 * of a ready one, since when it is.
 */
public final class Moment {
    /** What a task is doing. */
    public enum Phase { WAITING, READY, RUNNING, RETRYING, DONE }

    final double now;
    final Phase[] phase;
    final double[] since;
    final double[] progress;
    final double[] took;
    final double[] pace;
    final double[] paceNow;

    /** All tasks of a run wait at its start. */
    public Moment(int tasks, double now) {
        this.now = now;
        phase = new Phase[tasks];
        Arrays.fill(phase, Phase.WAITING);
        since = new double[tasks];
        progress = new double[tasks];
        Arrays.fill(progress, Double.NaN);
        took = new double[tasks];
        Arrays.fill(took, Double.NaN);
        pace = new double[tasks];
        Arrays.fill(pace, 1);
        paceNow = pace.clone();
    }

    /** Sets one task. */
    public Moment with(int task, Phase doing, double at) {
        phase[task] = doing;
        since[task] = at;
        return this;
    }

    /** Share of the running try that is done, as it was reported. */
    public Moment progress(int task, double share) {
        progress[task] = share;
        return this;
    }

    /** A task is at rest after a success; {@code seconds} of its successful try. */
    public Moment succeeded(int task, double at, double seconds) {
        took[task] = seconds;
        return with(task, Phase.DONE, at);
    }

    /**
     * A task runs faster or slower than the lessons know it, since it has other CPUs.
     *
     * @param soFar how many times faster than usually, all in all; above 0
     * @param now the same from now on
     */
    public Moment paced(int task, double soFar, double now) {
        pace[task] = soFar;
        paceNow[task] = now;
        return this;
    }

    /** For how long a running task would have run for the same work at its usual pace. */
    double worked(int task) {
        return pace[task] * (now - since[task]);
    }

    /** Seconds from the start of the run. */
    public double now() {
        return now;
    }
}
