package comporta.run;

import java.util.Locale;

/** Why there is a run. */
public enum RunType {
    SCHEDULED,
    MANUAL,
    BACKFILL,
    TRIGGERED;

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
