package comporta.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one local run in progress: a small database, its launches and its simulated machines. It belongs to the process that holds
 * its lock, and goes when the run is over; one without owner was cut off, and the same command goes on with it.
 */
final class RunFolder implements AutoCloseable {
    private static final String REQUEST = "request";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel channel;

    private RunFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** A folder for a new run; {@code request} is what was asked for, word for word. */
    static RunFolder make(Path runs, String name, String request) {
        var folder = runs.resolve(name);
        try {
            Files.createDirectories(folder);
            var mine = lock(folder);
            if (mine == null) {
                throw new IllegalStateException(folder + " belongs to another process");
            }
            Files.writeString(folder.resolve(REQUEST), request);
            return mine;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the state folder of a run, " + folder, e);
        }
    }

    /** The oldest run of the same request that was cut off; it is ours now. */
    static Optional<RunFolder> cutOff(Path runs, String request) {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (var folders = Files.list(runs)) {
            for (var folder : folders.sorted().toList()) {
                if (isOf(folder, request)) {
                    var taken = lock(folder);
                    if (taken != null) {
                        return Optional.of(taken);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for runs that were cut off in " + runs, e);
        }
    }

    private static boolean isOf(Path folder, String request) throws IOException {
        var written = folder.resolve(REQUEST);
        return Files.exists(written) && Files.exists(folder.resolve("run.mv.db")) && Files.readString(written).equals(request);
    }

    private static @Nullable RunFolder lock(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;   // another run of this very process has it
        }
        if (lock == null) {
            channel.close();
            return null;
        }
        return new RunFolder(folder, channel);
    }

    Path folder() {
        return folder;
    }

    /** H2's file. */
    Path database() {
        return folder.resolve("run.mv.db");
    }

    /** The run is over: nothing of it is needed any more. */
    void delete() {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the state of a run that is over, " + folder, e);
        }
    }

    /** Gives the folder up; it stays. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give up " + folder, e);
        }
    }
}
