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
        int node = seen(facts, reader, above);
        var plan = facts.plan();
        return plan.indexOf(node) < 0 && plan.unitOf(node) >= 0 ? lists(facts, node) : facts.outputs(node);
    }

    private static int seen(Facts facts, int reader, String above) {
        var plan = facts.plan();
        int task = plan.graph().number(new TaskId(above));
        int index = plan.indexOf(reader);
        return index >= 0 && plan.unitOf(task) == plan.unitOf(reader) ? plan.node(task, index) : task;
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
