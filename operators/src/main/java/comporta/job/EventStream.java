package comporta.job;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that never ends, of what becomes of jobs: opened anew whenever it breaks off or falls silent. What came meanwhile is not told.
 */
public final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final long FIRST_PAUSE = 500;
    private static final long LONGEST_PAUSE = 30_000;
    /** Five of the signs of life that Mesos sends every 15 s. */
    private static final long WHILE = Duration.ofSeconds(5).toNanos();
    private static final long SILENCE = Duration.ofSeconds(75).toNanos();

    private final Thread thread;
    private final Opening opening;
    private final Reading reading;
    private volatile @Nullable InputStream open;
    private volatile long came;
    private volatile boolean closed;

    /** Opens it. */
    @FunctionalInterface
    public interface Opening {
        /** @throws IOException when there is none */
        HttpResponse<InputStream> open() throws IOException, InterruptedException;
    }

    /** Reads it. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Reads to its end.
         *
         * @throws IOException when it breaks off
         */
        void read(InputStream events) throws IOException;
    }

    /** @param reading called again for each stream that was opened */
    public EventStream(String name, Opening opening, Reading reading) {
        this.opening = opening;
        this.reading = reading;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** From now on it listens. */
    public synchronized void listen() {
        if (thread.getState() == Thread.State.NEW && !closed) {
            thread.start();
        }
    }

    /** Whether somebody speaks at present; one that has been silent for too long is given up. */
    public boolean isHeard() {
        var stream = open;
        if (stream == null) {
            return false;
        }
        if (System.nanoTime() - came < SILENCE) {
            return true;
        }
        open = null;
        try {
            stream.close();   // whoever reads it goes on to the next
        } catch (IOException e) {
            LOG.debug("{} was silent, and cannot even be closed", thread.getName(), e);
        }
        return false;
    }

    private void run() {
        long pause = FIRST_PAUSE;
        while (!closed) {
            try {
                var answer = opening.open();
                try (var stream = new Heard(answer.body())) {
                    if (answer.statusCode() == 200) {
                        long begun = System.nanoTime();
                        came = begun;
                        open = stream;
                        reading.read(stream);
                        if (System.nanoTime() - begun > WHILE) {   // one that broke at once is not asked for at once again and again
                            pause = FIRST_PAUSE;
                        }
                    }
                }
            } catch (IOException | RuntimeException e) {
                LOG.debug("{} cannot be heard now", thread.getName(), e);
            } catch (InterruptedException e) {
                return;
            } finally {
                open = null;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    /** Notes when something came. */
    private final class Heard extends FilterInputStream {
        Heard(InputStream from) {
            super(from);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            came = System.nanoTime();
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            came = System.nanoTime();
            return read;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
    }
}
