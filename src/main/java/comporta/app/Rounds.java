package comporta.app;

import comporta.loop.Engine;
import comporta.nodes.Machine;
import comporta.nodes.MachineKey;
import comporta.nodes.NodePools;
import comporta.nodes.Stray;
import comporta.operator.Lease;
import comporta.store.Problem;
import comporta.store.Store;
import comporta.store.Survey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server looks after from time to time while it has the lead: what people have changed, machines that are left over
 * or lost, and what else is wrong.
 */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_INSPECTIONS = Duration.ofMinutes(1);
    /** What runs on a machine that is to go may go on for that long. */
    private static final Duration NOTICES_COUNT = Duration.ofDays(7);

    private final Store store;
    private final NodePools pools;
    private final StoredSettings stored;
    private final Engine engine;
    private final Duration janitor;
    private final Duration machines;
    private final InstantSource clock;
    private final AtomicInteger leftOver;
    private final MeterRegistry metrics;
    private final Gauge gauge;
    private final Inspection inspection;
    private volatile List<Problem> strays = List.of();
    private volatile List<Problem> outliving = List.of();
    private volatile List<Problem> silent = List.of();
    /** A slow cloud holds up its own round alone. */
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(4, Thread.ofPlatform().daemon().name("rounds-", 0).factory());

    /**
     * @param janitor between two looks for machines that are left over
     * @param machines between two looks for machines that were taken away
     * @param metrics hear how many machines were left over at the last look
     */
    Rounds(
            Store store, NodePools pools, StoredSettings stored, Engine engine, Duration janitor, Duration machines, Inspection inspection,
            MeterRegistry metrics, InstantSource clock) {
        this.store = store;
        this.pools = pools;
        this.stored = stored;
        this.engine = engine;
        this.janitor = janitor;
        this.machines = machines;
        this.inspection = inspection;
        this.clock = clock;
        leftOver = new AtomicInteger();
        this.metrics = metrics;
        gauge = Gauge.builder("comporta.machines.left.over", leftOver, AtomicInteger::get).register(metrics);
    }

    void start() {
        var _ = threads.scheduleWithFixedDelay(this::sweep, janitor.toMillis(), janitor.toMillis(), TimeUnit.MILLISECONDS);
        var _ = threads.scheduleWithFixedDelay(this::watchMachines, machines.toMillis(), machines.toMillis(), TimeUnit.MILLISECONDS);
        var _ = threads.scheduleWithFixedDelay(
                this::inspect, BETWEEN_INSPECTIONS.toMillis(), BETWEEN_INSPECTIONS.toMillis(), TimeUnit.MILLISECONDS);
        var _ = threads.scheduleWithFixedDelay(this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Machines that nobody would end: of a crash at a bad moment, or of a scheduler that is no more. */
    private void sweep() {
        try {
            var known = store.survey().openLeases().stream().map(each -> each.lease().id()).collect(Collectors.toSet());
            tell(pools.sweep(known));
        } catch (RuntimeException e) {
            LOG.warn("nobody knows whether machines are left over: {}", e.getMessage());
        }
    }

    /** To people, for as long as they are found; that one was there is kept. */
    private void tell(List<Stray> found) {
        found.forEach(stray -> LOG.warn("{}", stray.text()));
        leftOver.set(found.size());
        strays = found.stream().map(stray -> new Problem(
                Problem.Kind.OPEN_LEASE, stray.machine(), stray.text(), null,
                stray.hindrance().isEmpty()
                        ? "Nothing is to be done; if they come often, look who else has this cluster's tag, and whether a database was set back"
                        : "End it at EC2 by hand",
                new Problem.Subject("machine", stray.machine()))).toList();
        putOnRecord();
    }

    private void inspect() {
        try {
            silent = inspection.clusters();
            outliving = inspection.pools(store.survey().openLeases());
            putOnRecord();
        } catch (RuntimeException e) {
            LOG.warn("the inspection failed: {}", e.getMessage());
        }
    }

    /** All that the latest looks found: what is not found any more is over. */
    private void putOnRecord() {
        engine.onLoop(() -> {
            store.problems().setAll(Problem.Kind.BACKEND_UNREACHABLE, silent, clock.instant());
            store.problems().setAll(Problem.Kind.OPEN_LEASE, Stream.concat(outliving.stream(), strays.stream()).toList(), clock.instant());
            return true;
        }).exceptionally(e -> {
            LOG.warn("what is wrong could not be put on record", e);
            return false;
        });
    }

    /** Spot machines are taken away while they are at work. */
    private void watchMachines() {
        try {
            var open = store.survey().openLeases().stream().map(Survey.OwnedLease::lease)
                    .filter(lease -> lease.state() == Lease.State.OPEN).toList();
            if (!open.isEmpty()) {
                var notices = store.machines().noticed(clock.instant().minus(NOTICES_COUNT));
                pools.look(open, this::remembered, notices).forEach(word -> LOG.warn("{}", word));
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
                        id, new MachineKey(paid.lease(), -1), "", paid.pool(), slaveType, paid.type(), paid.market(),
                        Machine.State.REGISTERED,
                        paid.startedAt(), paid.startedAt(), paid.agent()));
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
        var _ = metrics.remove(gauge);   // the next term has one of its own
    }
}
