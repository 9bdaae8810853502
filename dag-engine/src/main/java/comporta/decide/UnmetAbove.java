package comporta.decide;

import comporta.dag.TriggerRule;
import comporta.operator.Lease;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a node waits for that lies above it: tasks, its rule, its turn, machines on their way back. */
final class UnmetAbove {
    private UnmetAbove() {}

    static List<Reason> of(Situation situation, int node) {
        var view = situation.view();
        var open = open(situation, node);
        if (view.plan().isTeardown(node)) {
            return open.isEmpty() ? List.of() : List.of(teardown(situation, open));
        }
        if (open.isEmpty() || holds(view, node)) {
            return ready(situation, node);
        }
        if (view.plan().rule(node) == TriggerRule.ALL_SUCCESS) {
            return each(situation, open);
        }
        return List.of(rule(situation, node, open));
    }

    /** Whether its rule holds already. */
    private static boolean holds(RunView view, int node) {
        return Gates.obstacle(view, node) == null && Rules.verdict(
                view.plan().rule(node), view.plan().upstreamCount(node), count(view, node, Counters.End.SUCCESS),
                count(view, node, Counters.End.FAILED), count(view, node, Counters.End.BROKEN), count(view, node, Counters.End.SKIPPED))
                == Rules.Verdict.RUN;
    }

    private static int count(RunView view, int node, Counters.End end) {
        return view.counters().count(node, end);
    }

    /** Those above that are not at rest, the likely last first. */
    private static List<Integer> open(Situation situation, int node) {
        var view = situation.view();
        var above = view.plan().isTeardown(node)
                ? IntStream.concat(IntStream.of(Nodes.setupsOf(view, node)), IntStream.of(Nodes.upstream(view, node))).distinct()
                : IntStream.of(Nodes.upstream(view, node));
        return above.filter(each -> !view.instance(each).isAtRest())
                .boxed()
                .sorted(Comparator.comparing(
                        (Integer each) -> situation.likelyEnd(view, each),
                        Comparator.nullsFirst(Comparator.<Instant>naturalOrder())).reversed())
                .toList();
    }

    private static List<Reason> each(Situation situation, List<Integer> open) {
        var reasons = new ArrayList<Reason>();
        for (int above : open.subList(0, Math.min(open.size(), Unmet.NAMED))) {
            reasons.add(upstream(situation, above, open.size() - Unmet.NAMED));
        }
        return reasons;
    }

    private static Reason upstream(Situation situation, int above, int more) {
        var view = situation.view();
        var name = Nodes.name(view, above);
        var end = situation.likelyEnd(view, above);
        var args = args("task", name, "state", view.instance(above).state().word());
        if (more > 0) {
            args.put("more", more);
        }
        var lease = view.lease(above);
        if (lease != null && lease.state() == Lease.State.OPENING && view.instance(above).state() instanceof TaskState.Running) {
            return machines(situation, above, lease, end);
        }
        return new Reason(
                Reason.Code.UPSTREAM, args, "Waits for " + name + " (" + word(view, above) + ")" + situation.moments().likely(end) + ".",
                Unmet.task(view, above), end, null, Unmet.predicted(end), marked(situation, List.of(above)));
    }

    /** Machines of a set-up that is not done. */
    static Reason machines(Situation situation, int setup, Lease lease, @Nullable Instant end) {
        var view = situation.view();
        int wanted = lease.terms().wanted();
        var args = args("pool", lease.terms().pool(), "registered", lease.registered());
        args.put("wanted", wanted);
        args.put("task", Nodes.name(view, setup));
        return new Reason(
                Reason.Code.MACHINES_BOOTING, args,
                lease.registered() + " of " + wanted + " machines of node pool " + lease.terms().pool() + " registered; "
                        + (wanted - lease.registered()) + " are booting" + situation.moments().likely(end) + ".",
                new Reason.Subject("lease", lease.id(), "/machines/" + lease.id()), end, null, Unmet.predicted(end), null);
    }

    private static Reason.Unblock marked(Situation situation, List<Integer> open) {
        var names = names(situation.view(), open);
        var label = "Mark " + String.join(", ", names) + " as success";
        return new Reason.Unblock(
                label, open.size() == 1 ? situation.now() : null, Unmet.deed(situation.view(), Deed.Verb.MARK_SUCCESS, label, names));
    }

