package comporta.job;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a fake.
 *
 * @param path decoded
 * @param query the last of each name, decoded
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record FakeCall(String method, String path, Map<String, String> query, Headers headers, byte[] bytes) {

    static FakeCall of(HttpExchange exchange) throws IOException {
        var query = new LinkedHashMap<String, String>();
        var raw = exchange.getRequestURI().getRawQuery();
        for (var pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(decoded(equals < 0 ? pair : pair.substring(0, equals)), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return new FakeCall(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether it is that method on a path that begins so. */
    public boolean is(String wanted, String prefix) {
        return method.equals(wanted) && path.startsWith(prefix);
    }

    /** {@code user:password} of basic authentication; null: none. */
    public @Nullable String signedIn() {
        var header = headers.getFirst("Authorization");
        return header == null || !header.startsWith("Basic ")
                ? null
                : new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    }
}
