package comporta.dag;

import java.util.Locale;
import java.util.Optional;

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

    /** The type of that word of a DAG file. */
    public static Optional<ValueType> of(String word) {
        for (var type : values()) {
            if (type.word().equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
