package comporta.architecture.seeded.decide;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Does all that a pure room must not do, and one thing that it may: hold a URI. */
final class Decides {
    private Decides() {}

    static Instant hour() {
        return Instant.now();
    }

    static UUID dice() {
        return UUID.randomUUID();
    }

    static long stopwatch() {
        return System.nanoTime();
    }

    static Thread worker() {
        return Thread.ofVirtual().unstarted(Decides::hour);
    }

    static String file(Path path) throws IOException {
        return Files.readString(path);
    }

    static URI allowed() {
        return URI.create("comporta:decide");
    }
}
