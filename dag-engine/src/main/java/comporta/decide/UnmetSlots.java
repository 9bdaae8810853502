package comporta.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Limits that leave no room for a ready node. */
final class UnmetSlots {
    private UnmetSlots() {}

    /** Every limit that is full, or else the one whose free slots are kept for somebody who goes first. */
    static List<Reason> of(Situation situation, int node) {
        var view = situation.view();
        var demand = view.demands().of(view.demands().classOf(node));
        var reasons = new ArrayList<Reason>();
        for (int i = 0; i < demand.limits().length; i++) {
            int limit = demand.limits()[i];
            if (view.slots().isPaused(limit)) {
                reasons.add(paused(situation, limit));
            } else if (view.slots().lacks(limit, demand.slots()[i])) {
                reasons.add(full(situation, node, limit, demand.slots()[i]));
            }
        }
        for (int i = 0; i < demand.limits().length && reasons.isEmpty(); i++) {
            for (var first : situation.before(demand.limits()[i], node)) {
                int wanted = wanted(first, demand.limits()[i]);
                if (reasons.isEmpty() && view.slots().lacks(demand.limits()[i], wanted)) {
                    reasons.add(reserved(situation, demand.limits()[i], first, wanted));
                }
            }
        }
        return reasons;
    }

    /**
     * The kind of the first limit that leaves no room; where all have room, of the first that keeps it for somebody who goes before. Cheap.
     */
    static Reason.Code code(RunView view, int node) {
        var demand = view.demands().of(view.demands().classOf(node));
        int limit = demand.limits()[0];
        for (int i = demand.limits().length - 1; i >= 0; i--) {
            if (view.slots().isPaused(demand.limits()[i]) || view.slots().lacks(demand.limits()[i], demand.slots()[i])) {
                limit = demand.limits()[i];
            }
        }
        return Limit.of(view.slots().name(limit)).code();
    }

    private static Reason paused(Situation situation, int limit) {
        var view = situation.view();
        var named = Limit.of(view.slots().name(limit));
        var label = "Resume pool " + named.name();
        return new Reason(
                named.code(), UnmetAbove.args(named.kind(), named.name(), "paused", true), named.title() + " is paused: it gives no slots.",
                named.subject(view), null, null, Reason.UntilIs.UNKNOWN,
                new Reason.Unblock(label, situation.now(), new Deed(
                        Deed.Verb.RESUME_POOL, label, view.run().dag(), view.run().key(), List.of(),
                        Map.of("pool", named.name(), "paused", false))));
    }

    private static Reason full(Situation situation, int node, int limit, int wanted) {
        var view = situation.view();
        var named = Limit.of(view.slots().name(limit));
        int used = view.slots().used(limit);
        int size = view.slots().size(limit);
        int before = situation.before(limit, node).size();
        var holders = situation.holders(limit);
        var args = UnmetAbove.args(named.kind(), named.name(), "used", used);
        args.put("size", size);
        args.put("wanted", wanted);
        args.put("before", before);
        args.put("holders", holders.stream().limit(Unmet.NAMED).map(holder -> holder.name(view)).toList());
        var until = before == 0 ? free(situation, holders, used + wanted - size) : null;
        return new Reason(
                named.code(), args,
                (size == 0
                        ? named.title() + " has no slots"
                        : named.title() + " is full: " + used + " of " + size + " slots" + held(situation, holders))
                        + (wanted > 1 ? ", and it wants " + wanted : "") + ". "
                        + (before == 0 ? "First in line" : before + (before == 1 ? " goes" : " go") + " first")
                        + situation.moments().likely(until) + ".",
                named.subject(view), until, null, Unmet.predicted(until), unblock(situation, named, used + wanted, holders));
    }

    private static String held(Situation situation, List<Situation.Holder> holders) {
        var more = holders.size() - 3;
        return holders.isEmpty()
                ? ""
                : holders.stream().limit(3).map(holder -> holder.name(situation.view())).collect(Collectors.joining(", ", " (", ""))
                + (more > 0 ? " and " + more + " more)" : ")");
    }

