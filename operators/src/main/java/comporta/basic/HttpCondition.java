package comporta.basic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address answers.
 *
 * @param status of the answer
 * @param matches found in the first megabyte of its text; null: the text is not read
 */
record HttpCondition(Supplier<HttpClient> client, URI url, int status, @Nullable Pattern matches) implements Condition {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LIMIT = 1 << 20;

    @Override
    public Look look(Instant now) {
        var request = HttpRequest.newBuilder(url).timeout(PATIENCE).GET().build();
        try {
            var response = client.get().send(request, BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() != status) {
                    return Look.notYet(url + " answers " + response.statusCode() + ", not " + status);
                }
                if (matches != null && !matches.matcher(new String(body.readNBytes(LIMIT), StandardCharsets.UTF_8)).find()) {
                    return Look.notYet(url + " answers " + status + ", and its text does not match " + matches);
                }
                return Look.holds(url + " answers " + status + (matches == null ? "" : ", and its text matches " + matches));
            }
        } catch (IOException e) {
            return Look.notYet(url + " does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Look.notYet(url + " was not asked to the end");
        }
    }
}
