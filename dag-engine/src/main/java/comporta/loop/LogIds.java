package comporta.loop;

import comporta.operator.LaunchId;
import comporta.run.DagRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What a thread is busy with, named in each line that it logs meanwhile. */
public final class LogIds implements AutoCloseable {
    private static final String DAG = "dag";
    private static final String RUN = "run";
    private static final String TASK = "task";
    private static final String TRY = "try";

    private LogIds(String dag, String run, @Nullable String task, @Nullable String attempt) {
        MDC.put(DAG, dag);
        MDC.put(RUN, run);
        if (task != null) {
            MDC.put(TASK, task);
        }
        if (attempt != null) {
            MDC.put(TRY, attempt);
        }
    }

    /** A run. */
    public static LogIds of(DagRun run) {
        return new LogIds(run.dag().value(), run.key(), null, null);
    }

    /** A launch; an instance of a mapped task with its index. */
    public static LogIds of(LaunchId launch) {
        var index = launch.mapIndex() < 0 ? "" : "[" + launch.mapIndex() + "]";
        return new LogIds(launch.dag().value(), launch.run(), launch.task().value() + index, Integer.toString(launch.tryNumber()));
    }

    @Override
    public void close() {
        MDC.remove(DAG);
        MDC.remove(RUN);
        MDC.remove(TASK);
        MDC.remove(TRY);
    }
}
