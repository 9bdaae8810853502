package comporta.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that is sent as it is. */
final class Asset {
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript;charset=utf-8", "css", "text/css;charset=utf-8", "svg", "image/svg+xml", "html",
            "text/html;charset=utf-8");

    private final String type;
    private final byte[] bytes;

    private Asset(String type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** Null: nothing of that kind is sent. */
    static @Nullable String typeOf(String name) {
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    }

    /** @throws IllegalArgumentException when nothing of that kind is sent */
    static Asset of(String name, byte[] bytes) {
        var type = typeOf(name);
        if (type == null) {
            throw new IllegalArgumentException(name + " is of no kind that pages are made of");
        }
        return new Asset(type, bytes.clone());
    }

    String type() {
        return type;
    }

    ByteBuffer content() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** SHA-256 of its content. */
    byte[] digest() {
        return digest(bytes);
    }

    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);   // every JDK has SHA-256
        }
    }
}
