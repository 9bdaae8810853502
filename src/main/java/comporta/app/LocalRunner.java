package comporta.app;

import java.util.List;

/** Carries out local runs. */
interface LocalRunner {
    /**
     * Runs it to its end, and tells the screen.
     *
     * @return an exit code
     * @throws UsageException when parameters or selection do not fit
     */
    int run(RunOrder order, RunScreen screen);

    /**
     * What {@link #run} would do.
     *
     * @throws UsageException when parameters or selection do not fit
     */
    List<PlannedTask> plan(RunOrder order);
}
