package comporta.app;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.Deadline;
import comporta.dag.Dependency;
import comporta.dag.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys of a DAG file that are read and checked, but not in effect in this version.
 *
 * @param refused what a run may not ignore, since that could harm; each in words
 * @param told what a run ignores and says so once
 */
record NotYet(List<String> refused, List<String> told) {
    NotYet {
        refused = List.copyOf(refused);
        told = List.copyOf(told);
    }

    /** What of {@code dag} is not in effect. */
    static NotYet in(Dag dag) {
        var refused = new ArrayList<String>();
        var told = new ArrayList<String>();
        add(refused, dag.budgetLimit() != null, "budget.limit");
        add(refused, !dag.groups().isEmpty(), "groups");
        add(refused, !dag.secrets().isEmpty(), "secrets");
        add(refused, isHard(dag.deadlines()), "deadline.on_miss: cancel or fail");
        add(told, dag.budgetWarn() != null, "budget.warn");
        add(told, !dag.alerts().equals(Alerts.NONE), "alerts");
        add(told, dag.runRetries() > 0, "run_retries");
        add(told, !dag.targets().byEvent().isEmpty(), "notifications (on_failure and its like)");
        for (var task : dag.tasks().values()) {
            inTask(task, refused, told);
        }
        return new NotYet(refused, told.stream().distinct().toList());
    }

    private static void inTask(Task task, List<String> refused, List<String> told) {
        var of = " of task \"" + task.id() + "\"";
        add(refused, !Wiring.BUILT.contains(task.operator()), "operator " + task.operator() + of);
        add(refused, task.expand() != null, "expand" + of);
        add(refused, !task.doneWhen().isEmpty(), "done_when" + of);
        add(refused, !task.secrets().isEmpty(), "secrets" + of);
        add(refused, isHard(task.deadlines()), "deadline.on_miss: cancel or fail" + of);
        add(refused, task.dependsOn().stream().anyMatch(Dependency.OnDag.class::isInstance), "depends_on another DAG" + of);
        add(told, task.dependsOnPast() || task.waitForDownstream(), "depends_on_past and wait_for_downstream");
        add(told, !task.alerts().equals(Alerts.NONE), "alerts");
        add(told, !task.targets().byEvent().isEmpty(), "notifications (on_failure and its like)");
        add(told, task.settings().containsKey("elasticity"), "elasticity");
        add(told, task.block("node_pool").containsKey("keep_on_failure"), "node_pool.keep_on_failure");
        add(told, "jit".equals(task.block("node_pool").get("start")), "node_pool.start: jit");
    }

    private static boolean isHard(List<Deadline> deadlines) {
        return deadlines.stream().anyMatch(deadline -> deadline.onMiss() != Deadline.OnMiss.ALERT);
    }

    private static void add(List<String> list, boolean present, String what) {
        if (present) {
            list.add(what);
        }
    }
}
