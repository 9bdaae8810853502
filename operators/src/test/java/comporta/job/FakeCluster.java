package comporta.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The base of a fake of an outside system: a real HTTP server on loopback that writes each start into a journal before it answers, and
 * misbehaves on order. What it answers when it behaves, who extends it says.
 */
public abstract class FakeCluster implements AutoCloseable {
    private final Path journal;
    private final int port;
    private final @Nullable SSLContext tls;
    private final List<Order> orders = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    /** Trouble for the next requests that fit. */
    private record Order(Predicate<FakeCall> where, Trouble trouble, AtomicInteger left) {}

    /** @param folder where the journal and the sandboxes lie */
    protected FakeCluster(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param tls null: it is spoken to in the open */
    @SuppressWarnings("this-escape") // nobody asks before it is made
    protected FakeCluster(Path folder, @Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        journal = Files.createDirectories(folder).resolve("journal");
        server = listen(0);
        port = server.getAddress().getPort();
    }

    private HttpServer listen(int wanted) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
        HttpServer listening;
        if (tls == null) {
            listening = HttpServer.create(address, 0);
        } else {
            var closed = HttpsServer.create(address, 0);
            closed.setHttpsConfigurator(new HttpsConfigurator(tls));
            listening = closed;
        }
        listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        listening.createContext("/", this::handle);
        listening.start();
        return listening;
    }

    /** Where it listens, without a slash at the end. */
    public final URI url() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    /** What the system answers when nothing is wrong. */
    protected abstract FakeAnswer answer(FakeCall call) throws IOException;

    /** Whether it answered by a stream that has ended now; a system without streams has none. */
    protected boolean streams(FakeCall call, HttpExchange exchange) throws IOException {
        return false;
    }

    /** The next request that fits meets with trouble. */
    public final void next(Predicate<FakeCall> where, Trouble trouble) {
        next(where, trouble, 1);
    }

    /** The next {@code times} requests that fit meet with trouble. */
    public final void next(Predicate<FakeCall> where, Trouble trouble, int times) {
        synchronized (orders) {
            orders.add(new Order(where, trouble, new AtomicInteger(times)));
        }
    }

    /** Nothing goes wrong any more. */
    public final void behave() {
        synchronized (orders) {
            orders.clear();
        }
    }

    /** Nobody reaches it any more; its jobs go on. */
    public final synchronized void cutOff() {
        server.stop(0);
    }

    /** It is reached again, where it was. */
    public final synchronized void restore() throws IOException {
        server = listen(port);
    }

    /** Every request that came, as {@code METHOD /path?query}. */
    public final List<String> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** Writes a line that survives everything. */
    protected final void note(String line) {
        try (var out = FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written so far. */
    public final List<String> journal() throws IOException {
        return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
    }

    /** Whether the system knows a job of that name. */
    public abstract boolean holds(String name);

    /** How often a job of that name was started. */
    public final long starts(String name) throws IOException {
        return journal().stream().filter(("start " + name)::equals).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = FakeCall.of(exchange);
            synchronized (asked) {
                asked.add(call.method() + " " + exchange.getRequestURI());
            }
            if (!streams(call, exchange)) {
                trouble(call).meet(exchange, () -> answer(call));
            }
        } catch (RuntimeException e) {
            e.printStackTrace();   // a fault of the fake, which the test is to show
            throw e;
        }
    }

    private Trouble trouble(FakeCall call) {
        synchronized (orders) {
            for (Iterator<Order> all = orders.iterator(); all.hasNext(); ) {
                var order = all.next();
                if (order.where().test(call)) {
                    if (order.left().decrementAndGet() == 0) {
                        all.remove();
                    }
                    return order.trouble();
                }
            }
        }
        return Trouble.NONE;
    }

    @Override
    public void close() {
        cutOff();
    }
}
