package comporta.run;

import java.util.Locale;

/** State of a DAG run. */
public enum RunState {
    QUEUED,
    RUNNING,
    PAUSED,
    SUCCESS,
    FAILED,
    CANCELLED;

    /** Whether it is over. */
    public boolean isFinal() {
        return this == SUCCESS || this == FAILED || this == CANCELLED;
    }

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
