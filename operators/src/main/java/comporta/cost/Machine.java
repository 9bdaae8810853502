package comporta.cost;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One machine in whole seconds since its start: who held it in each of them, and what ran. */
final class Machine {
    /** AWS bills Linux machines by the second, and for a minute at least. */
    private static final long LEAST = 60;

    private final List<Holding> holdings;
    private final Instant start;
    private final Instant now;
    private final long billed;

    /** @param holdings of this machine; never none */
    Machine(List<Holding> holdings, Instant now) {
        this.holdings = holdings.stream().sorted(Comparator.comparing(Holding::from).thenComparing(Holding::lease)).toList();
        this.now = now;
        start = this.holdings.getFirst().from();
        billed = Math.max(LEAST, this.holdings.stream().mapToLong(each -> second(end(each))).max().orElse(0));
    }

    /** A stretch of seconds in which nothing changes, and those that share it: never nobody. */
    record Stretch(long seconds, List<Share> shares) {}

    /** Every second that is paid for and begins in {@code [from, to)}, each in one stretch. */
    List<Stretch> stretches(Map<String, List<Work>> work, Instant from, Instant to) {
        long first = Math.clamp(second(from), 0, billed);
        long last = Math.clamp(second(to), first, billed);
        var ran = new ArrayList<Ran>();
        var edges = new TreeSet<>(List.of(first, last));
        for (var holding : holdings) {
            long heldFrom = second(holding.from());
            long heldTo = second(end(holding));
            edges.add(heldFrom);
            edges.add(heldTo);
            for (var each : work.getOrDefault(holding.lease(), List.of())) {
                long ranFrom = Math.max(heldFrom, second(each.from()));
                long ranTo = Math.min(heldTo, second(each.to() == null ? now : each.to()));
                if (ranFrom < ranTo) {
                    ran.add(new Ran(ranFrom, ranTo, share(holding, each.task())));
                    edges.add(ranFrom);
                    edges.add(ranTo);
                }
            }
        }
        var stretches = new ArrayList<Stretch>();
        for (Long begin = first, next = edges.higher(begin); next != null && next <= last; begin = next, next = edges.higher(begin)) {
            stretches.add(new Stretch(next - begin, at(begin, ran)));
        }
        return stretches;
    }

    private record Ran(long from, long to, Share share) {}

    private List<Share> at(long second, List<Ran> ran) {
        var working = ran.stream().filter(each -> each.from() <= second && second < each.to()).map(Ran::share).distinct().toList();
        if (!working.isEmpty()) {
            return working;
        }
        var holding = holdings.stream().filter(each -> second(each.from()) <= second && second < second(end(each))).map(Machine::idle)
                .distinct().toList();
        return holding.isEmpty() ? List.of(idle(holderBefore(second))) : holding;
    }

    /** What is paid for and held by nobody, such as the rest of the first minute, is put down to who held it last. */
    private Holding holderBefore(long second) {
        return holdings.stream()
                .filter(each -> second(each.from()) <= second)
                .max(Comparator.comparing(this::end))
                .orElseGet(holdings::getFirst);
    }

    private static Share idle(Holding holding) {
        return share(holding, null);
    }

    private static Share share(Holding holding, @Nullable String task) {
        return new Share(holding.dag(), holding.run(), holding.pool(), task, holding.type(), holding.market());
    }

    private Instant end(Holding holding) {
        return holding.to() == null ? now : holding.to();
    }

    /**
     * The first second that does not begin before {@code at}: every second is of who holds it when it begins. A clock that was set back
     * makes an end before its start: that is no time at all, and never less.
     */
    private long second(Instant at) {
        var since = Duration.between(start, at);
        return since.isNegative() ? 0 : since.getSeconds() + (since.getNano() > 0 ? 1 : 0);
    }
}
