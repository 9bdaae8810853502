package comporta.dag;

import java.util.Locale;

/** Types of parameters and outputs. */
public enum ValueType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    DATE,
    ENUM,
    LIST,
    OBJECT;

    /** The word of the DAG file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
