package comporta.monasca;

import comporta.elasticity.Measure;
import comporta.elasticity.Measures;
import comporta.job.Unseen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends measures to Monasca: those of a moment together, in batches, and again later while it is away. What was sent may be sent again
 * after a crash; Monasca keeps one value for a metric and an instant.
 */
public final class MonascaMeasures implements Measures, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MonascaMeasures.class);
    private static final int BATCH = 1000;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final int PATIENCE = 5;

    private final MonascaClient client;
    private final MetricBuffer buffer;
    private final Duration together;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("monasca").factory());
    private final List<Map<String, Object>> fresh = new ArrayList<>();
    private final AtomicBoolean isSet = new AtomicBoolean();
    private Duration wait = Duration.ofSeconds(1);
    private boolean isAway;

    /**
     * @param file where metrics wait
     * @param most how many may wait; beyond that the oldest go
     * @param together measures of such a span are sent together
     * @throws UncheckedIOException when the file cannot be written
     */
    public MonascaMeasures(MonascaClient client, Path file, int most, Duration together) {
        this.client = client;
        this.together = together;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);   // what it would send is on disk, and the next life sends it
        try {
            buffer = new MetricBuffer(file, most);
        } catch (IOException e) {
            throw new UncheckedIOException("metrics cannot wait in " + file + ": " + e.getMessage(), e);
        }
        set(Duration.ZERO);   // what an earlier life left
    }

    @Override
    public void take(List<Measure> measures) {
        synchronized (fresh) {
            for (var measure : measures) {
                MetricRules.metric(measure)
                        .ifPresentOrElse(fresh::add, () -> LOG.warn("metric {} cannot be sent as it is", measure.name()));
            }
        }
        set(together);
    }

    private void set(Duration later) {
        if (isSet.compareAndSet(false, true)) {
            schedule(this::turn, later);
        }
    }

    private void schedule(Runnable what, Duration later) {
        try {
            var _ = thread.schedule(what, later.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: what is not sent waits on disk");
        }
    }

    /** What is new goes to disk at once, also while nothing can be sent. */
    private void turn() {
        isSet.set(false);
        try {
            keep();
        } catch (IOException e) {
            LOG.error("the buffer of metrics cannot be written: {}", e.toString());
        }
        if (!isAway) {
            send();
        }
    }

    private void send() {
        try {
            for (var batch = buffer.first(BATCH); !batch.isEmpty(); batch = buffer.first(BATCH)) {
                sendAll(batch);
                buffer.done(batch.size());
            }
            if (isAway) {
                LOG.info("Monasca is back; {} metrics were let go meanwhile", buffer.dropped());
            }
            isAway = false;
            wait = Duration.ofSeconds(1);
        } catch (Unseen e) {
            if (!isAway) {
                LOG.warn("metrics wait for Monasca: {}", e.why());
            }
            isAway = true;
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            schedule(this::send, wait);
        } catch (IOException e) {
            LOG.error("the buffer of metrics cannot be written: {}", e.toString());
            if (isAway) {
                schedule(this::send, LONGEST_WAIT);   // nobody else would
            }
        }
    }

    private void keep() throws IOException {
        List<Map<String, Object>> taken;
        synchronized (fresh) {
            taken = List.copyOf(fresh);
            fresh.clear();
        }
        if (!taken.isEmpty()) {
            buffer.add(taken);
        }
    }

    /** One bad metric makes Monasca refuse all of a batch: then each is sent alone, and those refused are told and let go. */
    private void sendAll(List<Map<String, Object>> batch) throws Unseen {
        try {
            client.sendMetrics(batch);
        } catch (MonascaRefused all) {
            if (all.status() != 422 || batch.size() == 1) {
                LOG.warn("{} metrics are let go: {}", batch.size(), all.getMessage());
                return;
            }
            for (var metric : batch) {
                sendAll(List.of(metric));
            }
        }
    }

    /** Writes down what waits; it is sent by the next life. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                thread.shutdownNow();   // Monasca takes its time: what it has not taken is on disk
            }
            if (thread.awaitTermination(PATIENCE, TimeUnit.SECONDS)) {
                keep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the buffer of metrics cannot be written: {}", e.toString());
        }
        client.close();
    }
}
