package comporta.decide;

import comporta.dag.DagId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Breakpoints, and what is waited for in other runs. */
final class UnmetHolds {
    private UnmetHolds() {}

    static List<Reason> of(Situation situation, int node) {
        return Holds.of(situation.view(), node).stream().map(hold -> switch (hold) {
            case Holds.Hold.Breakpoint _ -> breakpoint(situation, node);
            case Holds.Hold.Outside outside -> outside(situation, node, outside);
        }).toList();
    }

    private static Reason breakpoint(Situation situation, int node) {
        var view = situation.view();
        var name = Nodes.name(view, node);
        // What was set for an expanded task holds all of its instances.
        var set = view.order(node).breakpoint() ? name : view.plan().task(node).id().value();
        var label = "Take the breakpoint of " + set + " away";
        return new Reason(
                Reason.Code.BREAKPOINT, Map.of("task", set), "Stopped at a breakpoint of " + set + ".", Unmet.task(view, node), null, null,
                Reason.UntilIs.UNKNOWN,
                new Reason.Unblock(label, situation.now(), new Deed(
                        Deed.Verb.BREAKPOINT, label, view.run().dag(), view.run().key(), List.of(set),
                        Map.of("remove", true, Deed.TASK, set.equals(name) ? Unmet.segment(view, node) : set))));
    }

    private static Reason outside(Situation situation, int node, Holds.Hold.Outside outside) {
        var view = situation.view();
        var name = Nodes.name(view, node);
        var label = "Let " + name + " wait for no other run";
        var args = new LinkedHashMap<String, Object>();
        args.put("waits_for", outside.standing().words());
        var until = outside.until();
        if (until != null) {
            args.put("fails_at", String.valueOf(Moments.json(until)));
        }
        var words = outside.standing().words();
        return new Reason(
                code(outside.awaited()), args,
                words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)
                        + (until == null ? "" : "; fails at " + situation.moments().word(until)) + ".",
                subject(view, node, outside.awaited()), null, null, Reason.UntilIs.UNKNOWN,
                new Reason.Unblock(label, situation.now(), Unmet.deed(view, Deed.Verb.BYPASS, label, node)));
    }

    private static Reason.Code code(Awaited awaited) {
        return switch (awaited) {
            case Awaited.Past _ -> Reason.Code.PAST;
            case Awaited.Other _ -> Reason.Code.UPSTREAM;
        };
    }

    private static Reason.Subject subject(RunView view, int node, Awaited awaited) {
        return switch (awaited) {
            case Awaited.Past _ -> Unmet.task(view, node);
            case Awaited.Other other -> dag(other.dag());
        };
    }

    private static Reason.Subject dag(DagId dag) {
        return new Reason.Subject("dag", dag.value(), "/dags/" + dag);
    }
}
