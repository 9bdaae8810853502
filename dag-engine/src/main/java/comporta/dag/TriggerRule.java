package comporta.dag;

import java.util.Locale;

/** When a task may start, judged by how its upstream tasks ended. */
public enum TriggerRule {
    ALL_SUCCESS,
    ALL_FAILED,
    ALL_DONE,
    ALL_SKIPPED,
    ONE_SUCCESS,
    ONE_FAILED,
    ONE_DONE,
    NONE_FAILED,
    NONE_FAILED_MIN_ONE_SUCCESS,
    NONE_SKIPPED,
    ALL_DONE_MIN_ONE_SUCCESS,
    ALL_DONE_SETUP_SUCCESS,
    ALWAYS;

    /** The word of the DAG file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
