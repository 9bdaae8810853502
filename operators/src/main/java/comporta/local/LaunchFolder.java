package comporta.local;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one launch: {@code claim}, {@code exit}, {@code late}, {@code output} and {@code scratch/}. What stands in it is the truth
 * of the launch for every scheduler that comes after.
 */
record LaunchFolder(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchFolder.class);
    private static final String WITHDRAWN = "withdrawn";
    private static final int LONGEST_NAME = 200;

    /**
     * Who decided the start.
     *
     * @param pid of the shim; 0: it has created the file, and not yet or never written it
     * @param host empty when not written; {@code withdrawn}: the launch never starts
     */
    record Claim(int pid, String host) {
        boolean isWithdrawn() {
            return host.equals(WITHDRAWN);
        }
    }

    /** The folder of that external id; ids longer than a file name end in a digest. */
    static LaunchFolder of(Path launches, String externalId) {
        return new LaunchFolder(launches.resolve(
                externalId.length() <= LONGEST_NAME
                        ? externalId
                        : externalId.substring(0, LONGEST_NAME - 33) + "~" + digest(externalId)));
    }

    Path claimFile() {
        return path.resolve("claim");
    }

    Path output() {
        return path.resolve("output");
    }

    Path scratch() {
        return path.resolve("scratch");
    }

    /** Makes it with an empty scratch folder. False: it was there. */
    boolean create() {
        try {
            Files.createDirectory(path);
            Files.createDirectory(scratch());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the launch folder " + path, e);
        }
    }

    /** Makes sure that the launch never starts. False: it did, or may have. */
    boolean withdraw() {
        try {
            Files.createDirectories(path);
            var note = Files.createTempFile(path, "withdraw", null);
            try {
                Files.writeString(note, "0 " + WITHDRAWN + "\n");
                Files.createLink(claimFile(), note); // whole at once, and only if there is none
                return true;
            } catch (FileAlreadyExistsException e) {
                return claim().filter(Claim::isWithdrawn).isPresent();
            } finally {
                Files.deleteIfExists(note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot claim the launch in " + path, e);
        }
    }

    Optional<Claim> claim() {
        return read("claim").map(text -> {
            var words = text.strip().split(" ", 2);
            return text.endsWith("\n") && words.length == 2 && words[0].matches("\\d{1,9}")
                    ? new Claim(Integer.parseInt(words[0]), words[1])
                    : new Claim(0, "");
        });
    }

    /** The exit code, once the shim has written it whole. */
    Optional<Integer> exit() {
        return read("exit")
                .filter(text -> text.endsWith("\n") && text.strip().matches("\\d{1,3}"))
                .map(text -> Integer.valueOf(text.strip()));
    }

    /** Says for those who come after that it is over. */
    void writeExit(int code) {
        try {
            var note = Files.createTempFile(path, "exit", null);
            Files.writeString(note, code + "\n");
            Files.move(note, path.resolve("exit"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the end of the launch in " + path, e);
        }
    }

    /** Notes where the stdout of this launch begins in the file that it shares with earlier launches of its try. */
    void writeLogStart(long offset) {
        try {
            Files.writeString(path.resolve("from"), offset + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the launch folder " + path, e);
        }
    }

    long logStart() {
        return read("from").map(text -> Long.valueOf(text.strip())).orElse(0L);
    }

    /** Whether the shim's own watchdog ended it. */
    boolean isLate() {
        return new File(path.toFile(), "late").exists();
    }

    boolean hasEnded() {
        return !Files.exists(path) || exit().isPresent();
    }

    /** When {@code file} was written; null when it was not. */
    @Nullable Instant written(String file) {
        try {
            return Files.getLastModifiedTime(path.resolve(file)).toInstant();
        } catch (IOException e) {
            return null;
        }
    }

    private Optional<String> read(String file) {
        // mostly it exists when it is asked for, and holds a few bytes
        try (var in = new FileInputStream(new File(path.toFile(), file))) {
            return Optional.of(new String(in.readNBytes(256), StandardCharsets.ISO_8859_1));
        } catch (FileNotFoundException e) {
            if (Files.notExists(path.resolve(file))) { // and not merely out of our reach
                return Optional.empty();
            }
            throw new UncheckedIOException("cannot read " + path.resolve(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.resolve(file), e);
        }
    }

    /** Removes what the job left in its scratch folder, and the folder. */
    void removeScratch() {
        remove(scratch());
    }

    /** Removes everything; only for launches whose end is known for good. */
    void remove() {
        remove(path);
    }

    private static void remove(Path root) {
        try {
            if (root.toFile().delete()) { // most are empty
                return;
            }
            try (var files = Files.walk(root)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Cannot remove {}: {}", root, e.toString());
        }
    }

    private static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
