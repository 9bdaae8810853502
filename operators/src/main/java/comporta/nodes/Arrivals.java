package comporta.nodes;

import comporta.operator.Alarm;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All machines on their way. They are looked at together, when the earliest of them is due, on the alarm's thread; every end is told from
 * there, never from within a call of the engine.
 */
final class Arrivals {
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
    private static final Duration WHILE_ASKING = Duration.ofMillis(100);

    private record Due(Instant at, Arrival arrival) {}

    private final Provider provider;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Consumer<News> listener;
    private final Map<String, Map<LaunchId, Arrival>> byLease = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
    private @Nullable Instant armed;

    Arrivals(Provider provider, InstantSource clock, Alarm alarm, Consumer<News> listener) {
        this.provider = provider;
        this.clock = clock;
        this.alarm = alarm;
        this.listener = listener;
    }

    synchronized Arrival of(LaunchIntent intent) {
        var lease = MachineLaunch.of(intent.spec()).key().lease();
        return byLease.computeIfAbsent(lease, _ -> new HashMap<>()).computeIfAbsent(intent.id(), _ -> new Arrival(intent));
    }

    /** Looks at it as soon as may be. */
    void look(Arrival arrival) {
        lookAt(clock.instant(), arrival);
    }

    /** Tells the ends of what was on its way for a lease that was given back, and forgets them. */
    void released(String lease) {
        Map<LaunchId, Arrival> left;
        synchronized (this) {
            left = byLease.remove(lease);
        }
        if (left != null) {
            left.values().stream().filter(arrival -> !arrival.isOver()).forEach(this::look);
        }
    }

    private synchronized void lookAt(Instant at, Arrival arrival) {
        due.add(new Due(at, arrival));
        arm();
    }

    private synchronized void arm() {
        var next = due.peek();
        if (next != null && (armed == null || next.at().isBefore(armed))) {
            armed = next.at();
            alarm.ring(armed, this::rung);
        }
    }

    private void rung() {
        var now = clock.instant();
        var ready = ready(now);
        if (!ready.isEmpty()) {
            try {
                look(ready, now);
            } catch (RuntimeException e) {
                ready.forEach(arrival -> {
                    arrival.tellUnreachable(now, provider.name() + " does not say how its machines are: " + e.getMessage(), listener);
                    lookAt(now.plus(AFTER_TROUBLE), arrival);
                });
            }
        }
        arm();
    }

    private synchronized List<Arrival> ready(Instant now) {
        armed = null;
        var ready = new ArrayList<Arrival>();
        while (!due.isEmpty() && !due.element().at().isAfter(now)) {
            ready.add(due.remove().arrival());
        }
        return ready.stream().distinct().toList();
    }

    private void look(List<Arrival> ready, Instant now) {
        var seen = new LinkedHashMap<MachineKey, Machine>();
        provider.look(ready.stream().map(Arrival::key).toList()).forEach(machine -> seen.put(machine.key(), machine));
        var ending = new ArrayList<Arrival>();
        for (var arrival : ready) {
            var machine = seen.get(arrival.key());
            switch (arrival.seen(machine, now, listener)) {
                case NOTHING -> {}
                case TERMINATE -> ending.add(arrival);
                case LOOK_AGAIN -> lookAt(machine == null ? now.plus(WHILE_ASKING) : next(arrival, machine, now), arrival);
            }
        }
        if (!ending.isEmpty()) {
            provider.terminate(ending.stream().map(Arrival::key).toList());
            ending.forEach(this::look);
        }
    }

    private Instant next(Arrival arrival, Machine machine, Instant now) {
        var again = provider.lookAgain(machine);
        var deadline = arrival.deadline(machine);
        boolean timeIsShort = machine.state() == Machine.State.BOOTING && deadline.isBefore(again);
        return timeIsShort ? deadline : again.isAfter(now) ? again : now.plus(WHILE_ASKING);
    }
}
