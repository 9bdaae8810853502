package comporta.nodes;

import comporta.dag.Durations;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One launch of {@code downscale-ec2}, from its wish until the machines are verified to be gone. Guarded by itself. */
final class Departure {
    private static final int STARTED = 1;
    private static final int UNREACHABLE = 2;
    private static final int ENDED = 3;
    /** Those of which nobody says what runs on them end with the time for others' work, and a little later they are gone. */
    private static final Duration LAST = Duration.ofMinutes(2);

    private final LaunchIntent intent;
    private final Provider provider;
    private final BiPredicate<String, Duration> release;
    private final Set<String> leaving = new HashSet<>();
    private boolean waiting;
    private boolean startTold;
    private boolean stopped;
    private boolean over;
    private boolean counted;
    private @Nullable Instant begun;

    /** @param release gives back all of a lease, and says whether nothing is left */
    Departure(LaunchIntent intent, Provider provider, BiPredicate<String, Duration> release) {
        this.intent = intent;
        this.provider = provider;
        this.release = release;
    }

    LaunchId launch() {
        return intent.id();
    }

    /** Whether an alarm is wanted: one is enough. */
    synchronized boolean beginWait() {
        boolean wanted = !waiting && !over;
        waiting |= wanted;
        return wanted;
    }

    synchronized void stop() {
        stopped = true;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Asks the machines to end, once more, and tells what is new. */
    synchronized List<News> go(Instant now) {
        waiting = false;
        if (over) {
            return List.of();
        }
        var news = new ArrayList<News>();
        if (stopped) {
            news.add(end(now, Exit.failure(Cause.OPERATOR, null, "stopped before all machines were gone")));
            return news;
        }
        var since = begun == null ? now : begun;
        begun = since;
        if (!startTold) {
            startTold = true;
            news.add(new News.Started(intent.id(), STARTED, now, intent.id().externalId(), null));
        }
        try {
            boolean leasesGone = releaseLeases();
            boolean surplusGone = shrinkPool();
            if (leasesGone && surplusGone) {
                var outputs = new LinkedHashMap<String, Object>();
                outputs.put("ended", (long) leaving.size());
                outputs.put("leases", list("leases"));
                outputs.put("kept", list("kept"));
                news.add(end(now, Exit.success(outputs)));
            } else if (!now.isBefore(since.plus(drain()).plus(LAST))) {
                news.add(end(now, Exit.failure(Cause.TIMEOUT, null, "not all machines are gone after " + Durations.format(drain()) + " (drain_timeout): "
                        + left() + " still there, perhaps with others' work. "
                        + (list("leases").isEmpty() ? "Run this again once it is done" : "The lease is given back once it is done"))));
            }
        } catch (RuntimeException e) {
            news.add(new News.Unreachable(intent.id(), UNREACHABLE, now, provider.name() + " ends no machines: " + e.getMessage()));
        }
        return news;
    }

    private boolean releaseLeases() {
        var leases = list("leases");
        if (!counted) {
            provider.machines().stream().filter(machine -> leases.contains(machine.key().lease())).forEach(machine -> leaving.add(machine.id()));
            counted = true;
        }
        // Every one is asked: the machines of one lease do not wait for those of another.
        return leases.stream().filter(lease -> !release.test(lease.toString(), drain())).toList().isEmpty();
    }

    private boolean shrinkPool() {
        if (!(intent.spec().data().get("pool") instanceof String pool)) {
            return true;
        }
        int staying = Integer.parseInt(String.valueOf(intent.spec().data().get("staying")));
        var surplus = surplus(pool, staying);
        surplus.forEach(machine -> leaving.add(machine.id()));
        // Others may work on these machines: such a one goes once its work is done.
        var busy = provider.busy(surplus.stream().filter(machine -> machine.state() == Machine.State.REGISTERED).toList());
        provider.terminate(surplus.stream().filter(machine -> !busy.contains(machine)).map(Machine::key).toList());
        return surplus(pool, staying).isEmpty();
    }

    /** Machines that are still there, for people. */
    private String left() {
        var leases = list("leases");
        var left = provider.machines().stream()
                .filter(machine -> leases.stream().anyMatch(lease -> Shrinking.isOf(machine, lease.toString())) || leaving.contains(machine.id()))
                .map(Machine::id).sorted().toList();
        return left.isEmpty() ? "some of them are" : String.join(", ", left) + (left.size() == 1 ? " is" : " are");
    }

    /** What is still to go: machines that are not yet agents first, then the youngest. */
    private List<Machine> surplus(String pool, int staying) {
        var machines = provider.machines().stream().filter(machine -> machine.pool().equals(pool)).toList();
        var ending = machines.stream().filter(machine -> machine.state() == Machine.State.ENDING);
        var living = machines.stream()
                .filter(machine -> machine.state() != Machine.State.ENDING)
                .sorted(Comparator.comparing((Machine machine) -> machine.state() != Machine.State.REGISTERED)
                        .thenComparing(Machine::launchedAt)
                        .thenComparing(Machine::id));
        return Stream.concat(ending, living.skip(staying)).toList();
    }

    private Duration drain() {
        return Durations.parse(String.valueOf(intent.spec().data().getOrDefault("drain", Durations.format(Provider.USUAL_DRAIN))));
    }

    private List<?> list(String name) {
        return intent.spec().data().get(name) instanceof List<?> list ? list : List.of();
    }

    private News.Ended end(Instant now, Exit exit) {
        over = true;
        return new News.Ended(intent.id(), ENDED, now, exit);
    }
}
