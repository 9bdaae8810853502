package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.decide.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which names of templates have a value in a rehearsal, and which of these are not made up. */
record KnownNames(
        Dag dag, Set<String> tasks, Surroundings around, Map<TaskId, Map<String, Object>> handedOn,
        Map<TaskId, Map<String, Object>> withStandIns) {
    private static final Set<String> ALWAYS = Set.of("ds", "dag", "task", "tasks", "try", "item");
    private static final Set<String> OF_RUN = Set.of("id", "type", "logical_date", "is_latest");

    KnownNames(
            Dag dag, Surroundings around, Map<TaskId, Map<String, Object>> handedOn, Map<TaskId, Map<String, Object>> withStandIns) {
        this(dag, dag.tasks().keySet().stream().map(TaskId::value).collect(Collectors.toUnmodifiableSet()), around, handedOn, withStandIns);
    }

    /** Whether there is a value, made up or not. */
    boolean hasValue(List<String> path) {
        return isKnown(path, withStandIns);
    }

    /** Whether there is a value that is not made up. */
    boolean isCertain(List<String> path) {
        return isKnown(path, handedOn);
    }

    private boolean isKnown(List<String> path, Map<TaskId, Map<String, Object>> outputs) {
        var part = path.size() > 1 ? path.get(1) : "";
        return switch (path.getFirst()) {
            case "outputs" -> tasks.contains(part) && reaches(outputs.getOrDefault(new TaskId(part), Map.of()), path, 2);
            case "var" -> reaches(around.variables(), path, 1);
            case "conn" -> around.connections().containsKey(part) && reaches(around.connections().get(part), path, 2);
            case "params" -> dag.params().containsKey(part);
            case "run" -> OF_RUN.contains(part);
            case String root -> ALWAYS.contains(root);
        };
    }

    /** Whether there is something at the place that the path leads to from its part {@code at} on. */
    private static boolean reaches(Object value, List<String> path, int at) {
        if (at >= path.size()) {
            return true;
        }
        var part = path.get(at);
        return switch (value) {
            case Map<?, ?> map -> map.get(part) != null && reaches(map.get(part), path, at + 1);
            case List<?> list -> part.matches("\\d{1,4}") && Integer.parseInt(part) < list.size()
                    && list.get(Integer.parseInt(part)) != null && reaches(list.get(Integer.parseInt(part)), path, at + 1);
            default -> false;
        };
    }
}
