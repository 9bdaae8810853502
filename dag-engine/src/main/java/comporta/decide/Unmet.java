package comporta.decide;

import comporta.run.RunState;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions of a node that are not met. */
final class Unmet {
    /** Of an expanded task, and of many tasks above, so many are named. */
    static final int NAMED = 10;

    private Unmet() {}

    static List<Reason> of(Situation situation, int node) {
        var view = situation.view();
        if (Nodes.isSummary(view, node) && !view.instance(node).isAtRest()) {
            return ofInstances(situation, node);
        }
        var reasons = new ArrayList<Reason>();
        switch (view.instance(node).state()) {
            case TaskState.Waiting _ -> {
                reasons.addAll(UnmetAbove.of(situation, node));
                reasons.addAll(UnmetHolds.of(situation, node));
                reasons.addAll(UnmetRun.of(situation));
            }
            case TaskState.Queued _ -> {
                reasons.addAll(UnmetHolds.of(situation, node));
                reasons.addAll(UnmetRun.of(situation));
                reasons.addAll(UnmetSlots.of(situation, node));
            }
            case TaskState.UpForRetry retry -> {
                reasons.add(UnmetOutside.retry(situation, node, retry));
                reasons.addAll(UnmetRun.of(situation));
            }
            case TaskState.InTry inTry -> reasons.addAll(UnmetOutside.of(situation, node, inTry));
            case TaskState.UpstreamFailed _ -> reasons.addAll(UnmetAbove.broken(situation, node));
            case TaskState.AtRest _ -> { }
        }
        return reasons;
    }

    /** What several instances wait for is named once. */
    private static List<Reason> ofInstances(Situation situation, int node) {
        var view = situation.view();
        var byText = new LinkedHashMap<String, Reason>();
        Nodes.instancesOf(view, node)
                .filter(each -> !view.instance(each).isAtRest())
                .boxed()
                .flatMap(each -> view.run().state() == RunState.SUCCESS ? Stream.of() : of(situation, each).stream())
                .forEach(reason -> byText.putIfAbsent(reason.text(), reason));
        return byText.values().stream().limit(NAMED).toList();
    }

    static Reason.Subject task(RunView view, int node) {
        return new Reason.Subject("task", Nodes.name(view, node), run(view) + "/tasks/" + segment(view, node));
    }

    /** A task instance as paths name it. */
    static String segment(RunView view, int node) {
        int index = view.plan().indexOf(node);
        return view.plan().task(node).id() + (index < 0 ? "" : "~" + index);
    }

    static Reason.Subject runSubject(RunView view) {
        return new Reason.Subject("run", view.run().key(), run(view));
    }

    private static String run(RunView view) {
        return "/dags/" + view.run().dag() + "/runs/" + view.run().key();
    }

    static Deed deed(RunView view, Deed.Verb verb, String label, List<String> tasks) {
        return new Deed(verb, label, view.run().dag(), view.run().key(), tasks, Map.of());
    }

    /** One that has a path of its own for each task. */
    static Deed deed(RunView view, Deed.Verb verb, String label, int node) {
        return new Deed(verb, label, view.run().dag(), view.run().key(), List.of(Nodes.name(view, node)),
                Map.of(Deed.TASK, segment(view, node)));
    }

    static Reason.UntilIs predicted(@Nullable Instant until) {
        return until == null ? Reason.UntilIs.UNKNOWN : Reason.UntilIs.PREDICTED;
    }

    static Reason.UntilIs exact(@Nullable Instant until) {
        return until == null ? Reason.UntilIs.UNKNOWN : Reason.UntilIs.EXACT;
    }
}
