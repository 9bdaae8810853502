package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Refused;
import comporta.operator.Try;
import comporta.secret.Vault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** {@code http}: one request, and what its answer means. */
public final class HttpOperator extends DeedOperator {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Set<String> FOLLOWS = Set.of("GET", "HEAD");
    static final int MOST_HOPS = 5;

    /** @param state folder that outlives this process */
    public HttpOperator(Path state, Vault vault, InstantSource clock) {
        super(state, vault, clock);
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return List.of(HttpCall.of(attempt).stored());
    }

    @Override
    Exit carryOut(Deed deed) {
        var call = HttpCall.of(deed.intent.spec());
        var log = new TryLog(call.logFolder(), vault.mask(), clock);
        var message = call.filledIn(vault);
        var exit = exchange(deed, call, message, log);
        if (!exit.isSuccess()) {
            log.line(exit.reason());
        }
        return exit;
    }

    private static Exit exchange(Deed deed, HttpCall call, HttpMessage first, TryLog log) {
        var message = first;
        // A client of its own: a connection that was kept from an earlier request may be dead, and a request lost on it without need.
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        try {
            for (int hop = 0; true; hop++) {
                log.line(message.toString());
                var answer = HttpAnswer.of(send(client, deed, request(message), call.timeout()));
                log.line("→ " + answer.status() + ", " + answer.length() + " bytes");
                log.line(answer.body());
                var next = answer.isOneOf(call.expect()) || hop == MOST_HOPS ? null : next(message, answer);
                if (next == null) {
                    return answer.exit(call, message);
                }
                message = message.onTo(next);
            }
        } catch (SSLHandshakeException e) {
            return Exit.failure(Cause.USER, null, message + ": no secure connection: " + e.getMessage());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            var why = e.getMessage() == null ? "refused, or no such host" : e.getMessage();
            return Exit.failure(Cause.PLATFORM, null, message + ": no connection: " + why);
        } catch (IOException e) {
            return lost(deed, call, message + ": the answer was lost: " + e.getMessage());
        } catch (TimeoutException e) {
            return lost(deed, call, message + ": no answer within " + call.timeout().toSeconds() + "s");
        } finally {
            client.shutdownNow();
        }
    }

    static HttpRequest request(HttpMessage message) {
        try {
            var request = HttpRequest.newBuilder(message.to())
                    .method(message.method(), message.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(message.body()));
            message.headers().forEach(request::setHeader);
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new Refused(Cause.USER, "this cannot be sent: " + e.getMessage());
        }
    }

    private static HttpResponse<BodyHead.Head> send(HttpClient client, Deed deed, HttpRequest request, Duration timeout)
            throws IOException, TimeoutException {
        var sending = client.sendAsync(request, head -> new BodyHead(HttpAnswer.LIMIT, HttpAnswer.charset(head.headers())));
        deed.abortBy(() -> sending.cancel(true));
        try {
            return sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(String.valueOf(e.getCause()), e);
        } catch (CancellationException | InterruptedException e) {
            throw new IOException("it was broken off", e);
        }
    }

    /** Where a server sends us on; null: nowhere that we go. */
    static @Nullable URI next(HttpMessage message, HttpAnswer answer) {
        var location = answer.location();
        if (location == null || answer.status() / 100 != 3 || !FOLLOWS.contains(message.method())) {
            return null;
        }
        try {
            var next = message.to().resolve(location);
            return next.getHost() != null && ("http".equals(next.getScheme()) || "https".equals(next.getScheme())) ? next : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Exit lost(Deed deed, HttpCall call, String why) {
        if (deed.isStopAsked()) {
            return Exit.failure(Cause.OPERATOR, null,
                    "stopped" + (call.idempotent() ? "" : "; whether the request took effect is not known"));
        }
        return call.idempotent()
                ? Exit.failure(Cause.PLATFORM, null, why)
                : Exit.unknown(why + ". Whether it took effect is not known; look, and clear the task to send it again");
    }

    @Override
    Exit unknown(LaunchIntent intent, String why) {
        var call = HttpCall.of(intent.spec());
        return call.idempotent()
                ? Exit.failure(Cause.PLATFORM, null, why)
                : Exit.unknown(why + ". Whether the request took effect is not known; look, and clear the task to send it again");
    }
}
