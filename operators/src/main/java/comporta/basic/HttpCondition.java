package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Refused;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address answers.
 *
 * @param url null: {@code connection} and {@code path} say it
 * @param status of the answer
 * @param matches found in the first megabyte of its text; null: the text is not read
 */
record HttpCondition(
        Supplier<HttpClient> client, Vault vault, @Nullable URI url, @Nullable String connection, String path, int status,
        @Nullable Pattern matches) implements Condition {
    /** For an answer with its text. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LIMIT = 1 << 20;

    @Override
    public Look look(Instant now) {
        var first = message();
        try {
            return asked(first);
        } catch (IOException e) {
            return Look.notYet(first.to() + " does not answer: " + e);
        } catch (TimeoutException e) {
            return Look.notYet(first.to() + " does not answer within " + PATIENCE.toSeconds() + "s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Look.notYet(first.to() + " was not asked to the end");
        }
    }

    /** Asked for at each look: what signs in may be another one by then. */
    private HttpMessage message() {
        if (url != null) {
            return new HttpMessage("GET", url, Map.of(), null);
        }
        try {
            var server = HttpServerAddress.of(vault.connectionOrFail(String.valueOf(connection)));
            var authorization = server.authorization();
            var headers = authorization == null
                    ? Map.<String, String>of()
                    : Map.of("Authorization", HttpCall.signingIn(authorization, vault));
            return new HttpMessage("GET", HttpCall.address(server.at(path)), headers, null);
        } catch (SecretMissing e) {
            throw new Refused(Cause.USER, "http: " + e.getMessage());
        }
    }

    private Look asked(HttpMessage first) throws IOException, TimeoutException, InterruptedException {
        var message = first;
        for (int hop = 0; true; hop++) {
            var answer = answer(message);
            var next = answer.status() == status || hop == HttpOperator.MOST_HOPS ? null : HttpOperator.next(message, answer);
            if (next == null) {
                return judged(first.to(), answer);
            }
            message = message.onTo(next);
        }
    }

    private HttpAnswer answer(HttpMessage message) throws IOException, TimeoutException, InterruptedException {
        var limit = matches == null ? 0 : LIMIT;
        var asking = client.get().sendAsync(
                HttpOperator.request(message), head -> BodyHead.only(limit, HttpAnswer.charset(head.headers())));
        try {
            return HttpAnswer.of(asking.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(String.valueOf(e.getCause()), e);
        } finally {
            asking.cancel(true);
        }
    }

    private Look judged(URI address, HttpAnswer answer) {
        if (answer.status() != status) {
            return Look.notYet(address + " answers " + answer.status() + ", not " + status);
        }
        if (matches != null && !matches.matcher(answer.body()).find()) {
            return Look.notYet(address + " answers " + status + ", and its text does not match " + matches);
        }
        return Look.holds(address + " answers " + status + (matches == null ? "" : ", and its text matches " + matches));
    }
}
