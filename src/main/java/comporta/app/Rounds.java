package comporta.app;

import comporta.loop.Engine;
import comporta.nodes.NodePools;
import comporta.store.Store;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server looks after from time to time while it has the lead: what people have changed, and machines that are left over. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Store store;
    private final NodePools pools;
    private final StoredSettings stored;
    private final Engine engine;
    private final Duration janitor;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("settings").factory());

    /** @param janitor between two looks for machines that are left over */
    Rounds(Store store, NodePools pools, StoredSettings stored, Engine engine, Duration janitor) {
        this.store = store;
        this.pools = pools;
        this.stored = stored;
        this.engine = engine;
        this.janitor = janitor;
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::sweep, janitor.toMillis(), janitor.toMillis(), TimeUnit.MILLISECONDS);
        var _ = thread.scheduleWithFixedDelay(this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Machines that nobody would end: of a crash at a bad moment, or of a scheduler that is no more. */
    private void sweep() {
        try {
            var known = store.survey().openLeases().stream().map(each -> each.lease().id()).collect(Collectors.toSet());
            pools.sweep(known).forEach(ended -> LOG.warn("a machine that was left over is ended: {}", ended));
        } catch (RuntimeException e) {
            LOG.warn("nobody knows whether machines are left over: {}", e.getMessage());
        }
    }

    /** Pools, variables and connections may have been changed by anybody. */
    private void look() {
        try {
            stored.refresh(engine);
        } catch (RuntimeException e) {
            LOG.warn("pools, variables and connections cannot be read: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
