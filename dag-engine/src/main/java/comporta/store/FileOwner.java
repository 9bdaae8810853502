package comporta.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The claim of this process on a database file: a lock on a file beside it that says who has it. The lock ends with the process; the file
 * stays, because removing it would let two processes hold locks on two files of one name.
 */
final class FileOwner {
    private final Path base;
    private final FileChannel pidFile;

    private FileOwner(Path base, FileChannel pidFile) {
        this.base = base;
        this.pidFile = pidFile;
    }

    static FileOwner claim(Path base) throws IOException {
        var channel = FileChannel.open(pidFile(base), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var owner = new FileOwner(base, channel);
        try {
            if (channel.tryLock() == null) {
                throw owner.taken(null);
            }
        } catch (OverlappingFileLockException | StoreFailed e) {
            channel.close();
            throw e instanceof StoreFailed refused ? refused : owner.taken(e);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return owner;
    }

    private static Path pidFile(Path base) {
        return Path.of(base + ".pid");
    }

    /** What to tell somebody who comes second. */
    StoreFailed taken(@Nullable Throwable cause) {
        return new StoreFailed("the database " + base + ".mv.db is in use by process " + pid()
                + ": an H2 file serves one process. Stop that one, let it do the work, or use PostgreSQL", cause);
    }

    private String pid() {
        try {
            var pid = Files.readString(pidFile(base), StandardCharsets.US_ASCII).strip();
            return pid.isEmpty() ? "unknown" : pid;
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    void release() {
        try {
            pidFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock " + pidFile(base) + " cannot be released", e);
        }
    }
}