    private static Reason rule(Situation situation, int node, List<Integer> open) {
        var view = situation.view();
        var rule = view.plan().rule(node);
        var first = rule == TriggerRule.ONE_SUCCESS || rule == TriggerRule.ONE_FAILED || rule == TriggerRule.ONE_DONE;
        var end = end(situation, open, first);
        int all = Nodes.upstream(view, node).length;
        var args = args("rule", rule.word(), "open", open.size());
        args.put("upstream", all);
        args.put("tasks", names(view, open.stream().limit(Unmet.NAMED).toList()));
        return new Reason(
                Reason.Code.RULE, args,
                "Rule " + rule.word() + ": " + open.size() + " of " + all + " upstream are not at rest (" + listed(view, open) + ")"
                        + situation.moments().likely(end) + ".",
                Unmet.task(view, open.getFirst()), end, null, Unmet.predicted(end), released(situation, rule, open));
    }

    /** Which of those above would have to end how. */
    private static Reason.@Nullable Unblock released(Situation situation, TriggerRule rule, List<Integer> open) {
        return switch (rule) {
            case ALL_FAILED, ONE_FAILED, ALWAYS -> null;
            case ALL_SKIPPED -> {
                var names = names(situation.view(), open);
                var label = "Skip " + String.join(", ", names);
                yield new Reason.Unblock(label, null, Unmet.deed(situation.view(), Deed.Verb.SKIP, label, names));
            }
            case ONE_SUCCESS, ONE_DONE -> marked(situation, open.subList(0, 1));
            case ALL_SUCCESS, ALL_DONE, NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS, NONE_SKIPPED, ALL_DONE_MIN_ONE_SUCCESS,
                    ALL_DONE_SETUP_SUCCESS ->
                marked(situation, open);
        };
    }

    private static Reason teardown(Situation situation, List<Integer> open) {
        var view = situation.view();
        var end = end(situation, open, false);
        var args = args("rule", "teardown", "open", open.size());
        args.put("tasks", names(view, open.stream().limit(Unmet.NAMED).toList()));
        return new Reason(
                Reason.Code.RULE, args,
                "A teardown waits until its set-up and all that lies between are at rest: " + listed(view, open)
                + situation.moments().likely(end) + ".",
                Unmet.task(view, open.getFirst()), end, null, Unmet.predicted(end), marked(situation, open));
    }

    /** Its rule holds; something else holds it back. */
    private static List<Reason> ready(Situation situation, int node) {
        var view = situation.view();
        var lease = view.lease(node);
        if (lease != null && Leases.isClosing(view, node)) {
            return List.of(new Reason(
                    Reason.Code.MACHINES_BOOTING, args("pool", lease.terms().pool(), "closing", true),
                    "Node pool " + lease.terms().pool()
                    + " of the try before is still being given back; new machines of that name come after that.",
                    new Reason.Subject("lease", lease.id(), "/machines/" + lease.id()), null, null, Reason.UntilIs.UNKNOWN, null));
        }
        if (!Turns.isItsTurn(view, node)) {
            return List.of(turn(situation, node));
        }
        var until = JustInTime.waitsUntil(view, node, situation.now());
        return until == null ? List.of() : List.of(justInTime(situation, node, until));
    }

    private static Reason justInTime(Situation situation, int node, Instant until) {
        var view = situation.view();
        var consumers = IntStream.of(view.plan().starts().consumers(node)).filter(task -> !view.instance(task).isAtRest()).boxed().toList();
        return new Reason(
                Reason.Code.SCHEDULE, args("start", "jit", "consumers", names(view, consumers.stream().limit(Unmet.NAMED).toList())),
                "Its machines are wanted when " + listed(view, consumers) + " can begin: they are asked for just in time for that"
                        + situation.moments().likely(until) + ".",
                Unmet.task(view, node), until, null, Reason.UntilIs.PREDICTED, null);
    }

