package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which deeds were begun, and how they ended: a file each, made before anything is said to the outside. Who makes it decides whether the
 * deed is ever done: a later life that makes it first has withdrawn the deed.
 */
final class DeedFiles {
    private final Path folder;

    /** @param folder outlives this process */
    DeedFiles(Path folder) {
        this.folder = folder;
    }

    /** Whether the deed may be begun: nobody has begun or withdrawn it before. */
    boolean begin(LaunchId id) {
        try {
            Files.createDirectories(folder);
            Files.write(file(id), new byte[0], StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note that " + id + " begins", e);
        }
    }

    /** How a deed that was begun ended; empty: nobody knows. */
    Optional<Exit> end(LaunchId id) {
        try {
            var text = Files.readString(file(id));
            return text.isEmpty() ? Optional.empty() : Optional.of(exit(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read how " + id + " ended", e);
        }
    }

    void ended(LaunchId id, Exit exit) {
        try {
            var fresh = Files.createTempFile(folder, "end", "");
            Files.writeString(fresh, text(exit), StandardCharsets.UTF_8);
            Files.move(fresh, file(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note how " + id + " ended", e);
        }
    }

    void forget(LaunchId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the note of " + id, e);
        }
    }

    private Path file(LaunchId id) {
        return folder.resolve(id.externalId());
    }

    private static String text(Exit exit) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("cause", exit.cause() == null ? null : exit.cause().name());
        data.put("code", exit.code());
        data.put("reason", exit.reason());
        data.put("outputs", exit.outputs());
        data.put("for_good", exit.forGood());
        return PlainData.toJson(data);
    }

    private static Exit exit(String text) {
        var data = PlainData.mapFromJson(text);
        return new Exit(
                data.get("cause") instanceof String cause ? Cause.valueOf(cause) : null,
                data.get("code") instanceof Number code ? code.intValue() : null,
                String.valueOf(data.get("reason")),
                PlainData.block(data, "outputs"),
                Boolean.TRUE.equals(data.get("for_good")));
    }
}
