package comporta.template;

import comporta.dag.ValueType;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a value in an expression is; nothing is ever converted from one kind to another. */
enum Kind {
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    INSTANT("an instant"),
    LIST("a list"),
    MAP("a map"),
    NOTHING("null");

    static final Set<Kind> ANY = Set.copyOf(EnumSet.allOf(Kind.class));

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static Kind of(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Boolean _ -> BOOLEAN;
            case Long _, BigDecimal _ -> NUMBER;
            case ZonedDateTime _ -> INSTANT;
            case List<?> _ -> LIST;
            case Map<?, ?> _ -> MAP;
            default -> TEXT;
        };
    }

    /** What a value of a declared type can be. */
    static Set<Kind> of(ValueType type) {
        return switch (type) {
            case STRING, DATE -> Set.of(TEXT);
            case INTEGER, NUMBER -> Set.of(NUMBER);
            case BOOLEAN -> Set.of(BOOLEAN);
            case ENUM -> Set.of(TEXT, NUMBER, BOOLEAN);
            case LIST -> Set.of(LIST);
            case OBJECT -> Set.of(MAP);
        };
    }

    /** {@code text or a number}. */
    static String words(Set<Kind> kinds) {
        return EnumSet.copyOf(kinds).stream().map(Kind::words).collect(Collectors.joining(" or "));
    }
}
