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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one launch: {@code ID.claim}, {@code ID.exit}, {@code ID.late}, {@code ID.from} and {@code ID.output}. What
 * stands in them is the truth of the launch for every scheduler that comes after. They lie side by side, since a folder for
 * each costs more than all of them.
 *
 * @param root path of the files without their endings; the launch is known by it to the shim and all that descends from it
 */
record LaunchFiles(String root) {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchFiles.class);
    private static final String WITHDRAWN = "withdrawn";
    private static final int LONGEST_NAME = 200;

    /**
     * Who decided the start.
     *
     * @param pid of the shim; 0: it has created the file, and not yet or never written it
     * @param host empty when not written; {@code withdrawn}: the launch never starts
     * @param scratch folder lent to the job; empty when there is none
     */
    record Claim(int pid, String host, String scratch) {
        boolean isWithdrawn() {
            return host.equals(WITHDRAWN);
        }
    }

    /** The files of that external id; ids longer than a file name end in a digest. */
    static LaunchFiles of(Path launches, String externalId) {
        var name = externalId.length() <= LONGEST_NAME
                ? externalId
                : externalId.substring(0, LONGEST_NAME - 33) + "~" + digest(externalId);
        return new LaunchFiles(launches + "/" + name);
    }

    String output() {
        return root + ".output";
    }

    boolean isClaimed() {
        return file("claim").exists();
    }

    /** Makes sure that the launch never starts. False: it did, or may have. */
    boolean withdraw() {
        try {
            var claim = file("claim").toPath();
            var note = Files.createTempFile(claim.getParent(), "withdraw", null);
            try {
                Files.writeString(note, "0 " + WITHDRAWN + "\n");
                Files.createLink(claim, note); // whole at once, and only if there is none
                return true;
            } catch (FileAlreadyExistsException e) {
                return claim().filter(Claim::isWithdrawn).isPresent();
            } finally {
                Files.deleteIfExists(note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot claim the launch " + root, e);
        }
    }

    Optional<Claim> claim() {
        return read("claim").map(text -> {
            var words = text.strip().split(" ", 3);
            return text.endsWith("\n") && words.length > 1 && words[0].matches("\\d{1,9}")
                    ? new Claim(Integer.parseInt(words[0]), words[1], words.length > 2 ? words[2] : "")
                    : new Claim(0, "", "");
        });
    }

    /** The exit code, once the shim has written it whole. */
    Optional<Integer> exit() {
        return read("exit")
                .filter(text -> text.endsWith("\n") && text.strip().matches("\\d{1,3}"))
                .map(text -> Integer.valueOf(text.strip()));
    }

    /** Says for those who come after, as well as it can be said, that it was killed. */
    void writeKilled() {
        try {
            if (!withdraw()) {
                var exit = file("exit").toPath();
                var note = Files.createTempFile(exit.getParent(), "exit", null);
                Files.writeString(note, (128 + Libc.SIGKILL) + "\n");
                Files.move(note, exit, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Cannot write the end of the launch {}: {}", root, e.toString());
        }
    }

    /** Notes where the stdout of this launch begins in the file that it shares with earlier launches of its try. */
    void writeLogStart(long offset) {
        try {
            Files.writeString(file("from").toPath(), offset + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write about the launch " + root, e);
        }
    }

    long logStart() {
        return read("from").map(text -> Long.valueOf(text.strip())).orElse(0L);
    }

    /** Whether the shim's own watchdog ended it. */
    boolean isLate() {
        return file("late").exists();
    }

    /** When the file of that ending was written; null when it was not. */
    @Nullable Instant written(String ending) {
        try {
            return Files.getLastModifiedTime(file(ending).toPath()).toInstant();
        } catch (IOException e) {
            return null;
        }
    }

    /** Removes all but the claim; only for launches whose end is known for good. True: the shim itself had written the end. */
    boolean removeEnd() {
        for (var ending : List.of("output", "late", "from")) {
            boolean ignored = delete(ending); // mostly there is none
        }
        return delete("exit");
    }

    /** Removes the claim; only when no shim can come late to make one more. */
    void removeClaim() {
        boolean ignored = delete("claim");
    }

    private boolean delete(String ending) {
        return file(ending).delete();
    }

    private File file(String ending) {
        return new File(root + "." + ending);
    }

    private Optional<String> read(String ending) {
        var file = file(ending);
        try (var in = new FileInputStream(file)) { // mostly it exists when it is asked for, and holds a few bytes
            return Optional.of(new String(in.readNBytes(8192), StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return readSlowly(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** In one call tells a file that is not there from one out of our reach: between two calls a shim may have made it. */
    private static Optional<String> readSlowly(File file) {
        try {
            return Optional.of(new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
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
