package comporta.store;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values as both databases take them. */
final class Values {
    /** Room for words to people. */
    static final int WORDS = 4000;

    private Values() {}

    /** PostgreSQL's calendar ends here, or a little later. */
    private static final Instant LATEST = Instant.parse("+290000-01-01T00:00:00Z");

    private static final Instant EARLIEST = Instant.parse("-4700-01-01T00:00:00Z");

    /** A value of a column as plain data. */
    static @Nullable Object plain(@Nullable Object column) {
        return switch (column) {
            case null -> null;
            case OffsetDateTime time -> time.toInstant().toString();
            case Timestamp time -> time.toInstant().toString();
            case Short number -> number.longValue();
            case Integer number -> number.longValue();
            default -> column;
        };
    }

    /** Micros, cut here: the databases would round nine digits up, and a state would come back later than it was. */
    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        var known = instant.isAfter(LATEST) ? LATEST : instant.isBefore(EARLIEST) ? EARLIEST : instant;
        return known.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Words as far as there is room. */
    static @Nullable String words(@Nullable String text) {
        return text == null ? null : cut(text, WORDS);
    }

    /** Nothing instead of what does not fit: half of an address is none. */
    static @Nullable String fit(@Nullable String text, int room) {
        return text == null || text.length() > room || !isKept(text) ? null : text;
    }

    /**
     * The same text.
     *
     * @throws StoreFailed when there is no room for it
     */
    static String all(String what, String text, int room) {
        if (text.length() > room || !isKept(text)) {
            throw new StoreFailed("%s has %,d characters%s, and there is room for %,d%s: choose another".formatted(
                    what, text.length(), isKept(text) ? "" : ", a NUL among them", room, isKept(text) ? "" : " without it"));
        }
        return text;
    }

    /** Text without the NUL that PostgreSQL refuses, as far as there is room. */
    static String cut(String text, int room) {
        var clean = isKept(text) ? text : kept(text);
        if (clean.length() <= room) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(room - 1)) ? room - 1 : room);
    }

    /** Whether both databases give this text back as it is: H2 alone keeps NUL and half characters. */
    static boolean isKept(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return kept(text).equals(text);
            }
        }
        return true;
    }

    private static String kept(String text) {
        return text.codePoints()
                .filter(c -> c != 0)
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
