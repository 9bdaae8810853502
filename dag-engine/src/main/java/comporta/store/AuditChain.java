package comporta.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What binds each entry of the audit to the one before it. */
final class AuditChain {
    private AuditChain() {}

    /** Each part goes in with its length: no two entries read alike. */
    static String link(String before, AuditEntry entry) {
        var digest = sha256();
        var origin = entry.origin();
        for (var part : List.of(
                before, Long.toString(entry.seq()), entry.at().truncatedTo(ChronoUnit.MICROS).toString(), entry.who(),
                spelled(origin.role()),
                origin.via().word(), entry.verb(), entry.subject(), spelled(entry.before()), spelled(entry.after()), spelled(entry.why()),
                spelled(origin.requestId()))) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Nothing is not the same as an empty text. */
    private static String spelled(@Nullable String text) {
        return text == null ? "-" : "+" + text;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
