package comporta.decide;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbered clocks by the instant at which the next one runs out. Each stands in it once, at the earliest instant that it ever asked for;
 * only there is looked what it asks for now.
 */
final class DueQueue {
    private final IntFunction<@Nullable Instant> dueAt;
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final Map<Integer, Instant> queued = new HashMap<>();

    private record Due(Instant at, int clock) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            var byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(clock, other.clock);
        }
    }

    /** @param dueAt when a clock runs out by what holds now; null: never */
    DueQueue(IntFunction<@Nullable Instant> dueAt) {
        this.dueAt = dueAt;
    }

    /** To be called when a clock may run out earlier than before. */
    void moved(int clock) {
        var at = dueAt.apply(clock);
        var before = queued.get(clock);
        if (at != null && (before == null || at.isBefore(before))) {
            due.add(new Due(at, clock));
            queued.put(clock, at);
        }
    }

    /** The earliest instant at which one runs out; null: none does. */
    @Nullable Instant next() {
        while (!due.isEmpty() && !due.element().at().equals(dueAt.apply(due.element().clock()))) {
            leave();
        }
        return due.isEmpty() ? null : due.element().at();
    }

    /**
     * Those that have run out by {@code now}, each once.
     *
     * @param given told of each before it is asked when it runs out next: a clock that only reminds goes on, others wait to be moved
     */
    List<Integer> take(Instant now, IntConsumer given) {
        var found = new LinkedHashSet<Integer>();
        while (!due.isEmpty() && !due.element().at().isAfter(now)) {
            var first = due.element();
            if (first.at().equals(dueAt.apply(first.clock()))) {
                due.remove();
                queued.remove(first.clock());
                given.accept(first.clock());
                found.add(first.clock());
                var next = dueAt.apply(first.clock());
                if (next != null && next.isAfter(now)) {
                    moved(first.clock());
                }
            } else {
                leave();
            }
        }
        return List.copyOf(found);
    }

    /** The first leaves the queue, and stands in it anew where it is due by what holds now. */
    private void leave() {
        var first = due.remove();
        if (queued.remove(first.clock(), first.at())) {
            moved(first.clock());
        }
    }
}
