package comporta.decide;

import comporta.dag.TaskId;
import comporta.run.TaskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tasks above hand on, as a node sees them: inside an expanded group its own index, from outside lists by index. */
final class Handed {
    private Handed() {}

    /** The state of {@code above}. */
    static String state(Facts facts, int reader, String above) {
        return facts.instance(seen(facts, reader, above)).state().word();
    }

    /** The outputs of {@code above}; null: it has none. */
    static @Nullable Map<String, Object> outputs(Facts facts, int reader, String above) {
        return ofNode(facts, seen(facts, reader, above));
    }

    private static @Nullable Map<String, Object> ofNode(Facts facts, int node) {
        var plan = facts.plan();
        return plan.indexOf(node) < 0 && plan.unitOf(node) >= 0 ? lists(facts, node) : facts.outputs(node);
    }

    /** The same, as one sees it who is no task. */
    static String state(Facts facts, String above) {
        return facts.instance(number(facts, above)).state().word();
    }

    /** The same, as one sees it who is no task. */
    static @Nullable Map<String, Object> outputs(Facts facts, String above) {
        return ofNode(facts, number(facts, above));
    }

    private static int seen(Facts facts, int reader, String above) {
        return Nodes.seen(facts.plan(), reader, number(facts, above));
    }

    private static int number(Facts facts, String task) {
        return facts.plan().graph().number(new TaskId(task));
    }

    /** Null where an instance was skipped or failed; of no instances there are empty lists. */
    private static Map<String, Object> lists(Facts facts, int task) {
        var nodes = Nodes.instancesOf(facts, task).toArray();
        var keys = new LinkedHashSet<>(facts.plan().task(task).outputs().keySet());
        for (int node : nodes) {
            keys.addAll(succeeded(facts, node).keySet());
        }
        var lists = new LinkedHashMap<String, Object>();
        for (var key : keys) {
            List<@Nullable Object> list = new ArrayList<>(nodes.length);
            for (int node : nodes) {
                list.add(succeeded(facts, node).get(key));
            }
            lists.put(key, Collections.unmodifiableList(list));
        }
        return lists;
    }

    private static Map<String, Object> succeeded(Facts facts, int node) {
        var outputs = facts.instance(node).state() instanceof TaskState.Success ? facts.outputs(node) : null;
        return outputs == null ? Map.of() : outputs;
    }
}
