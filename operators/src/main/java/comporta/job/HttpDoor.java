package comporta.job;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The way to an outside system over HTTP/1.1. Each failure is told apart: nothing was sent, or nobody knows. Nothing is ever sent twice by
 * itself, and no redirect is followed: who leads is the caller's affair.
 */
public final class HttpDoor implements AutoCloseable {
    private static final long LARGEST = 256L << 20;

    private final HttpSettings settings;
    private final HttpClient client;

    /** @throws IllegalArgumentException when the certificates cannot be read */
    public HttpDoor(HttpSettings settings) {
        this.settings = settings;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connecting());
        var proxy = settings.proxy();
        if (proxy != null) {
            builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort())));
        }
        var authorities = settings.authorities();
        if (authorities != null) {
            builder.sslContext(Authorities.trusting(authorities));
        }
        client = builder.build();
    }

    /** Sends it, and waits for the whole answer within the limit of the settings. */
    public Reply send(HttpRequest.Builder request) {
        var asked = prepared(request).timeout(settings.answering()).build();
        var answer = client.sendAsync(asked, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
        var at = asked.method() + " " + asked.uri().getScheme() + "://" + asked.uri().getRawAuthority() + asked.uri().getRawPath();
        try {
            // the client's own limit ends with the headers; a body may stop half way
            var response = answer.get(settings.connecting().plus(settings.answering()).toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Answer(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            return failed(at, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Reply.Lost(at + ": no whole answer within " + settings.answering().toSeconds() + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply.Lost(at + ": interrupted");
        }
    }

    /**
     * Opens an answer that does not end by itself. Without a limit once it has begun; it is read and closed by the caller.
     *
     * @throws IOException when there is none
     */
    public HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException, InterruptedException {
        var whole = prepared(request).build();
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(whole, BodyHandlers.ofInputStream());
        try {
            return answer.get(settings.connecting().plus(settings.answering()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(whole.uri() + ": " + words(e.getCause() == null ? e : e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(whole.uri() + ": no answer within " + settings.answering().toSeconds() + " s", e);
        }
    }

    private HttpRequest.Builder prepared(HttpRequest.Builder request) {
        var who = settings.credentials();
        return who == null ? request : request.setHeader("Authorization", who.header());
    }

    private static Reply failed(String at, Throwable failure) {
        var why = at + ": " + words(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException
                    || cause instanceof NoRouteToHostException || cause instanceof HttpConnectTimeoutException
                    || cause instanceof SSLHandshakeException) {
                return new Reply.NotSent(why);
            }
        }
        return new Reply.Lost(why);
    }

    private static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "nobody knows that name";
            }
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return cause.getMessage();
            }
        }
        return failure instanceof ConnectException ? "nobody listens there" : failure.getClass().getSimpleName();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
