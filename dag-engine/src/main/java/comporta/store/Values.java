package comporta.store;

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

    /** Micros, cut here: the databases would round nine digits up, and a state would come back later than it was. */
    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Words as far as there is room, without the NUL that PostgreSQL refuses. */
    static @Nullable String words(@Nullable String text) {
        return text == null ? null : cut(text, WORDS);
    }

    static String cut(String text, int room) {
        var clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        if (clean.length() <= room) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(room - 1)) ? room - 1 : room);
    }
}
