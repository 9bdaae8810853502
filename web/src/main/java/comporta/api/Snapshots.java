package comporta.api;

import comporta.store.Archive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Writes answers. What was asked for before and is the same still is not sent again; and each answer says how much of the
 * stream of events is already in it.
 */
final class Snapshots {
    static final String EVENT_ID = "Event-Id";

    private final Archive archive;
    private volatile long stream = -1;

    Snapshots(Archive archive) {
        this.archive = archive;
    }

    /** Says how far the history reaches now; called before anything is read, so that what is read is not older. */
    void mark(Response response) {
        response.getHeaders().put(EVENT_ID, stream() + "-" + archive.lastEvent());
    }

    private long stream() {
        if (stream < 0) {
            stream = archive.stream();
        }
        return stream;
    }

    void write(Request request, Response response, Answer answer, Callback callback) {
        var headers = response.getHeaders();
        answer.headers().forEach((name, value) -> headers.put(name, value));
        response.setStatus(answer.status());
        if (answer.body() == null) {
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
            response.write(true, null, callback);
            return;
        }
        var text = answer.type().equals(Answer.JSON) && !(answer.body() instanceof String)
                ? Json.write(answer.body())
                : answer.body().toString();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        headers.put(HttpHeader.CONTENT_TYPE, answer.type());
        var isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!isRead || answer.status() != 200) {
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        } else {
            var etag = "W/\"" + digest(bytes) + "\"";
            headers.put(HttpHeader.ETAG, etag).put(HttpHeader.CACHE_CONTROL, "private, no-cache");
            if (isKnown(request, etag)) {
                response.setStatus(304);
                headers.remove(HttpHeader.CONTENT_TYPE);
                response.write(true, null, callback);
                return;
            }
        }
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    /** The tag may come back with what compression made of it. */
    private static boolean isKnown(Request request, String etag) {
        var known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        return known != null && Arrays.stream(known.split(",", -1)).map(String::strip)
                .anyMatch(each -> each.equals("*") || each.replaceFirst("--?[a-z]+\"$", "\"").equals(etag));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);   // every JDK has SHA-256
        }
    }
}
