package comporta.dagfile;

import comporta.Dsl;
import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Java DAG files answered, kept over the life of a process: the first reading of a file that has not changed needs no compiler. A file
 * that cannot be read back, or that another build of this program has written, is as good as none.
 */
final class JavaAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(JavaAnswers.class);

    private final Path folder;
    private final String build;

    /** @param folder of this user alone; made when it is first needed */
    JavaAnswers(Path folder) {
        this.folder = folder;
        this.build = build();
    }

    /** An answer as the worker wrote it. */
    record Kept(JavaBasis basis, String line) {}

    /** What was kept of a file; null: nothing. */
    @Nullable Kept of(Path file) {
        try {
            var kept = PlainData.mapFromJson(Files.readString(at(file)));
            if (!build.equals(kept.get("build")) || !file.toString().equals(kept.get("file"))) {
                return null;
            }
            var contents = new LinkedHashMap<String, String>();
            PlainData.block(kept, "contents").forEach((name, digest) -> contents.put(name, String.valueOf(digest)));
            var names = kept.get("java_files") instanceof List<?> list
                    ? list.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new))
                    : new TreeSet<String>();
            return new Kept(new JavaBasis(names, contents), String.valueOf(kept.get("answer")));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("what was kept of {} cannot be read", file, e);
            return null;
        }
    }

    /** Keeps an answer; without room for it the compiler is asked again. */
    void keep(Path file, Kept answer) {
        var kept = PlainData.toJson(Map.of(
                "build", build, "file", file.toString(), "java_files", List.copyOf(new TreeSet<>(answer.basis().javaFiles())),
                "contents", answer.basis().contents(), "answer", answer.line()));
        try {
            Files.createDirectories(folder);
            var fresh = Files.createTempFile(folder, "fresh", null);   // readable by nobody else
            Files.writeString(fresh, kept);
            Files.move(fresh, at(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.debug("the answer of {} cannot be kept", file, e);
        }
    }

    private Path at(Path file) {
        return folder.resolve(JavaBasis.digest(file.toString().getBytes(StandardCharsets.UTF_8)) + ".json");
    }

    /** Which classes the worker had: those of another build may answer otherwise. */
    private static String build() {
        try {
            var classes = Path.of(JavaWorker.classes());
            var newest = Files.isDirectory(classes) ? classes.resolve(Dsl.class.getName().replace('.', '/') + ".class") : classes;
            return newest + " " + Files.size(newest) + " " + Files.getLastModifiedTime(newest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
