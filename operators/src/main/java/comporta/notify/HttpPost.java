package comporta.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Posts JSON. Where there is a secret the body is signed with it. */
final class HttpPost implements AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Posts it once.
     *
     * @param id of the letter
     * @param secret of the signature; null: none
     * @throws NotDelivered unless it was answered with 2xx; addresses, which may be secret, are not named
     */
    void post(URI to, String json, String id, @Nullable String secret) throws NotDelivered, InterruptedException {
        var request = HttpRequest.newBuilder(to)
                .timeout(TO_ANSWER)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", id)
                .POST(BodyPublishers.ofString(json));
        if (secret != null) {
            request.header("X-Comporta-Signature", "sha256=" + signature(json, secret));
        }
        try {
            int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new NotDelivered(to.getHost() + " answered " + status, status >= 500 || LATER.contains(status));
            }
        } catch (IOException e) {
            throw new NotDelivered(to.getHost() + ": " + (e.getMessage() == null ? "no connection" : e.getMessage()), true);
        }
    }

    private static String signature(String text, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
