package comporta.nodes;

import comporta.operator.Alarm;
import comporta.operator.Lease;
import comporta.operator.MachineNews;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leases of which fewer machines are to stay: the provider is asked until no more are left, and each that is gone is told. */
final class Shrinking {
    private static final Logger LOG = LoggerFactory.getLogger(Shrinking.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Provider provider;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Executor asking;
    private final Consumer<MachineNews> listener;
    private final Map<String, Integer> staying = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    Shrinking(Provider provider, InstantSource clock, Alarm alarm, Executor asking, Consumer<MachineNews> listener) {
        this.provider = provider;
        this.clock = clock;
        this.alarm = alarm;
        this.asking = asking;
        this.listener = listener;
    }

    void to(Lease lease) {
        boolean isNew;
        synchronized (this) {
            staying.put(lease.id(), lease.registered());
            isNew = underWay.add(lease.id());
        }
        if (isNew) {
            look(lease.id(), Duration.ZERO);
        }
    }

    /** How many machines of a lease stay; as many as there are, when nobody has asked for fewer. */
    synchronized int staying(String lease) {
        return staying.getOrDefault(lease, Integer.MAX_VALUE);
    }

    /** It is given back as a whole, or brought up anew. */
    synchronized void forget(String lease) {
        staying.remove(lease);
    }

    private void look(String lease, Duration wait) {
        alarm.ring(clock.instant().plus(wait), () -> asking.execute(() -> step(lease)));
    }

    private void step(String lease) {
        int most = staying(lease);
        boolean isDone = most == Integer.MAX_VALUE;
        try {
            var before = isDone ? List.<Machine>of() : living(lease);
            isDone = isDone || provider.shrink(lease, most);
            var left = living(lease).stream().map(Machine::id).collect(Collectors.toSet());
            before.stream().map(Machine::id).filter(id -> !left.contains(id)).forEach(id -> listener.accept(new MachineNews.Gone(id, clock.instant())));
        } catch (RuntimeException e) {
            LOG.info("lease {} is not made smaller now: {}", lease, e.getMessage());
        }
        boolean isOver;
        synchronized (this) {
            isOver = isDone && staying(lease) == most;
            if (isOver) {
                underWay.remove(lease);
            }
        }
        if (!isOver) {
            look(lease, AGAIN);
        }
    }

    /** Where tags are short they hold another name of a long lease. */
    static boolean isOf(Machine machine, String lease) {
        return machine.key().lease().equals(lease) || machine.key().lease().equals(Ec2Tags.lease(lease));
    }

    private List<Machine> living(String lease) {
        return provider.machines().stream().filter(machine -> isOf(machine, lease) && machine.state() != Machine.State.ENDING).toList();
    }
}
