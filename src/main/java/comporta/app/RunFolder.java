package comporta.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of one local run in progress: a small database unless that is kept elsewhere, its launches and its simulated machines. It
 * belongs to the process that holds its lock, and goes when the run is over.
 *
 * <p>The file {@code request} is there as long as there is a run to go on with: from before its first row until after its end was told. A
 * folder with it and without an owner was cut off, and the same command goes on with it; a folder without either is rubbish. Looking and
 * taking, and deleting, are done by one process at a time.
 */
final class RunFolder implements AutoCloseable {
    private static final String REQUEST = "request";
    private static final String LOCK = "lock";
    private static final String DATABASE = "run.mv.db";
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    /**
     * What was asked for.
     *
     * @param file of the DAG
     * @param wording all that makes two commands the same run: text and options; only its digest is kept
     */
    record Request(Path file, String wording) {

        /** As it is written down. */
        String text() {
            return prefix() + digest(wording) + "\n";
        }

        private String prefix() {
            return file + "\n";
        }

        private boolean isOfSameFile(String text) {
            return text.startsWith(prefix());
        }
    }

    private final Path folder;
    private final FileChannel lock;
    private final Request request;
    private final boolean goesOn;
    private final List<Path> left;

    private RunFolder(Path folder, FileChannel lock, Request request, boolean goesOn, List<Path> left) {
        this.folder = folder;
        this.lock = lock;
        this.request = request;
        this.goesOn = goesOn;
        this.left = List.copyOf(left);
    }

    /**
     * The folder for a command: that of the oldest run which the same command began and which was cut off, else a new one.
     *
     * @param name of a new one
     * @param fresh a new one in any case
     */
    static RunFolder take(Path runs, String name, Request request, boolean fresh) {
        try {
            return alone(runs, () -> takeNow(runs, name, request, fresh));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take a state folder for a run in " + runs, e);
        }
    }

    private static RunFolder takeNow(Path runs, String name, Request request, boolean fresh) throws IOException {
        var left = new ArrayList<Path>();
        Path cutOff = null;
        FileChannel own = null;
        for (var folder : folders(runs)) {
            var lock = lock(folder);
            if (lock == null) {
                continue;
            }
            var written = written(folder);
            if (own == null && !fresh && written.equals(request.text())) {
                cutOff = folder;
                own = lock;
                continue;
            }
            if (written.isEmpty()) {
                remove(folder);
            } else if (request.isOfSameFile(written)) {
                left.add(folder);
            }
            giveUp(folder, lock);
        }
        if (cutOff != null && own != null) {
            return new RunFolder(cutOff, own, request, true, left);
        }
        var folder = Files.createDirectory(runs.resolve(name));
        var lock = lock(folder);
        if (lock == null) {
            throw new IOException(folder + " belongs to another process");
        }
        return new RunFolder(folder, lock, request, false, left);
    }

    private interface Deed<T> {
        T done() throws IOException;
    }

    /** A lock of the operating system for other processes, and a monitor, since that one does not tell threads apart. */
    private static <T> T alone(Path runs, Deed<T> deed) throws IOException {
        synchronized (RunFolder.class) {
            Files.createDirectories(runs);
            var file = runs.resolveSibling("runs.lock");
            try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return deed.done();
            }
        }
    }

    private static List<Path> folders(Path runs) throws IOException {
        try (var folders = Files.list(runs)) {
            return folders.sorted().toList();
        }
    }

    /** What the folder goes on for; empty: nothing. */
    private static String written(Path folder) throws IOException {
        var file = folder.resolve(REQUEST);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Null: somebody has it. Not even looked at when that is this very process: closing any channel of a file gives up all its locks. */
    private static @Nullable FileChannel lock(Path folder) throws IOException {
        if (!OURS.add(folder)) {
            return null;
        }
        var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
            return channel;
        }
        giveUp(folder, channel);
        return null;
    }

    private static void giveUp(Path folder, FileChannel lock) throws IOException {
        lock.close();
        OURS.remove(folder);
    }

    /** What cannot be removed now is rubbish for the next one; others may be removing parts of it at the same time. */
    private static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(REQUEST));
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return removed(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException why) {
                return removed(emptied);
            }
        });
    }

    private static FileVisitResult removed(Path path) {
        boolean ignored = path.toFile().delete();
        return FileVisitResult.CONTINUE;
    }

    /** Whether there is a run to go on with. */
    boolean goesOn() {
        return goesOn;
    }

    /** Folders of other runs of this DAG file that were cut off and are not gone on with. */
    List<Path> left() {
        return left;
    }

    Path folder() {
        return folder;
    }

    /** H2's file. */
    Path database() {
        return folder.resolve(DATABASE);
    }

    /** The database is ready for the run: from now on a run that is cut off is gone on with. To be called before the run is begun. */
    void begun() {
        try {
            var fresh = folder.resolve(REQUEST + ".new");
            Files.writeString(fresh, request.text());
            Files.move(fresh, folder.resolve(REQUEST), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down what is run in " + folder, e);
        }
    }

    /** The run is over and its end was told: nothing of it is needed any more. */
    void delete() {
        try {
            alone(Objects.requireNonNull(folder.getParent()), () -> {
                remove(folder);
                return folder;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the state of a run that is over, " + folder, e);
        }
    }

    /** Gives the folder up; it stays. */
    @Override
    public void close() {
        try {
            giveUp(folder, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give up " + folder, e);
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
