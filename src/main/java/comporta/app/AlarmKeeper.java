package comporta.app;

import comporta.job.Unseen;
import comporta.monasca.AlarmDefinitions;
import comporta.monasca.MonascaClient;
import comporta.monasca.MonascaRefused;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the alarm definitions of Monasca in step with what is wanted, and tries again while Monasca is away. */
final class AlarmKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmKeeper.class);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final MonascaClient client;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon()
            .name("alarms").factory());
    private volatile List<AlarmDefinitions.Wanted> wanted = List.of();

    AlarmKeeper(MonascaClient client) {
        this.client = client;
    }

    /** From now on these are wanted. Never waits. */
    void want(List<AlarmDefinitions.Wanted> all) {
        if (!all.equals(wanted)) {
            wanted = List.copyOf(all);
            thread.execute(() -> keep(wanted));
        }
    }

    private void keep(List<AlarmDefinitions.Wanted> these) {
        if (!these.equals(wanted)) {
            return;   // others are wanted by now
        }
        try {
            new AlarmDefinitions(client).keep(these).forEach(did -> LOG.info("Monasca alarms: {}", did));
        } catch (Unseen e) {
            LOG.warn("the alarm definitions of Monasca are not in step, and are tried again: {}", e.getMessage());
            var _ = thread.schedule(() -> keep(these), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (MonascaRefused e) {
            LOG.warn("the alarm definitions of Monasca are not in step: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
