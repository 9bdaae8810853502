package comporta.basic;

import comporta.secret.Mask;
import comporta.tasklog.LogFollower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a try that is no process: lines of ours on its stdout, secrets masked. */
final class TryLog {
    private static final Logger LOG = LoggerFactory.getLogger(TryLog.class);
    private static final long LIMIT = 1L << 30;

    private final Path folder;
    private final Mask mask;
    private final InstantSource clock;
    private final LogFollower index;

    TryLog(Path folder, Mask mask, InstantSource clock) {
        this.folder = folder;
        this.mask = mask;
        this.clock = clock;
        this.index = new LogFollower(folder, LIMIT, 0);
    }

    /** A disk in trouble does not hide what was done. */
    void line(String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("stdout"), mask.hide(text) + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            var growth = index.poll(clock.instant(), true);
            LOG.debug("{} has {} bytes", folder, growth.bytes());
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("cannot write the log in {}: {}", folder, e.toString());
        }
    }
}
