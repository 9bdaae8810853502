package comporta.elasticity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/** The supervisor's own HTTP server, where it runs alone: the paths that jobs have always known. */
public final class SupervisorDoor implements AutoCloseable {
    private static final int LARGEST = 64 * 1024;
    private static final Set<String> MESSAGES = Set.of("initTask", "updateTask", "initMarathonApp", "endMarathonApp");

    private final Supervisor supervisor;
    private final HttpServer server;

    /**
     * Listens from now on.
     *
     * @param port 0: any that is free
     * @throws UncheckedIOException when it cannot listen there
     */
    public SupervisorDoor(Supervisor supervisor, String bind, int port) {
        this.supervisor = supervisor;
        try {
            server = HttpServer.create(new InetSocketAddress(bind, port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + bind + ":" + port + ": " + e.getMessage(), e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().replaceFirst("^/supervisor(?=/)", "");
            if (path.equals("/")) {
                answer(exchange, exchange.getRequestMethod().equals("GET") ? 200 : 405, Supervisor.welcome());
            } else if (!MESSAGES.contains(path.substring(1))) {
                answer(exchange, 404, "there is no " + path);
            } else if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, path + " takes POST");
            } else if (!isJson(exchange)) {
                answer(exchange, 415, "send Content-Type: application/json");
            } else {
                take(exchange, path.substring(1));
            }
        }
    }

    private static boolean isJson(HttpExchange exchange) {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
    }

    private void take(HttpExchange exchange, String message) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            answer(exchange, 413, "the message is larger than 64 KB");
            return;
        }
        Map<String, Object> body;
        try {
            body = PlainData.mapFromJson(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            answer(exchange, Told.MALFORMED.status(), "the message is no JSON object: " + e.getMessage());
            return;
        }
        var told = supervisor.take(message, body);
        answer(exchange, told.status(), told.words());
    }

    private static void answer(HttpExchange exchange, int status, String words) throws IOException {
        var bytes = words.isEmpty() ? new byte[0] : (words + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
