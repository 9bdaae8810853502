package comporta.app;

import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The single jobs of this installation, a file each. */
final class JobShelf {
    private static final String ENDING = ".json";

    private final Path folder;

    JobShelf(Home home) {
        folder = home.folder().resolve("jobs");
    }

    Optional<KeptJob> find(String name) {
        var file = folder.resolve(name + ENDING);
        try {
            return Files.exists(file) ? Optional.of(KeptJob.of(PlainData.mapFromJson(Files.readString(file)))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(file + " cannot be read: " + e.getMessage() + ". Remove it to forget the job.");
        }
    }

    /** @throws UsageException when there is none of that name */
    KeptJob named(String name) {
        return find(name).orElseThrow(() -> {
            var names = all().stream().map(KeptJob::name).toList();
            return new UsageException("there is no job \"" + name + "\" here. "
                    + Suggestion.didYouMean(name, names,
                            names.isEmpty() ? "Submit one: comporta jobs submit --help." : "Jobs are " + String.join(", ", names) + "."));
        });
    }

    List<KeptJob> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(ENDING)).sorted()
                    .flatMap(name -> find(name.substring(0, name.length() - ENDING.length())).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the file as a whole: a crash leaves the old one or the new one. */
    KeptJob keep(KeptJob job) {
        try {
            Files.createDirectories(folder);
            var fresh = folder.resolve("." + job.name() + ".new");
            Files.writeString(fresh, PlainData.toJson(job.toData()));
            Files.move(fresh, folder.resolve(job.name() + ENDING), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return job;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep job " + job.name() + " in " + folder, e);
        }
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name + ENDING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
