package comporta.basic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A real server on loopback that answers as the test says. */
final class Website implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<String> signedInAs = new AtomicReference<>("");
    private volatile int status = 200;
    private volatile String text = "";

    Website() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ready", this::answer);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/ready");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var part = new byte[1 << 16];
            try (exchange; var body = exchange.getResponseBody()) {
                while (closing.getCount() > 0) {
                    body.write(part);
                }
            } catch (IOException e) {
                hungUp.countDown();
            }
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://localhost:" + exchange.getLocalAddress().getPort() + "/ready");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/silent", exchange -> {
            asked.countDown();
            try (exchange) {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        signedInAs.set(authorization == null ? "" : authorization);
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    void answers(int withStatus, String withText) {
        status = withStatus;
        text = withText;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The header of the last request for {@code /ready} that signs in; empty: there was none. */
    String signedInAs() {
        return String.valueOf(signedInAs.get());
    }

    /** How often {@code /ready} was asked. */
    int requests() {
        return requests.get();
    }

    /** Waits until the reader of {@code /endless} has hung up. */
    void awaitHangUp() throws InterruptedException {
        hungUp.await();
    }

    /** Waits until somebody waits for the answer of {@code /silent}. */
    void awaitSilence() throws InterruptedException {
        asked.await();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
