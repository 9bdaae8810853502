package comporta.decide;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Instants as people read them in a zone, and as programs do. */
final class Moments {
    private static final DateTimeFormatter JSON = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter OTHER_DAY = DateTimeFormatter.ofPattern("HH:mm 'on' d MMM", Locale.ENGLISH);
    private static final Duration NEAR = Duration.ofMinutes(2);

    private final ZoneId zone;
    private final Instant now;

    Moments(ZoneId zone, Instant now) {
        this.zone = zone;
        this.now = now;
    }

    /** UTC with microseconds. */
    static @Nullable String json(@Nullable Instant instant) {
        return instant == null ? null : JSON.format(instant);
    }

    /** {@code 02:12:30} within two minutes, {@code 04:05} on the same day, else with the day. */
    String word(Instant instant) {
        var local = instant.atZone(zone);
        if (!local.toLocalDate().equals(now.atZone(zone).toLocalDate())) {
            return OTHER_DAY.format(local);
        }
        return (Duration.between(now, instant).abs().compareTo(NEAR) < 0 ? SECONDS : MINUTES).format(local);
    }

    /** {@code 06:00 on 21 Nov (America/Sao_Paulo)}. */
    String minute(Instant instant) {
        return OTHER_DAY.format(instant.atZone(zone)) + " (" + zone + ")";
    }

    /** {@code , likely 04:05}, or nothing. */
    String likely(@Nullable Instant instant) {
        return instant == null ? "" : ", likely " + word(instant);
    }
}
