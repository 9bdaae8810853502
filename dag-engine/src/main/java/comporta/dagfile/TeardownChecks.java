package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.NodePools;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.TriggerRule;
import java.util.List;

/** Teardowns know what they tear down, and leave the rule to the engine. */
final class TeardownChecks {
    private TeardownChecks() {}

    static void check(Dag dag, Findings found) {
        for (var task : found.writtenTasks()) {
            if (task.operator().equals("downscale-ec2")) {
                downscale(task, dag, found);
            }
            if (task.isTeardown()) {
                rule(task, found);
            }
        }
    }

    private static void downscale(Task task, Dag dag, Findings found) {
        var id = task.id().value();
        if (!task.isTeardown() && NodePools.scaledBy(task).isEmpty()) {
            found.errorAtKey("teardown-without-setup", "\"" + id + "\" names no task that it tears down",
                    "Add teardown_of: " + likelySetup(id, dag), "tasks", id);
        }
        int n = 0;
        for (var setup : task.teardownOf()) {
            var named = dag.tasks().get(setup);
            if (named != null && NodePools.scaledBy(named).isEmpty()) {
                found.errorAtValue("teardown-without-setup",
                        "\"" + id + "\" tears down \"" + setup + "\", which scales no node pool", "Name " + likelySetup(id, dag),
                        "tasks", id, "teardown_of", Integer.toString(n));
            }
            n++;
        }
    }

    /** The task that the teardown is called after, the only one that scales, or an example. */
    private static String likelySetup(String teardown, Dag dag) {
        var sameName = teardown.replace("downscale", "scale");
        var scaling = dag.tasks().values().stream()
                .filter(task -> !task.operator().equals("downscale-ec2") && NodePools.scaledBy(task).isPresent())
                .map(Task::id).map(TaskId::value).toList();
        return scaling.contains(sameName) || scaling.size() != 1 ? sameName : scaling.getFirst();
    }

    private static void rule(Task task, Findings found) {
        for (var key : List.of("trigger_rule", "when", "done_when")) {
            boolean given = switch (key) {
                case "when" -> task.when() != null;
                case "done_when" -> !task.doneWhen().isEmpty();
                default -> task.triggerRule() != TriggerRule.ALL_SUCCESS;
            };
            if (given || found.isWritten("tasks", task.id().value(), key)) {
                found.errorAtKey("teardown-rule", "a teardown has a rule of its own and takes no trigger_rule, when or done_when",
                        "Remove the key", "tasks", task.id().value(), key);
            }
        }
    }
}
