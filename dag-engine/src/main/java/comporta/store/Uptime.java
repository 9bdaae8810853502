package comporta.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A clock that nobody sets. It goes on while the machine sleeps, which {@link System#nanoTime} does not: a leader that wakes up must not
 * believe that no time has passed.
 */
final class Uptime {
    private static final Path FILE = Path.of("/proc/uptime");
    private static final boolean KNOWN = Files.isReadable(FILE);

    private Uptime() {}

    /** Nanoseconds since some moment of the past. */
    static long nanos() {
        if (!KNOWN) {
            return System.nanoTime();
        }
        try {
            var text = Files.readString(FILE);
            return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1e9);
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read any more", e);
        }
    }
}
