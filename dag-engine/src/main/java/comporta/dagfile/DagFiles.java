package comporta.dagfile;

import comporta.dag.Dag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads DAG files. */
public final class DagFiles {
    static final int MEGABYTE = 1 << 20;
    static final int MOST_MEGABYTES = 16;

    private static volatile @Nullable Path javaAnswers;

    private DagFiles() {}

    /**
     * Reads a file of the dags folder, never more of it than may be in a DAG file.
     *
     * @param shownPath how problems name the file
     * @throws IOException when the file is not there or cannot be read
     */
    public static Reading read(Path file, String shownPath, Path dagsFolder, Checking how) throws IOException {
        var problems = new Problems(shownPath, how.strict());
        if (!file.toRealPath().startsWith(dagsFolder.toRealPath())) {
            problems.error(Place.TOP, "link-outside", "the file is a link to a place outside the dags folder", "Copy it into the folder");
            return new Reading(null, problems.inOrder(), "");
        }
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            problems.error(Place.TOP, "file-limit",
                    attributes.isDirectory() ? "this is a folder" : "this is a device or a pipe, not a file",
                    "Write the DAG into a plain file");
            return new Reading(null, problems.inOrder(), "");
        }
        if (attributes.size() > MOST_MEGABYTES * MEGABYTE) {
            return tooLarge(attributes.size(), problems);
        }
        if (JavaDags.isJava(file)) {
            return JavaDags.OF_THIS_PROCESS.keptIn(javaAnswers).read(file, shownPath, how);
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_MEGABYTES * MEGABYTE + 1);
        }
        return read(shownPath, bytes, how);
    }

    /**
     * From now on what Java files answered is kept in {@code folder}, so that an unchanged one need not be compiled by the next process.
     *
     * @param folder of this user alone: what lies there is believed
     */
    public static void keepJavaAnswersIn(Path folder) {
        javaAnswers = folder;
    }

    /** Whether that is a Java file by its name. */
    public static boolean isJava(Path file) {
        return JavaDags.isJava(file);
    }

    /**
     * Whether a Java file has a method that gives a DAG, as far as a look at its text can tell. Files with a package are never DAG files.
     *
     * @throws IOException when it cannot be read
     */
    public static boolean isJavaDag(Path file) throws IOException {
        return JavaDags.isJava(file) && JavaDags.kindOf(file) == JavaDags.Kind.DAG;
    }

    /**
     * Whether a Java file is one that DAG files beside it can use.
     *
     * @throws IOException when it cannot be read
     */
    public static boolean isJavaHelper(Path file) throws IOException {
        return JavaDags.isJava(file) && JavaDags.kindOf(file) == JavaDags.Kind.HELPER;
    }

    /** Tells when no DAG file that was read by this process uses a Java helper; ask when all DAG files of its folder have been read. */
    public static List<DagProblem> checkHelper(Path file, String shownPath, Checking how) {
        var problems = new Problems(shownPath, how.strict());
        JavaDags.OF_THIS_PROCESS.checkHelper(file, problems);
        return problems.inOrder();
    }

    /** Reads the YAML text of a DAG file that lies anywhere, as that of a stored version: one of a Java file is kept as such, too. */
    public static Reading read(String shownPath, byte[] bytes, Checking how) {
        var problems = new Problems(shownPath, how.strict());
        if (bytes.length > MOST_MEGABYTES * MEGABYTE) {
            return tooLarge(bytes.length, problems);
        }
        @Nullable Dag dag = null;
        var root = YamlText.read(bytes, problems);
        if (root != null) {
            dag = DagReader.read(root, bytes, how.known(), problems);
        } else if (problems.count() == 0) {
            problems.error(Place.TOP, "missing-key", "the file is empty", "Begin with dag: NAME and tasks:");
        }
        return new Reading(problems.hasErrors() ? null : dag, problems.inOrder(), new String(bytes, StandardCharsets.UTF_8));
    }

    /** The name of the DAG in that file, as far as it can be told without reading the rest: even of a file that is full of mistakes. */
    public static Optional<String> nameIn(byte[] bytes) {
        return bytes.length <= MOST_MEGABYTES * MEGABYTE
                && YamlText.read(bytes, new Problems("", false)) instanceof Node.Mapping file
                && file.get("dag") instanceof Node.Scalar name
                        ? Optional.of(name.text())
                        : Optional.empty();
    }

    private static Reading tooLarge(long bytes, Problems problems) {
        problems.error(Place.TOP, "file-limit",
                "the file has " + (bytes + MEGABYTE - 1) / MEGABYTE + " MB (limit " + MOST_MEGABYTES + ")", YamlText.SPLIT);
        return new Reading(null, problems.inOrder(), "");
    }
}
