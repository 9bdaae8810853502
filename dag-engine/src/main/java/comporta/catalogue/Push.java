package comporta.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a set of files into a folder, all or none. They are written aside first; one rename makes them a set, and from then on whoever looks
 * at the folder moves them to their places before, even after a crash.
 */
final class Push {
    private static final String COMING = ".push-coming";
    private static final String READY = ".push-ready";

    private final Path folder;

    Push(Path folder) {
        this.folder = folder;
    }

    /** @throws PushRefused when the folder cannot be written */
    void write(Map<String, byte[]> files) {
        var coming = folder.resolve(COMING);
        try {
            finish();
            delete(coming);
            for (var file : files.entrySet()) {
                var place = coming.resolve(file.getKey());
                Files.createDirectories(Objects.requireNonNull(place.getParent()));
                try (var channel = FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    var bytes = ByteBuffer.wrap(file.getValue());
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
            }
            Files.move(coming, folder.resolve(READY), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new PushRefused("the dags folder " + folder + " cannot be written: " + e.getMessage() + "; nothing was taken", List.of());
        }
        finish();
    }

    /** Moves to their places what was made a set and is not there yet. */
    void finish() {
        var ready = folder.resolve(READY);
        if (!Files.isDirectory(ready)) {
            return;
        }
        try {
            Files.walkFileTree(ready, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) throws IOException {
                    Files.createDirectories(folder.resolve(ready.relativize(inner)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.move(file, folder.resolve(ready.relativize(file)), StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                    return FileVisitResult.CONTINUE;
                }
            });
            delete(ready);
        } catch (IOException e) {
            throw new UncheckedIOException("files that were pushed cannot be moved from " + ready + " to their places", e);
        }
    }

    private static void delete(Path all) throws IOException {
        try {
            Files.walkFileTree(all, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException why) throws IOException {
                    Files.delete(inner);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // There was nothing.
        }
    }
}