    private static int wanted(Admission.Pick pick, int limit) {
        var demand = pick.view().demands().of(pick.view().demands().classOf(pick.task()));
        for (int i = 0; i < demand.limits().length; i++) {
            if (demand.limits()[i] == limit) {
                return demand.slots()[i];
            }
        }
        return 0;
    }

    private static Reason reserved(Situation situation, int limit, Admission.Pick first, int wanted) {
        var view = situation.view();
        var named = Limit.of(view.slots().name(limit));
        var name = new Situation.Holder(first.view(), first.task(), wanted).name(view);
        int used = view.slots().used(limit);
        int size = view.slots().size(limit);
        var args = UnmetAbove.args(named.kind(), named.name(), "reserved_for", name);
        args.put("used", used);
        args.put("size", size);
        return new Reason(
                named.code(), args,
                named.title() + " has " + (size - used) + " of " + size + " slots free, and keeps them for " + name
                        + ", which goes first and wants "
                        + wanted + ".",
                named.subject(view), null, null, Reason.UntilIs.UNKNOWN,
                unblock(situation, named, used + wanted + 1, situation.holders(limit)));
    }

    /** When so many slots are likely to be free; null: nobody knows. */
    private static @Nullable Instant free(Situation situation, List<Situation.Holder> holders, int lacking) {
        var ends = new ArrayList<Map.Entry<Instant, Integer>>();
        for (var holder : holders) {
            var end = situation.likelyEnd(holder.view(), holder.node());
            if (end != null) {
                ends.add(Map.entry(end, holder.slots()));
            }
        }
        ends.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
        int left = lacking;
        for (var end : ends) {
            left -= end.getValue();
            if (left <= 0) {
                return end.getKey();
            }
        }
        return null;
    }

    private static Reason.@Nullable Unblock unblock(Situation situation, Limit named, int enough, List<Situation.Holder> holders) {
        var view = situation.view();
        if (named.isPool()) {
            var label = "Give pool " + named.name() + " " + enough + (enough == 1 ? " slot" : " slots");
            return new Reason.Unblock(label, situation.now(), new Deed(
                    Deed.Verb.RESIZE_POOL, label, view.run().dag(), view.run().key(), List.of(),
                    Map.of("pool", named.name(), "slots", enough)));
        }
        return holders.isEmpty() ? null : new Reason.Unblock(
                "One of these has to end: "
                + holders.stream().limit(3).map(holder -> holder.name(view)).collect(Collectors.joining(", ")), null, null);
    }

    /** What a limit is by its name. */
    private record Limit(Reason.Code code, String kind, String name, String title) {
        static Limit of(String limit) {
            if (limit.startsWith("pool tag:")) {
                var tag = limit.substring("pool tag:".length());
                return new Limit(Reason.Code.TAG_LIMIT, "pool", "tag:" + tag, "The limit of tag " + tag);
            }
            if (limit.startsWith("pool dag:")) {
                var dag = limit.substring("pool dag:".length());
                return new Limit(Reason.Code.DAG_LIMIT, "pool", "dag:" + dag, "The limit of DAG " + dag);
            }
            if (limit.startsWith("pool ")) {
                var pool = limit.substring("pool ".length());
                return new Limit(Reason.Code.POOL_SLOTS, "pool", pool, "Pool " + pool);
            }
            var kind = Objects.requireNonNull(limit.split(" ", 2)[0]);
            return switch (kind) {
                case "max_active_tasks" -> new Limit(Reason.Code.RUN_LIMIT, "limit", "max_active_tasks", "max_active_tasks of this run");
                case "max_active", "max_parallel" -> new Limit(Reason.Code.TASK_LIMIT, "limit", limit, limit);
                default -> new Limit(Reason.Code.POOL_SLOTS, "limit", limit, "The limit of " + limit);
            };
        }

        boolean isPool() {
            return kind.equals("pool");
        }

        Reason.Subject subject(RunView view) {
            return isPool()
                    ? new Reason.Subject("pool", name, "/pools#" + name)
                    : new Reason.Subject("limit", name, Unmet.runSubject(view).href());
        }
    }
}
