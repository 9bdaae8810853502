package comporta.elasticity;

import comporta.job.Unseen;
import java.util.Optional;

/** Where supervised jobs run, and how their share is changed. */
public interface Platform {

    /** When a new share takes hold. */
    enum Takes {
        NEXT_ITERATION,
        /** The job is restarted, and must save its work. */
        RESTART
    }

    /**
     * How a job stands.
     *
     * @param isAtRest nothing of it runs or waits to run
     * @param ended how many of its runs are over, well or not
     * @param failed how many of them not well
     */
    record Standing(double cpus, boolean isAtRest, long ended, long failed) {}

    Takes takes();

    /** Empty: there is no such job. */
    Optional<Standing> find(String name) throws Unseen;

    /** Gives a job another share; may be said again. */
    void give(String name, double cpus) throws Unseen;

    /** Starts a job that is at rest. Nobody knows whether it did before the job is looked at again. */
    void start(String name) throws Unseen;

    /** Removes a job; one that is not there counts as removed. */
    void delete(String name) throws Unseen;
}
