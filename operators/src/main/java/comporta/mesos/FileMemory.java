package comporta.mesos;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Memory in a file of one process, for those that have no database: replaced as a whole, so that it is never half written. */
public final class FileMemory implements MesosMemory {
    private static final int MOST_PROCESSES = 1_000;

    private final Path file;
    private final @Nullable FileChannel lock;
    private final Map<String, Assignment> tasks = new LinkedHashMap<>();
    private @Nullable String framework;

    /**
     * The first memory of that name that no other process uses: a framework has one process at a time, and what one left behind, the next
     * one finds.
     *
     * @throws UncheckedIOException when files cannot be made there
     */
    public static FileMemory free(Path folder, String name) {
        try {
            Files.createDirectories(folder);
            for (int i = 1; i <= MOST_PROCESSES; i++) {
                var channel = FileChannel.open(folder.resolve(name + "-" + i + ".lock"), StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                if (isFree(channel)) {
                    return new FileMemory(folder.resolve(name + "-" + i + ".json"), channel);
                }
                channel.close();
            }
            throw new IOException("a thousand processes use it");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep anything of " + name + " in " + folder, e);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** @throws UncheckedIOException when the file is there and cannot be read */
    public FileMemory(Path file) {
        this(file, null);
    }

    private FileMemory(Path file, @Nullable FileChannel lock) {
        this.file = file;
        this.lock = lock;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var kept = new Tree(PlainData.mapFromJson(Files.readString(file)));
            framework = kept.has("framework") ? kept.text("framework") : null;
            kept.all("tasks").forEach(task -> tasks.put(task.text("id"), new Assignment(task.text("agent"), task.text("url"))));
        } catch (NoSuchFileException e) {
            framework = null;   // the first time
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public synchronized Optional<String> framework() {
        return Optional.ofNullable(framework);
    }

    @Override
    public synchronized void framework(String id) {
        framework = id;
        write();
    }

    @Override
    public synchronized void forgetFramework() {
        framework = null;
        tasks.clear();
        write();
    }

    @Override
    public synchronized Map<String, Assignment> assigned() {
        return Map.copyOf(tasks);
    }

    @Override
    public synchronized void assign(Map<String, Assignment> more) {
        tasks.putAll(more);
        write();
    }

    @Override
    public synchronized void forget(Collection<String> over) {
        tasks.keySet().removeAll(over);
        write();
    }

    @Override
    public boolean endsWithItsProcess() {
        return true;
    }

    @Override
    public void close() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot let go of " + file, e);
            }
        }
    }

    private void write() {
        var kept = PlainData.toJson(Tree.of("framework", framework, "tasks", tasks.entrySet().stream()
                .map(task -> Tree.of("id", task.getKey(), "agent", task.getValue().agent(), "url", task.getValue().agentUrl()))
                .toList()));
        var next = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (var out = FileChannel.open(next, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = ByteBuffer.wrap(kept.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(false);
            }
            replace(next);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void replace(Path next) throws IOException {
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
