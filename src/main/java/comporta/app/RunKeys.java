package comporta.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/** Ids of runs. */
final class RunKeys {
    private static final DateTimeFormatter MANUAL = DateTimeFormatter.ofPattern("'manual-'uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** No vowels and nothing that looks like something else: ids spell no words and can be read out. */
    private static final String LETTERS = "23456789bcdfghjkmnpqrstvwxz";

    private RunKeys() {}

    /** The id of a manual run, such as {@code manual-20261121T012047.123Z-k3f9}. */
    static String manual(Instant now, RandomGenerator random) {
        var key = new StringBuilder(MANUAL.format(now)).append('-');
        for (int i = 0; i < 4; i++) {
            key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return key.toString();
    }
}
