package comporta.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The deadlines and alerts of a run, those that count in order of time. */
final class LimitClocks {
    private static final Comparator<TimeLimit> ORDER = Comparator.comparing(TimeLimit::dueAt)
            .thenComparingInt(TimeLimit::task)
            .thenComparingInt(TimeLimit::mapIndex)
            .thenComparing(TimeLimit::kind)
            .thenComparingInt(TimeLimit::number);

    private final Map<TimeLimit.Key, TimeLimit> all = new HashMap<>();
    private final TreeSet<TimeLimit> counting = new TreeSet<>(ORDER);
    private @Nullable Instant heldUntil;

    void put(TimeLimit limit) {
        var before = all.put(limit.key(), limit);
        if (before != null) {
            counting.remove(before);
        }
        if (limit.isPending() && limit.kind() != TimeLimit.Kind.SHORTER_THAN) {
            counting.add(limit);
        }
    }

    @Nullable TimeLimit get(TimeLimit.Key key) {
        return all.get(key);
    }

    List<TimeLimit> all() {
        return all.values().stream().sorted(ORDER).toList();
    }

    /** None rings before that instant: first it is heard what ended while nobody listened. */
    void hold(Instant until) {
        heldUntil = until;
    }

    /** When the first one rings; null: none does. */
    @Nullable Instant next() {
        if (counting.isEmpty()) {
            return null;
        }
        var first = counting.first().dueAt();
        var held = heldUntil;
        return held != null && held.isAfter(first) ? held : first;
    }

    /** Those that ring by {@code now}. */
    List<TimeLimit> due(Instant now) {
        var next = next();
        if (next == null || next.isAfter(now)) {
            return List.of();
        }
        var due = new ArrayList<TimeLimit>();
        for (var limit : counting) {
            if (limit.dueAt().isAfter(now)) {
                break;
            }
            due.add(limit);
        }
        return due;
    }
}
