package comporta.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of this room: the HTTP server. Jetty's few threads read and write; every request is worked on by a virtual thread of its own,
 * which nobody interrupts: the store must not be.
 */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int THREADS = 8;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ApiSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final ApiHandler handler;
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());

    /** @param pages answers what is not the API's; null: nothing does */
    public ApiServer(ApiSettings settings, Ground ground, Handler.@Nullable Abstract pages) {
        this.settings = settings;
        var threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("jetty");
        threads.setDaemon(true);
        server = new Server(threads);
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(settings.bind());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        handler = new ApiHandler(settings, ground, workers);
        if (pages != null) {
            handler.setHandler(pages);
        }
        server.setHandler(compressing(handler));
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(GRACE.toMillis());
    }

    private static Handler compressing(Handler handler) {
        var compression = new CompressionHandler(handler);
        compression.putCompression(new GzipCompression());
        compression.putConfiguration("/*", CompressionConfig.builder()
                .compressIncludeMethod("GET")
                .compressExcludeMimeType("text/event-stream")
                .build());
        return compression;
    }

    /**
     * Listens from now on; gives the port.
     *
     * @throws UncheckedIOException when the port is taken
     */
    public int start() {
        try {
            server.start();
            return connector.getLocalPort();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("cannot listen on " + settings.bind() + ":" + settings.port() + ": " + e.getMessage()
                    + ". Choose another --port, or end what listens there", e);
        } catch (Exception e) {   // what Jetty says that it throws
            close();
            throw new IllegalStateException("the HTTP server cannot start: " + e.getMessage(), e);
        }
    }

    /** Takes no new requests, lets those under way come to their end for a few seconds, cuts off the others, and closes. */
    @Override
    public void close() {
        handler.sayGoodbye();
        try {
            server.stop();
        } catch (Exception e) {   // what Jetty says that it throws, a TimeoutException for requests that were cut off
            LOG.warn("not all requests under way came to their end: {}", e.toString());
        } finally {
            workers.shutdown();
        }
    }
}
