package comporta.dagfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of a Java DAG file came from.
 *
 * @param javaFiles names of all Java files of the folder: another one may take the place of a class
 * @param contents digests of the files that it depends on, by name; empty: the file is not there
 */
record JavaBasis(Set<String> javaFiles, Map<String, String> contents) {
    JavaBasis {
        javaFiles = Set.copyOf(javaFiles);
    }

    /**
     * Whether all of it is as it was.
     *
     * @param sources the Java files of the folder by name
     * @throws IOException when a text file cannot be read
     */
    boolean stands(Path folder, Map<String, byte[]> sources) throws IOException {
        if (!javaFiles.equals(sources.keySet())) {
            return false;
        }
        for (var each : contents.entrySet()) {
            var now = sources.containsKey(each.getKey()) ? sources.get(each.getKey()) : bytes(folder.resolve(each.getKey()));
            if (!digest(now).equals(each.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The contents of a file; null: it is not there. */
    static byte @Nullable [] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    static String digest(byte @Nullable [] bytes) {
        try {
            return bytes == null ? "" : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
