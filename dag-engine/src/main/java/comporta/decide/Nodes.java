package comporta.decide;

import comporta.run.Expansion;
import comporta.run.TaskState;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a run and what lies between them, as far as it is expanded. Inside an expanded group each index sees its own; from outside
 * one sees the task itself, and that one sees its instances.
 */
public final class Nodes {
    private Nodes() {}

    /** All nodes: the tasks, then the instances, those left over from a longer list included. */
    static IntStream all(Facts facts) {
        var tasks = IntStream.range(0, facts.plan().size());
        return facts.plan().units().isEmpty() ? tasks : IntStream.concat(tasks, facts.instances());
    }

    /** The instances of a task, in order of index; empty for one that is not expanded, and for an instance. */
    public static IntStream instancesOf(Facts facts, int node) {
        var plan = facts.plan();
        var expansion = plan.indexOf(node) >= 0 ? null : expansion(facts, node);
        return expansion == null ? IntStream.empty() : IntStream.range(0, expansion.size()).map(index -> plan.node(node, index));
    }

    /** Whether a node sums up the instances of an expanded task. */
    public static boolean isSummary(Facts facts, int node) {
        return facts.plan().indexOf(node) < 0 && expansion(facts, node) != null;
    }

    private static @Nullable Expansion expansion(Facts facts, int node) {
        var unit = facts.plan().unitOf(node);
        return unit < 0 ? null : facts.expansion(unit);
    }

    /** What the node waits for. */
    public static int[] upstream(Facts facts, int node) {
        return isSummary(facts, node)
                ? instancesOf(facts, node).toArray()
                : seenFrom(facts, node, facts.plan().graph().upstream(facts.plan().taskOf(node)));
    }

    /** The set-ups that a teardown belongs to; where it is the teardown of all instances of one, those. */
    public static int[] setupsOf(Facts facts, int node) {
        var seen = seenFrom(facts, node, facts.plan().graph().setupsOf(facts.plan().taskOf(node)));
        return facts.plan().units().isEmpty()
                ? seen
                : Arrays.stream(seen).flatMap(setup -> isSummary(facts, setup) ? instancesOf(facts, setup) : IntStream.of(setup)).toArray();
    }

    /** What must be at rest before a teardown, its set-ups left out. */
    static int[] scopeOf(Facts facts, int node) {
        return seenFrom(facts, node, facts.plan().graph().scopeOf(facts.plan().taskOf(node)));
    }

    private static int[] seenFrom(Facts facts, int node, int[] tasks) {
        return facts.plan().indexOf(node) < 0 ? tasks : Arrays.stream(tasks).map(task -> seen(facts.plan(), node, task)).toArray();
    }

    /** The node that {@code reader} means by a task: its own index where both are expanded together. */
    static int seen(Plan plan, int reader, int task) {
        var index = plan.indexOf(reader);
        return index >= 0 && plan.unitOf(task) == plan.unitOf(reader) ? plan.node(task, index) : task;
    }

    /** The nodes that wait for this one. */
    static void eachBelow(Facts facts, int node, IntConsumer deed) {
        var plan = facts.plan();
        var unit = plan.unitOf(node);
        var index = plan.indexOf(node);
        for (int below : plan.graph().downstream(plan.taskOf(node))) {
            if (index < 0) {
                deed.accept(below);
                if (plan.unitOf(below) != unit) {
                    instancesOf(facts, below).forEach(deed);
                }
            } else if (plan.unitOf(below) == unit) {
                deed.accept(plan.node(below, index));
            }
        }
    }

    /** Whether a node is one of the instances that its task sums up. */
    static boolean isSummedUp(Facts facts, int node) {
        var index = facts.plan().indexOf(node);
        var expansion = index < 0 ? null : expansion(facts, node);
        return expansion != null && index < expansion.size();
    }

    /** What people call it: {@code score}, {@code score[churn]}, {@code score[0]}. */
    public static String name(Facts facts, int node) {
        var task = facts.plan().task(node).id().value();
        var index = facts.plan().indexOf(node);
        if (index < 0) {
            return task;
        }
        var expansion = expansion(facts, node);
        return task + "[" + (expansion == null || index >= expansion.size() ? Integer.toString(index) : expansion.name(index)) + "]";
    }

    /** Whether all of an index is at rest: every member of its group. */
    static boolean isIndexAtRest(Facts facts, Unit unit, int index) {
        for (int member : unit.members()) {
            if (!(facts.instance(facts.plan().node(member, index)).state() instanceof TaskState.AtRest)) {
                return false;
            }
        }
        return true;
    }
}