    private static Reason turn(Situation situation, int node) {
        var view = situation.view();
        var unit = view.plan().units().get(view.plan().unitOf(node));
        var most = unit.expand().maxParallel();
        var under = under(view, unit);
        var end = end(situation, under, true);
        return new Reason(
                Reason.Code.TASK_LIMIT, args("limit", "max_parallel of " + unit.id(), "size", most == null ? 0 : most),
                "max_parallel of " + unit.id() + " is reached: " + most + " of its items are under way (" + listed(view, under)
                        + "); lower items go first" + situation.moments().likely(end) + ".",
                new Reason.Subject(unit.isGroup() ? "group" : "task", unit.id(), Unmet.runSubject(view).href()), end, null,
                Unmet.predicted(end),
                under.isEmpty() ? null : marked(situation, under));
    }

    /** The tasks at work of the items that are under way. */
    private static List<Integer> under(RunView view, Unit unit) {
        return IntStream.of(unit.members())
                .flatMap(member -> Nodes.instancesOf(view, member))
                .filter(each -> view.instance(each).state() instanceof TaskState.InTry
                        || view.instance(each).state() instanceof TaskState.Queued)
                .boxed()
                .toList();
    }

    /** What cannot run because something above failed: the first cause, and what has to start over. */
    static List<Reason> broken(Situation situation, int node) {
        var view = situation.view();
        var blocked = new LinkedHashSet<Integer>();
        var origin = origin(view, node, blocked);
        if (origin == null) {
            return List.of();
        }
        var name = Nodes.name(view, origin);
        var names = new ArrayList<String>();
        names.add(name);
        names.addAll(names(view, List.copyOf(blocked.reversed())));
        var label = "Clear " + String.join(", ", names);
        return List.of(new Reason(
                Reason.Code.UPSTREAM, args("task", name, "state", view.instance(origin).state().word()),
                "Cannot run: " + name + " " + how(view, origin) + ", and its rule " + view.plan().rule(node).word()
                + " cannot hold any more.",
                Unmet.task(view, origin), null, null, Reason.UntilIs.UNKNOWN,
                new Reason.Unblock(label + ": they run again", null, Unmet.deed(view, Deed.Verb.CLEAR, label, names))));
    }

    private static String how(RunView view, int node) {
        return switch (view.instance(node).state()) {
            case TaskState.Failed failed -> "failed (" + failed.reason() + ")";
            case TaskState.Cancelled cancelled -> "was cancelled (" + cancelled.reason() + ")";
            case TaskState.Skipped skipped -> "was skipped (" + skipped.reason() + ")";
            case TaskState other -> "is " + other.word();
        };
    }

    private static @Nullable Integer origin(RunView view, int node, Set<Integer> blocked) {
        var at = node;
        while (view.instance(at).state() instanceof TaskState.UpstreamFailed && blocked.add(at)) {
            var bad = IntStream.of(Nodes.upstream(view, at))
                    .filter(above -> {
                        var end = Counters.endOf(view.instance(above));
                        return end == Counters.End.FAILED || end == Counters.End.BROKEN;
                    })
                    .findFirst();
            if (bad.isEmpty()) {
                return null;
            }
            at = bad.getAsInt();
        }
        return at == node ? null : (Integer) at;
    }

    private static @Nullable Instant end(Situation situation, List<Integer> open, boolean first) {
        var ends = new ArrayList<Instant>();
        for (int each : open) {
            var end = situation.likelyEnd(situation.view(), each);
            if (end == null && !first) {
                return null;
            }
            if (end != null) {
                ends.add(end);
            }
        }
        return (first ? ends.stream().min(Comparator.naturalOrder()) : ends.stream().max(Comparator.naturalOrder())).orElse(null);
    }

    static List<String> names(RunView view, List<Integer> nodes) {
        return nodes.stream().map(each -> Nodes.name(view, each)).toList();
    }

    private static String listed(RunView view, List<Integer> nodes) {
        var more = nodes.size() - 3;
        return nodes.stream().limit(3).map(each -> Nodes.name(view, each) + " " + word(view, each)).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** An expanded task whose instances are at work is not waiting to those who look. */
    private static String word(RunView view, int node) {
        if (!Nodes.isSummary(view, node)) {
            return view.instance(node).state().word();
        }
        long done = Nodes.instancesOf(view, node).filter(each -> view.instance(each).isAtRest()).count();
        return done + " of " + Nodes.instancesOf(view, node).count() + " at rest";
    }

    static Map<String, Object> args(String one, Object is, String other, Object isThat) {
        var args = new LinkedHashMap<String, Object>();
        args.put(one, is);
        args.put(other, isThat);
        return args;
    }
}
