package comporta.dag;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * DAGs in a few words for tests: {@code "up scales p; work after up on p; down after work tears up; group g after up; x in g"}.
 *
 * <p>Words of a task: {@code after} (tasks and groups, by commas), {@code tears}, {@code in} (group), {@code on} (node pool of its job),
 * {@code scales} (node pool), {@code typed} (its slave type). Words of a group: {@code after}, {@code in}, {@code pool}.
 */
public final class DagSketch {
    private DagSketch() {}

    public static Dag of(String sketch) {
        var groups = new LinkedHashMap<GroupId, Group>();
        var tasks = new LinkedHashMap<TaskId, Task>();
        var lines = Stream.of(sketch.split(";", -1)).map(line -> List.of(line.strip().split(" +", -1))).toList();
        for (var line : lines) {
            if (line.getFirst().equals("group")) {
                groups.put(new GroupId(line.get(1)), null);
            }
        }
        Function<String, Dependency> dependency = name -> groups.containsKey(new GroupId(name))
                ? new Dependency.OnGroup(new GroupId(name))
                : new Dependency.OnTask(new TaskId(name));
        for (var line : lines) {
            if (line.getFirst().equals("group")) {
                groups.put(new GroupId(line.get(1)), group(new GroupId(line.get(1)), words(line.subList(2, line.size())), dependency));
            } else {
                tasks.put(new TaskId(line.getFirst()), task(new TaskId(line.getFirst()), words(line.subList(1, line.size())), dependency));
            }
        }
        return dag(groups, tasks);
    }

    /** A DAG of these tasks, manual, without anything else. */
    public static Dag dag(Map<GroupId, Group> groups, Map<TaskId, Task> tasks) {
        return new Dag(
                new DagId("sketch"), "", "", "", List.of(), Schedule.MANUAL, List.of(), NO_ALERTS, Map.of(), Map.of(), Map.of(), groups,
                tasks, 1, null, null, FailureMode.FINISH_POSSIBLE, 0, Duration.ofMinutes(5), 0, null, null, Targets.NONE);
    }

    private static final Alerts NO_ALERTS = new Alerts(null, null, null, null);

    private static Map<String, String> words(List<String> words) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < words.size(); i += 2) {
            map.put(words.get(i), words.get(i + 1));
        }
        return map;
    }

    private static Group group(GroupId id, Map<String, String> words, Function<String, Dependency> dependency) {
        Map<String, Object> pool = words.containsKey("pool") ? Map.of("name", words.get("pool")) : Map.of();
        return new Group(id, "", "", groupIn(words), list(words.get("after")).map(dependency).toList(), pool, null, null);
    }

    private static Task task(TaskId id, Map<String, String> words, Function<String, Dependency> dependency) {
        Map<String, Object> settings = words.containsKey("scales")
                ? Map.of("node_pool", pool(words))
                : words.containsKey("on")
                        ? Map.of("job", Map.of("command", "work", "node_pool", words.get("on")))
                        : Map.of("job", Map.of("command", "work"));
        return new Task(
                id, words.containsKey("scales") ? "scale-ec2" : "command", "", "", list(words.get("after")).map(dependency).toList(),
                TriggerRule.ALL_SUCCESS, null, Map.of(), RetryPolicy.NONE, List.of(), Timeouts.NONE, null, "default", 1, 0, null, false,
                false, List.of(), NO_ALERTS, Map.of(), Map.of(), Map.of(), list(words.get("tears")).map(TaskId::new).toList(),
                groupIn(words), null, Targets.NONE, settings);
    }

    private static Map<String, Object> pool(Map<String, String> words) {
        return words.containsKey("typed")
                ? Map.of("name", words.get("scales"), "slave_type", words.get("typed"))
                : Map.of("name", words.get("scales"));
    }

    private static @Nullable GroupId groupIn(Map<String, String> words) {
        var group = words.get("in");
        return group == null ? null : new GroupId(group);
    }

    private static Stream<String> list(@Nullable String text) {
        return text == null ? Stream.empty() : Stream.of(text.split(",", -1));
    }
}
