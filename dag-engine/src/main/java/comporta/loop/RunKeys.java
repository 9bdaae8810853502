package comporta.loop;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/** Ids of runs. */
public final class RunKeys {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** No vowels and nothing that looks like something else: ids spell no words and can be read out. */
    private static final String LETTERS = "23456789bcdfghjkmnpqrstvwxz";

    private RunKeys() {}

    /** The id of a manual run, such as {@code manual-20261121T012047.123Z-k3f9}. */
    public static String manual(Instant now, RandomGenerator random) {
        return drawn("manual-", now, random);
    }

    /** The id of a run that another run asked for, such as {@code triggered-20261121T012047.123Z-k3f9}. */
    static String triggered(Instant now, RandomGenerator random) {
        return drawn("triggered-", now, random);
    }

    private static String drawn(String type, Instant now, RandomGenerator random) {
        var key = new StringBuilder(type).append(MILLIS.format(now)).append('-');
        for (int i = 0; i < 4; i++) {
            key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return key.toString();
    }

    /** The id of the run of a tick, such as {@code scheduled-20261121T040000Z}: the same tick has the same id. */
    static String ofTick(Instant tick, boolean follows) {
        return (follows ? "triggered-" : "scheduled-") + instant(tick);
    }

    /** The id of a run of a backfill, such as {@code backfill-20261121T040000Z-7}: another backfill may run the same interval anew. */
    static String ofBackfill(Instant tick, long backfill) {
        return "backfill-" + instant(tick) + "-" + backfill;
    }

    private static String instant(Instant tick) {
        return (tick.equals(tick.truncatedTo(ChronoUnit.SECONDS)) ? SECONDS : MICROS).format(tick);
    }
}
