package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A server on this machine that answers what it was told to, and keeps what it was asked. */
final class FakeServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();

    private record Answer(int status, String body) {}

    /**
     * A request.
     *
     * @param what method, path and query
     */
    record Asked(String what, String token, String key, String body) {}

    FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * The next answer to a request; the last one stays.
     *
     * @param what such as {@code GET /dags?limit=500}, below /api/v1
     */
    synchronized FakeServer on(String what, int status, String body) {
        answers.computeIfAbsent(what, _ -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var what = exchange.getRequestMethod() + " " + exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
            var token = exchange.getRequestHeaders().getFirst("Authorization");
            var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            asked.add(new Asked(what, String.valueOf(token), String.valueOf(key), new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            var known = answers.getOrDefault(what, new ArrayDeque<>(List.of(new Answer(404, "{\"title\": \"nobody told me of " + what + "\"}"))));
            var answer = known.size() > 1 ? known.remove() : known.element();
            var bytes = answer.body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.status < 300 ? "application/json" : "application/problem+json");
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
