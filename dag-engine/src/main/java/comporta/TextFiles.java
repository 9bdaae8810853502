package comporta;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The text files beside a DAG file, and which of them it has read. */
final class TextFiles {
    private static final long MOST_BYTES = 16L << 20;

    private static Path folder = Path.of("");
    private static Set<String> read = new LinkedHashSet<>();

    private TextFiles() {}

    /** From now on files are read from there, and none has been read. A worker has one DAG file at a time. */
    static synchronized void lieIn(Path dagFolder) {
        folder = dagFolder;
        read = new TreeSet<>();
    }

    /** Names of the files that were asked for, found or not. */
    static synchronized Set<String> read() {
        return read;
    }

    static synchronized List<String> readLines(String name) {
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.equals("..")) {
            throw new IllegalArgumentException("readLines reads files that lie beside the DAG file, and \"" + name + "\" is elsewhere");
        }
        read.add(name);
        var file = folder.resolve(name);
        try {
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw new IllegalArgumentException("\"" + name + "\" is a link to a place outside the folder of the DAG file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException("\"" + name + "\" has more than 16 MB");
            }
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file \"" + name + "\" beside the DAG file", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("\"" + name + "\" is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException("\"" + name + "\" cannot be read", e);
        }
    }
}
