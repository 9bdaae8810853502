package comporta.app;

import comporta.loop.Engine;
import comporta.nodes.Machine;
import comporta.nodes.MachineKey;
import comporta.nodes.NodePools;
import comporta.operator.Lease;
import comporta.store.Store;
import comporta.store.Survey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server looks after from time to time while it has the lead: what people have changed, and machines that are left over or lost. */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Store store;
    private final NodePools pools;
    private final StoredSettings stored;
    private final Engine engine;
    private final Duration janitor;
    private final Duration machines;
    /** A slow cloud holds up its own round alone. */
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(3, Thread.ofPlatform().daemon().name("rounds-", 0).factory());

    /**
     * @param janitor between two looks for machines that are left over
     * @param machines between two looks for machines that were taken away
     */
    Rounds(Store store, NodePools pools, StoredSettings stored, Engine engine, Duration janitor, Duration machines) {
        this.store = store;
        this.pools = pools;
        this.stored = stored;
        this.engine = engine;
        this.janitor = janitor;
        this.machines = machines;
    }

    void start() {
        var _ = threads.scheduleWithFixedDelay(this::sweep, janitor.toMillis(), janitor.toMillis(), TimeUnit.MILLISECONDS);
        var _ = threads.scheduleWithFixedDelay(this::watchMachines, machines.toMillis(), machines.toMillis(), TimeUnit.MILLISECONDS);
        var _ = threads.scheduleWithFixedDelay(this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
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

    /** Spot machines are taken away while they are at work. */
    private void watchMachines() {
        try {
            var open = store.survey().openLeases().stream().map(Survey.OwnedLease::lease).filter(lease -> lease.state() == Lease.State.OPEN).toList();
            if (!open.isEmpty()) {
                pools.look(open, this::remembered).forEach(word -> LOG.warn("{}", word));
            }
        } catch (RuntimeException e) {
            LOG.warn("nobody knows whether machines are lost: {}", e.getMessage());
        }
    }

    /** By the ledger: what was up when the scheduler ended. */
    private List<Machine> remembered(Collection<Lease> leases) {
        var bySlaveType = leases.stream().collect(Collectors.toMap(Lease::id, lease -> lease.terms().slaveType()));
        var remembered = new ArrayList<Machine>();
        for (var paid : store.machines().of(leases.stream().map(Lease::run).distinct().toList())) {
            var id = paid.id();
            var slaveType = bySlaveType.get(paid.lease());
            if (id != null && slaveType != null && paid.endedAt() == null) {
                remembered.add(new Machine(
                        id, new MachineKey(paid.lease(), -1), "", paid.pool(), slaveType, paid.type(), paid.market(), Machine.State.REGISTERED,
                        paid.startedAt(), paid.startedAt(), null));
            }
        }
        return remembered;
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
        threads.shutdown();
    }
}
