package comporta.app;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import comporta.secret.Mask;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a server: Logback, which a local run has no time for. */
final class ServerLog implements AutoCloseable {
    private static final String PROVIDER = "ch.qos.logback.classic.spi.LogbackServiceProvider";
    /** They tell of each connection and each request. */
    private static final List<String> TALKATIVE = List.of("org.eclipse.jetty", "com.zaxxer.hikari", "org.flywaydb", "org.quartz");

    /** Lines that may wait to be written; who makes more than that waits with them. */
    private static final int WAITING = 10_000;

    private final @Nullable LoggerContext context;

    private ServerLog(@Nullable LoggerContext context) {
        this.context = context;
    }

    /**
     * From now on all loggers write to {@code out}. Before the first logger of this process is made: which
     * library they use is settled then.
     *
     * @param json an object a line
     * @param mask what it has learnt, now or later, is shown in no line
     */
    static ServerLog begin(boolean json, Mask mask, OutputStream out) {
        System.setProperty("slf4j.provider", PROVIDER);
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            configure(context, json, mask, out);
            return new ServerLog(context);
        } else {
            LoggerFactory.getLogger(ServerLog.class).warn("a logger was made before the log of the server was begun: it stays as it is");
            return new ServerLog(null);
        }
    }

    /** Writes what still waits; nothing is logged any more. */
    @Override
    public void close() {
        if (context != null) {
            context.stop();
        }
    }

    static void configure(LoggerContext context, boolean json, Mask mask, OutputStream out) {
        var lines = new LogLines(json, mask);
        lines.setContext(context);
        lines.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(lines);
        appender.setOutputStream(kept(out));
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(aside(context, appender));
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }

    /** Logback closes what it writes to, and the stream is not its own: what ended the server is told there afterwards. */
    private static OutputStream kept(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** On a thread of its own: whoever reads the log slowly must not keep the engine waiting. */
    private static AsyncAppender aside(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        var aside = new AsyncAppender();
        aside.setContext(context);
        aside.setQueueSize(WAITING);
        aside.setDiscardingThreshold(0);
        aside.addAppender(appender);
        aside.start();
        return aside;
    }
}
