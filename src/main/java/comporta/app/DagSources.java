package comporta.app;

import comporta.dag.Suggestion;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.FolderList;
import comporta.dagfile.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
                throw UsageException.unreadable(shown, e);
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
        if (!FolderList.isYaml(file) && !DagFiles.isJava(file)) {
            throw new UsageException(file + " is no DAG file by its name. DAG files end in .yaml, .yml or .java.");
        }
        try {
            return new Source(file, file.toString(), Objects.requireNonNull(file.toRealPath().getParent()));
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
    }

    /**
     * A file, or the file of a DAG of that name in the dags folder of the configuration.
     *
     * @throws UsageException when there is neither
     */
    static Source named(String word, Configuration configuration) {
        var path = Path.of(word);
        if (Files.isRegularFile(path) || FolderList.isYaml(path) || DagFiles.isJava(path) || word.indexOf('/') >= 0) {
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
     * What a folder and its folders hold, in the order of their paths.
     *
     * @param dags YAML files, and Java files with a method that gives a DAG
     * @param helpers the other Java files
     */
    record Folder(List<Source> dags, List<Source> helpers) {}

    static Folder folder(Path folder) {
        try {
            var list = FolderList.of(folder);
            var dags = new ArrayList<>(list.yaml());
            var helpers = new ArrayList<Path>();
            for (var file : list.java()) {
                if (DagFiles.isJavaDag(file)) {
                    dags.add(file);
                } else if (DagFiles.isJavaHelper(file)) {
                    helpers.add(file);
                }
            }
            return new Folder(sources(dags, folder), sources(helpers, folder));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static List<Source> sources(List<Path> files, Path folder) {
        return files.stream().sorted().map(file -> new Source(file, file.toString(), folder)).toList();
    }
}
