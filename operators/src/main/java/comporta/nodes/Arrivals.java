package comporta.nodes;

import comporta.operator.Alarm;
import comporta.operator.Cause;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Progress;
import comporta.operator.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final Executor asking;
    private final Consumer<News> listener;
    private final Map<String, Progress> told = new HashMap<>();
    private final Set<LaunchId> toBeAsked = new HashSet<>();
    private final Map<String, Map<LaunchId, Arrival>> byLease = new HashMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
    private @Nullable Instant armed;

    /** @param asking asks the provider for machines: that may take long, and many are wanted at once */
    Arrivals(Provider provider, InstantSource clock, Alarm alarm, Executor asking, Consumer<News> listener) {
        this.provider = provider;
        this.clock = clock;
        this.alarm = alarm;
        this.asking = asking;
        this.listener = listener;
    }

    synchronized Arrival of(LaunchIntent intent) {
        var lease = MachineLaunch.of(intent.spec()).key().lease();
        return byLease.computeIfAbsent(lease, _ -> new HashMap<>()).computeIfAbsent(intent.id(), _ -> new Arrival(intent));
    }

    /** What was asked for at a place; null: it was before this life of the scheduler. */
    synchronized @Nullable MachineRequest request(MachineKey key) {
        return byLease.getOrDefault(key.lease(), Map.of()).values().stream()
                .filter(arrival -> arrival.key().equals(key)).findFirst().map(Arrival::request).orElse(null);
    }

    /** Looks at it as soon as may be. */
    void look(Arrival arrival) {
        lookAt(clock.instant(), arrival);
    }

    /**
     * Asks for its machine, once.
     *
     * @throws comporta.operator.Refused when there will never be one
     * @throws RuntimeException when the provider does not answer
     */
    void ask(Arrival arrival) {
        boolean known = false;
        try {
            provider.launch(arrival.request());
            known = true;
        } catch (NotNow e) {
            arrival.notNow(String.valueOf(e.getMessage()));
            askAgain(arrival, e.pause());
            return;
        } finally {
            arrival.endAsking(known);
        }
        look(arrival);
    }

    private void askAgain(Arrival arrival, Duration pause) {
        synchronized (this) {
            toBeAsked.add(arrival.launch());
        }
        lookAt(clock.instant(), arrival);
        lookAt(clock.instant().plus(pause), arrival);
    }

    private void askOnce(Arrival arrival) {
        synchronized (this) {
            toBeAsked.remove(arrival.launch());
        }
        if (!arrival.beginAsking(clock.instant())) {
            look(arrival);
            return;
        }
        try {
            ask(arrival);
        } catch (Refused e) {
            arrival.stop(e.because(), String.valueOf(e.getMessage()));
            look(arrival);
        } catch (RuntimeException e) {
            arrival.notNow(provider.name() + " did not answer: " + e.getMessage());
            askAgain(arrival, AFTER_TROUBLE);
        }
    }

    /** Tells the ends of what was on its way for a lease that was given back, and forgets them. */
    void released(String lease) {
        Map<LaunchId, Arrival> left;
        synchronized (this) {
            left = byLease.remove(lease);
            told.remove(lease);
        }
        if (left != null) {
            left.values().stream().filter(arrival -> !arrival.isOver()).forEach(arrival -> {
                arrival.stop(Cause.PLATFORM, "its lease was given back");
                look(arrival);
            });
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
                case ASK -> {
                    if (isToBeAskedNow(arrival, now)) {
                        asking.execute(() -> askOnce(arrival));
                    }
                }
                case LOOK_AGAIN -> lookAt(machine == null ? now.plus(WHILE_ASKING) : next(arrival, machine, now), arrival);
            }
        }
        ready.stream().map(arrival -> arrival.key().lease()).distinct().forEach(lease -> tell(lease, now));
        if (!ending.isEmpty()) {
            provider.terminate(ending.stream().map(Arrival::key).toList());
            ending.forEach(this::look);
        }
    }

    /** Whoever waits for a pause to be over is not asked for before. */
    private synchronized boolean isToBeAskedNow(Arrival arrival, Instant now) {
        boolean waits = due.stream().anyMatch(each -> each.arrival() == arrival && each.at().isAfter(now));
        return !(waits && toBeAsked.contains(arrival.launch()));
    }

    /** How far the pool is, when that has changed: told by one of those that are not there yet. */
    private void tell(String lease, Instant now) {
        List<Arrival> all;
        synchronized (this) {
            all = List.copyOf(byLease.getOrDefault(lease, Map.of()).values());
        }
        var left = all.stream().filter(arrival -> !arrival.isOver()).sorted(Comparator.comparingInt(arrival -> arrival.key().index())).toList();
        if (left.isEmpty()) {
            return;
        }
        long up = all.stream().filter(arrival -> arrival.end().filter(end -> end.exit().isSuccess()).isPresent()).count();
        var why = new TreeMap<String, Long>();
        left.forEach(arrival -> why.merge(arrival.inWords(), 1L, Long::sum));
        var text = up + " of " + all.size() + " registered; " + why.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining("; "));
        var progress = new Progress((double) up / all.size(), up, all.size(), text);
        boolean isNew;
        synchronized (this) {
            isNew = !progress.equals(told.put(lease, progress));
        }
        if (isNew) {
            left.getFirst().tell(progress, now, listener);
        }
    }

    private Instant next(Arrival arrival, Machine machine, Instant now) {
        var again = provider.lookAgain(machine);
        var deadline = arrival.deadline(machine);
        boolean timeIsShort = machine.state() == Machine.State.BOOTING && deadline.isBefore(again);
        return timeIsShort ? deadline : again.isAfter(now) ? again : now.plus(WHILE_ASKING);
    }
}
