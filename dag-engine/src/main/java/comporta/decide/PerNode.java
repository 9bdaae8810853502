package comporta.decide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Something for each node of a run: an array for the tasks, of which most runs have no more; a map for the instances of expanded ones. */
final class PerNode<T> {
    private final @Nullable Object[] tasks;
    private final Map<Integer, T> instances = new HashMap<>();

    PerNode(int tasks) {
        this.tasks = new Object[tasks];
    }

    @SuppressWarnings("unchecked")   // only set() writes
    @Nullable T get(int node) {
        return node < tasks.length ? (T) tasks[node] : instances.get(node);
    }

    void set(int node, @Nullable T thing) {
        if (node < tasks.length) {
            tasks[node] = thing;
        } else if (thing == null) {
            instances.remove(node);
        } else {
            instances.put(node, thing);
        }
    }

    /** All that were set: those of the tasks in their order, then those of the instances. */
    @SuppressWarnings("unchecked")
    List<T> all() {
        var all = new ArrayList<T>(tasks.length + instances.size());
        Arrays.stream(tasks).filter(thing -> thing != null).forEach(thing -> all.add((T) thing));
        instances().forEach(node -> all.add(instances.get(node)));
        return all;
    }

    /** The nodes of instances that were set, in order. */
    IntStream instances() {
        return instances.keySet().stream().mapToInt(node -> node).sorted();
    }
}
