package comporta.notify;

import comporta.dag.PlainData;
import comporta.decide.Notice;
import comporta.store.Letter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is told to one addressee.
 *
 * @param id the same however often it is sent, so that receivers can tell a repetition
 * @param message in words
 */
record Mail(String id, Notice notice, String message) {
    private static final int ID = 32;

    /** A letter without secrets. Its id is that of what happened: another process, and another database, give it the same. */
    static Mail of(Letter letter, UnaryOperator<String> mask) {
        var shown = letter.notice().saying(mask);
        return new Mail(id(letter.key()), shown, shown.to().getFirst().message());
    }

    static String id(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The whole of it for programs. */
    String json() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.putAll(notice.data());
        data.put("message", message);
        return PlainData.toJson(data);
    }
}
