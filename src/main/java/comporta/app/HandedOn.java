package comporta.app;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.dag.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tasks are known to hand on before a simulated run: what they did in their last real success, else what {@code --with} says.
 *
 * @param notes what of {@code --with} is not used
 */
record HandedOn(Map<TaskId, Map<String, Object>> outputs, List<String> notes) {

    /**
     * Puts both together.
     *
     * @param with JSON, as typed, by {@code TASK.key}
     * @throws UsageException when one of these cannot be used
     */
    HandedOn(Map<TaskId, Map<String, Object>> lastReal, Map<String, String> with, Dag dag) {
        this(new LinkedHashMap<>(), new ArrayList<>());
        lastReal.forEach((task, values) -> outputs.put(task, new LinkedHashMap<>(values)));
        new TreeMap<>(with).forEach((name, json) -> {
            var task = task(name, dag);
            var key = name.substring(task.value().length() + 1);
            var value = value(name, json);
            if (outputs.computeIfAbsent(task, _ -> new LinkedHashMap<>()).putIfAbsent(key, value) != null) {
                notes.add("--with " + name + " is not used: in its last real success " + task + " handed on "
                        + PlainData.toJson(outputs.get(task).get(key)));
            }
        });
    }

    /** Ids may hold dots, too: of several that fit the longest counts. */
    private static TaskId task(String name, Dag dag) {
        return dag.tasks().keySet().stream()
                .filter(task -> name.startsWith(task.value() + ".") && name.length() > task.value().length() + 1)
                .max(Comparator.comparingInt(task -> task.value().length()))
                .orElseThrow(() -> {
                    int dot = name.indexOf('.');
                    var ids = dag.tasks().keySet().stream().map(TaskId::value).toList();
                    return new UsageException("--with wants TASK.key=JSON, and \"" + name + "\" names no output of a task. "
                            + Suggestion.didYouMean(dot < 0 ? name : name.substring(0, dot), ids,
                                    "Write e.g. --with " + ids.getFirst() + ".rows=3"));
                });
    }

    private static Object value(String name, String json) {
        try {
            var value = PlainData.fromJson(json);
            if (value != null) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--with " + name + " is not JSON: " + json + ". Write text with its quotes, e.g. --with '" + name
                    + "=\"all\"'.");
        }
        throw new UsageException("--with " + name + " is null, which no task can hand on. Leave it out.");
    }
}
