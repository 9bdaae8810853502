package comporta.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The simulated cloud on disk: {@code open/LEASE/INDEX} is the latest machine of that place, and {@code closed/LEASE} says that a lease was
 * given back. Each file comes into being whole, by a move, so that a killed process leaves no half of one.
 */
final class MachineFiles {
    private final Path open;
    private final Path closed;

    MachineFiles(Path state) {
        this.open = state.resolve("open");
        this.closed = state.resolve("closed");
    }

    Optional<SimulatedMachine> read(MachineKey key) {
        return read(file(key));
    }

    void write(SimulatedMachine machine) {
        var file = file(machine.wish().key());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(fresh, machine.toJson());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("simulated machine " + machine.id() + " cannot be kept in " + file, e);
        }
    }

    /** Every machine that is written down, those that have ended too. */
    List<SimulatedMachine> all() {
        var found = new ArrayList<SimulatedMachine>();
        for (var lease : children(open)) {
            children(lease).forEach(file -> read(file).ifPresent(found::add));
        }
        return found;
    }

    List<SimulatedMachine> of(String lease) {
        return children(open.resolve(name(lease))).stream().flatMap(file -> read(file).stream()).toList();
    }

    boolean isClosed(String lease) {
        return Files.exists(closed.resolve(name(lease)));
    }

    /** Notes that nothing may be started for this lease any more; that can be forgotten after a while. */
    void close(String lease, Instant now, Instant forgetBefore) {
        try {
            Files.createDirectories(closed);
            for (var old : children(closed)) {
                if (Files.getLastModifiedTime(old).toInstant().isBefore(forgetBefore)) {
                    Files.deleteIfExists(old);
                }
            }
            var marker = closed.resolve(name(lease));
            if (!Files.exists(marker)) {
                Files.createFile(marker);
            }
            Files.setLastModifiedTime(marker, FileTime.from(now));
        } catch (FileAlreadyExistsException e) {
            return;   // another scheduler closes it too
        } catch (IOException e) {
            throw new UncheckedIOException("lease " + lease + " cannot be closed in " + closed, e);
        }
    }

    void delete(String lease) {
        var folder = open.resolve(name(lease));
        try {
            for (var file : children(folder)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("machines of lease " + lease + " cannot be deleted in " + folder, e);
        }
    }

    private Path file(MachineKey key) {
        return open.resolve(name(key.lease())).resolve(Integer.toString(key.index()));
    }

    /** A lease is named after a DAG, a run and a task, which may be longer than a file name. */
    private static String name(String lease) {
        return Hash.of(lease, 32);
    }

    private static Optional<SimulatedMachine> read(Path file) {
        if (file.toString().endsWith(".new")) {
            return Optional.empty();
        }
        try {
            return Optional.of(SimulatedMachine.fromJson(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("simulated machine cannot be read from " + file, e);
        }
    }

    private static List<Path> children(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
