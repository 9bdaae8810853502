package comporta.app;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for servers that come back to the same one: none that the system hands out to others meanwhile. */
final class Ports {
    private static final AtomicInteger NEXT = new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 1000) * 10);

    private Ports() {}

    static int free() throws IOException {
        while (true) {
            try (var socket = new ServerSocket(NEXT.getAndIncrement(), 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody has it; the next one then.
            }
        }
    }
}
