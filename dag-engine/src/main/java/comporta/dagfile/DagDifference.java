package comporta.dagfile;

import comporta.dag.PlainData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * In what two versions of a DAG differ, as they are written.
 *
 * @param added tasks that only the newer has
 * @param removed tasks that only the older has
 * @param changed tasks that both have and that say something else, each with the keys of which that is true
 * @param keys of the DAG itself that say something else, such as {@code schedule}
 */
public record DagDifference(List<String> added, List<String> removed, Map<String, List<String>> changed, List<String> keys) {
    public DagDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = PlainData.ordered(changed);
        keys = List.copyOf(keys);
    }

    /** Compares two texts, each of a DAG file that is right. */
    public static DagDifference between(String older, String newer) {
        var before = data(older);
        var after = data(newer);
        var tasksBefore = block(before.remove("tasks"));
        var tasksAfter = block(after.remove("tasks"));
        var changed = new LinkedHashMap<String, List<String>>();
        for (var task : tasksAfter.keySet()) {
            if (tasksBefore.containsKey(task)) {
                var keys = differing(block(tasksBefore.get(task)), block(tasksAfter.get(task)));
                if (!keys.isEmpty()) {
                    changed.put(task, keys);
                }
            }
        }
        return new DagDifference(
                without(tasksAfter, tasksBefore), without(tasksBefore, tasksAfter), changed, differing(before, after));
    }

    /** Whether both say the same. */
    public boolean isNone() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && keys.isEmpty();
    }

    private static List<String> without(Map<String, Object> all, Map<String, Object> others) {
        return all.keySet().stream().filter(name -> !others.containsKey(name)).toList();
    }

    private static List<String> differing(Map<String, Object> before, Map<String, Object> after) {
        var names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream().filter(name -> !Objects.equals(before.get(name), after.get(name))).toList();
    }

    private static Map<String, Object> data(String source) {
        return block(plain(YamlText.read(source.getBytes(StandardCharsets.UTF_8), new Problems("", false))));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> block(@Nullable Object data) {
        return data instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }

    private static Object plain(@Nullable Node node) {
        return switch (node) {
            case null -> new LinkedHashMap<String, Object>();
            case Node.Scalar text -> text.plain() && text.isNull() ? "" : text.text();
            case Node.Sequence list -> {
                var items = new ArrayList<Object>();
                list.items().forEach(item -> items.add(plain(item)));
                yield items;
            }
            case Node.Mapping map -> {
                var entries = new LinkedHashMap<String, Object>();
                map.entries().forEach((name, entry) -> entries.put(name, plain(entry.value())));
                yield entries;
            }
        };
    }
}
