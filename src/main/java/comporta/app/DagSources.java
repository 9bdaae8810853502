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
import java.util.Set;
import java.util.TreeSet;

/** DAG files as a command line names them. */
final class DagSources {
    private static final Set<String> BUILD_FOLDERS = Set.of("src", "target", "build");
    private static final Set<String> BUILD_FILES = Set.of("pom.xml", "build.gradle", "build.gradle.kts");

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
            if (DagFiles.isJava(file)) {
                return Optional.ofNullable(read(Checking.LENIENT).dag()).map(dag -> dag.id().value());
            }
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

    /** @throws UsageException when there is no such file, or it is no DAG file by its name */
    static Source file(Path file) {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder. Name one of its files.");
        }
        if (!Files.exists(file)) {
            throw new UsageException("there is no file " + file + ".");
        }
        if (!isYaml(file) && !DagFiles.isJava(file)) {
            throw new UsageException(file + " is no DAG file by its name. DAG files end in .yaml, .yml or .java.");
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
        if (Files.isRegularFile(path) || isYaml(path) || DagFiles.isJava(path) || word.indexOf('/') >= 0) {
            return file(path);
        }
        var folder = configuration.dags();
        if (!Files.isDirectory(folder)) {
            throw new UsageException("there is no file " + word + ", and no dags folder " + folder + " to look for a DAG of that name in.");
        }
        var names = new TreeSet<String>();
        for (var source : folder(folder).dags()) {
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

    /**
     * What a folder and its folders hold, in the order of their paths. Names that begin with . or _ and local.yaml are passed over, and so
     * is what a build has in a folder with a build file: its Java files are no DAG files.
     *
     * @param dags YAML files, and Java files with a method that gives a DAG
     * @param helpers the other Java files
     */
    record Folder(List<Source> dags, List<Source> helpers) {}

    static Folder folder(Path folder) {
        var dags = new ArrayList<Path>();
        var helpers = new ArrayList<Path>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                    return inner.equals(folder) || !(isPassedOver(inner) || isOfABuild(inner))
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!isPassedOver(file)) {
                        if (isYaml(file) ? !nameOf(file).equals(LocalValues.FILE) : DagFiles.isJavaDag(file)) {
                            dags.add(file);
                        } else if (DagFiles.isJavaHelper(file)) {
                            helpers.add(file);
                        }
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
        return new Folder(sources(dags, folder), sources(helpers, folder));
    }

    private static List<Source> sources(List<Path> files, Path folder) {
        return files.stream().sorted().map(file -> new Source(file, file.toString(), folder)).toList();
    }

    private static boolean isOfABuild(Path folder) {
        return BUILD_FOLDERS.contains(nameOf(folder)) && BUILD_FILES.stream().anyMatch(file -> Files.exists(folder.resolveSibling(file)));
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
