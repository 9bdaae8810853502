package comporta.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The events of simulated nights, one JSON object a line; only their hash is kept where no file is wanted. */
final class EventLog implements AutoCloseable {
    private final MessageDigest digest;
    private final PrintStream out;

    /** @throws UsageException when the file cannot be written */
    EventLog(@Nullable Path file) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
            OutputStream kept = file == null ? OutputStream.nullOutputStream() : Files.newOutputStream(file);
            out = new PrintStream(new BufferedOutputStream(new DigestOutputStream(kept, digest), 1 << 16), false, StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e.getMessage() + ".");
        }
    }

    /** Where lines go. */
    PrintStream out() {
        return out;
    }

    /**
     * Hash of all that was written; nothing more is.
     *
     * @throws UsageException when not all of it could be written
     */
    String sha256() {
        out.flush();
        if (out.checkError()) {
            throw new UsageException("the event log cannot be written to its end. Is there space left?");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        out.close();
    }
}
