package comporta.operator;

import java.util.Locale;

/** Why something did not end in success. */
public enum Cause {
    /** The author's program or text. */
    USER,
    /** The platform below it: agent lost, spot reclaimed, backend down. */
    PLATFORM,
    /** One of the clocks of the DAG file. */
    TIMEOUT,
    /** A hard deadline. */
    DEADLINE,
    /** A person. */
    OPERATOR;

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
