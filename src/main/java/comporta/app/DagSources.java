package comporta.app;

import comporta.dag.Suggestion;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** DAG files as a command line names them. */
final class DagSources {
    private DagSources() {}

    /**
     * A DAG file.
     *
     * @param shown as the caller gave it
     * @param dagsFolder the folder that was asked for; a file that was named itself may be a link to anywhere
     */
    record Source(Path file, String shown, Path dagsFolder) {
        /** The name of its DAG, mistakes or not; empty when it has none, or cannot be read. */
        Optional<String> nameOfDag() {
            try {
                return DagFiles.nameIn(Files.readAllBytes(file));
            } catch (IOException e) {
                return Optional.empty();        // told when the whole file is read
            }
        }

        /** @throws UsageException when it cannot be read */
        Reading read(Checking how) {
            try {
                return DagFiles.read(file, shown, dagsFolder, how);
            } catch (IOException e) {
                throw new UsageException("cannot read " + shown + ": " + Objects.requireNonNullElse(e.getMessage(), "unknown reason") + ".");
            }
        }
    }

    /** @throws UsageException when there is no such file, or it is no YAML file by its name */
    static Source file(Path file) {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder. Name one of its files.");
        }
        if (!Files.exists(file)) {
            throw new UsageException("there is no file " + file + ".");
        }
        if (!isYaml(file)) {
            throw new UsageException(file + " is no DAG file by its name. DAG files end in .yaml or .yml"
                    + (nameOf(file).endsWith(".java") ? "; those in Java are not in effect in this version." : "."));
        }
        try {
            return new Source(file, file.toString(), Objects.requireNonNull(file.toRealPath().getParent()));
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage() + ".");
        }
    }

    /**
     * A file, or the file of a DAG of that name in the dags folder of the configuration.
     *
     * @throws UsageException when there is neither
     */
    static Source named(String word, Configuration configuration) {
        var path = Path.of(word);
        if (Files.isRegularFile(path) || isYaml(path) || word.indexOf('/') >= 0) {
            return file(path);
        }
        var folder = configuration.dags();
        if (!Files.isDirectory(folder)) {
            throw new UsageException("there is no file " + word + ", and no dags folder " + folder + " to look for a DAG of that name in.");
        }
        var names = new TreeSet<String>();
        for (var source : folder(folder)) {
            var dag = source.read(Checking.LENIENT).dag();
            if (dag != null && dag.id().value().equals(word)) {
                return source;
            }
            if (dag != null) {
                names.add(dag.id().value());
            }
        }
        throw new UsageException("there is no DAG \"" + word + "\" in " + folder + ". "
                + Suggestion.didYouMean(word, names, "`comporta dags validate " + folder + "` tells files that cannot be read."));
    }

    /** The DAG files of a folder and its folders, in the order of their paths; names that begin with . or _ and local.yaml are passed over. */
    static List<Source> folder(Path folder) {
        var files = new ArrayList<Path>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                    return inner.equals(folder) || !isPassedOver(inner) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!isPassedOver(file) && isYaml(file) && !nameOf(file).equals(LocalValues.FILE)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        return files.stream().sorted().map(file -> new Source(file, file.toString(), folder)).toList();
    }

    private static boolean isPassedOver(Path path) {
        var name = nameOf(path);
        return name.startsWith(".") || name.startsWith("_");
    }

    private static boolean isYaml(Path path) {
        var name = nameOf(path).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }
}
