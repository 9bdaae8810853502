package comporta.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The wire between browser and server: it can be cut and mended, and knows what was asked over it. */
final class Wire implements AutoCloseable {
    private static final int PIECE = 32 * 1024;

    private final int to;
    private final ServerSocket listens;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    /** What each browser's connection was used for last. */
    private final Map<Socket, String> asked = new ConcurrentHashMap<>();
    private volatile boolean isCut;

    Wire(int to) {
        this.to = to;
        try {
            listens = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listens.getLocalPort();
    }

    /** Nothing comes through any more. */
    void cut() {
        isCut = true;
        open.forEach(Wire::end);
        open.clear();
    }

    void mend() {
        isCut = false;
    }

    /** Connections on which the last request began with these words, and is still being answered. */
    long open(String beginning) {
        return asked.values().stream().filter(line -> line.startsWith(beginning)).count();
    }

    private void accept() {
        while (!listens.isClosed()) {
            try {
                var browser = listens.accept();
                if (isCut) {
                    browser.close();
                    continue;
                }
                var server = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(browser);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(browser, server, true));
                Thread.ofVirtual().start(() -> pass(server, browser, false));
            } catch (IOException e) {
                // it was closed
            }
        }
    }

    private void pass(Socket from, Socket into, boolean isAsking) {
        try (from; into) {
            var piece = new byte[PIECE];
            var in = from.getInputStream();
            var out = into.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (isAsking) {
                    asked.put(from, new String(piece, 0, Math.min(read, 200), StandardCharsets.ISO_8859_1).lines().findFirst().orElse(""));
                }
                out.write(piece, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // one of them has gone
        } finally {
            asked.remove(from);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it has gone already
        }
    }

    @Override
    public void close() {
        try {
            listens.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
