package comporta.tasklog;

import comporta.tasklog.LogIndex.Gap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the growing streams of one try: writes the index, keeps the log within its limit, and picks out the lines by which the job speaks
 * to us. One thread at a time may use it. A log that stays empty costs two looks at file sizes.
 */
public final class LogFollower {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

    private final Path folder;
    private final long limit;
    private final StreamFollower stdout;
    private final StreamFollower stderr;
    private long bytes;
    private boolean indexRead;
    private boolean limitRefused;

    /**
     * How a log has grown.
     *
     * @param bytes both streams together, parts left out included
     * @param grown whether that is more than before
     * @param spoken new lines of stdout that begin with {@code ::}, without line ends; of an endless line only the first 64 KB
     */
    public record Growth(long bytes, boolean grown, List<String> spoken) {
        public Growth {
            spoken = List.copyOf(spoken);
        }
    }

    /**
     * A follower of the streams in that folder, which exists or will.
     *
     * @param limit bytes that both streams together may hold on disk; beyond, their middle is given up
     * @param stdoutFrom where the stdout of the followed job begins, when earlier jobs wrote to the same file
     */
    public LogFollower(Path folder, long limit, long stdoutFrom) {
        this.folder = folder;
        this.limit = limit;
        this.stdout = new StreamFollower(LogStream.STDOUT, folder, stdoutFrom);
        this.stderr = new StreamFollower(LogStream.STDERR, folder, 0);
    }

    /**
     * Looks at what is new.
     *
     * @param last whether nothing more will come
     * @throws UncheckedIOException when the files cannot be read or the index not written
     */
    public Growth poll(Instant now, boolean last) {
        try {
            boolean inStdout = stdout.look();
            boolean inStderr = stderr.look();
            var spoken = new ArrayList<String>();
            if (inStdout || inStderr) {
                var entries = new StringBuilder();
                if (!indexRead) {
                    takeUp(LogIndex.read(folder), entries);
                }
                var gap = overLimit();
                if (gap != null) {
                    entries.append(now.toEpochMilli()).append(' ').append(gap.stream().word()).append("-gap ");
                    entries.append(gap.from()).append(' ').append(gap.to()).append('\n');
                }
                stdout.scan(now, last, spoken, entries);
                stderr.scan(now, last, null, entries);
                if (!entries.isEmpty()) {
                    write(entries);
                }
                if (gap != null) {
                    giveUp(gap); // only now: the index speaks of a gap before there is one
                }
            }
            long before = bytes;
            bytes = stdout.size() + stderr.size();
            return new Growth(bytes, bytes > before, spoken);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot follow the log in " + folder, e);
        }
    }

    private void takeUp(LogIndex index, StringBuilder entries) {
        entries.append(index.isTorn() ? "\n" : "");
        stdout.takeUp(index);
        stderr.takeUp(index);
        indexRead = true;
    }

    private @Nullable Gap overLimit() {
        if (stdout.kept() + stderr.kept() <= limit) {
            return null;
        }
        // the rest is a sixteenth below the limit, so that a steady writer does not make a gap with each look
        return stdout.kept() >= stderr.kept()
                ? stdout.gap(limit / 4, limit - limit / 16 - stderr.kept())
                : stderr.gap(limit / 4, limit - limit / 16 - stdout.kept());
    }

    private void giveUp(Gap gap) {
        if (!Holes.punch(folder.resolve(gap.stream().word()), gap.from(), gap.to()) && !limitRefused) {
            limitRefused = true;
            LOG.warn(
                    "The log in {} passed its limit of {} bytes, and this file system cannot free the middle of a file. "
                            + "Put $COMPORTA_HOME on ext4, xfs, btrfs or tmpfs, or let the job write less.",
                    folder,
                    limit);
        }
    }

    private void write(StringBuilder entries) throws IOException {
        Files.writeString(
                folder.resolve("index"),
                entries,
                StandardCharsets.ISO_8859_1,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
