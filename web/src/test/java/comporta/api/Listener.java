package comporta.api;

import comporta.dag.PlainData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Listens to a stream of events as a browser does. */
final class Listener implements AutoCloseable {
    private static final int PATIENCE = 20;

    private final Socket socket;
    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
    private volatile String lastId = "";

    /** An event; {@code end} when the stream is over. */
    record Event(String name, Map<String, Object> data) {}

    Listener(int port, String path, String... headers) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n");
            for (int i = 0; i < headers.length; i += 2) {
                request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            var name = "";
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    heard.add(new Event(name, PlainData.mapFromJson(line.substring(6))));
                } else if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("HTTP/1.1") && !line.contains("200")) {
                    heard.add(new Event(line, Map.of()));
                }
            }
        } catch (IOException e) {
            // closed by the test
        }
        heard.add(new Event("end", Map.of()));
    }

    /** The id that a browser would go on from. */
    String lastId() {
        return lastId;
    }

    /** Waits for such an event, and gives all up to it. */
    List<Event> until(Predicate<Event> wanted) throws InterruptedException {
        var all = new ArrayList<Event>();
        for (;;) {
            var next = heard.poll(PATIENCE, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing such was heard; but " + all);
            }
            all.add(next);
            if (wanted.test(next)) {
                return all;
            }
        }
    }

    Event next(String name) throws InterruptedException {
        return until(each -> each.name().equals(name)).getLast();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
