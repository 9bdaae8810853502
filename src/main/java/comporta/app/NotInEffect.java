package comporta.app;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.Deadline;
import comporta.dag.Dependency;
import comporta.dag.Targets;
import comporta.dag.Task;
import comporta.decide.Gates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a DAG file asks for that a local run does not do: some of it servers do ({@link #onServers}), the rest nobody does yet.
 *
 * @param ignored told once; the run goes on without it
 * @param refused without it a run could do harm, so there is none
 */
record NotInEffect(List<String> ignored, List<String> refused) {

    /** With these begins what {@code comporta start} does. */
    private static final List<String> SERVERS = List.of(
            "run_retries", "max_consecutive_failures", "deadline", "alerts", "on_", "depends_on another DAG", "depends_on_past",
            "wait_for_downstream");

    /** Events that somebody can be told of. */
    private static final Set<String> TOLD = Set.of("success", "failure", "retry");
    private static final Set<String> ELASTIC = Set.of("model", "spark-driver");

    /** @param operators names of the operators that are built */
    static NotInEffect of(Dag dag, Set<String> operators) {
        var ignored = new LinkedHashSet<String>();
        var refused = new ArrayList<String>();
        add(ignored, dag.budgetWarn() != null, "budget.warn");
        add(ignored, dag.budgetLimit() != null, "budget.limit");   // simulated machines cost nothing
        add(ignored, dag.runRetries() > 0, "run_retries");
        add(ignored, dag.maxConsecutiveFailures() > 0, "max_consecutive_failures");
        deadlines(dag.deadlines(), ignored);
        add(ignored, !dag.alerts().equals(Alerts.NONE), "alerts");
        targets(dag.targets(), ignored);
        for (var task : dag.tasks().values()) {
            task(task, operators, ignored, refused);
        }
        return new NotInEffect(List.copyOf(ignored), List.copyOf(refused));
    }

    /** Of these the ones that servers do. */
    static List<String> onServers(List<String> keys) {
        return keys.stream().filter(NotInEffect::isOnServers).toList();
    }

    /** Of these the ones that nobody does yet. */
    static List<String> nowhere(List<String> keys) {
        return keys.stream().filter(key -> !isOnServers(key)).toList();
    }

    private static boolean isOnServers(String key) {
        return SERVERS.stream().anyMatch(key::startsWith);
    }

    /** A simulation can do no harm, and so refuses nothing; what is left out, it leaves out, too. */
    static NotInEffect simulated(Dag dag) {
        var all = of(dag, dag.tasks().values().stream().map(Task::operator).collect(Collectors.toUnmodifiableSet()));
        return new NotInEffect(all.ignored(), List.of());
    }

    private static void task(Task task, Set<String> operators, Set<String> ignored, List<String> refused) {
        var of = " of task " + task.id();
        if (!operators.contains(task.operator())) {
            refused.add("operator " + task.operator() + of);
        }
        if (Gates.isGate(task) && !task.doneWhen().isEmpty()) {
            refused.add("done_when" + of + ", which makes nothing");
        }
        if (task.dependsOn().stream().anyMatch(Dependency.OnDag.class::isInstance)) {
            refused.add("depends_on another DAG" + of);
        }
        deadlines(task.deadlines(), ignored);
        add(ignored, !task.alerts().equals(Alerts.NONE), "alerts");
        add(ignored, task.dependsOnPast(), "depends_on_past");
        add(ignored, task.waitForDownstream(), "wait_for_downstream");
        add(ignored, !task.block("elasticity").isEmpty() && !ELASTIC.contains(task.operator()), "elasticity of " + task.operator());
        targets(task.targets(), ignored);
    }

    /** Hard ones the engine keeps wherever it runs; of soft ones somebody would have to be told. */
    private static void deadlines(List<Deadline> deadlines, Set<String> ignored) {
        add(ignored, deadlines.stream().anyMatch(deadline -> deadline.onMiss() == Deadline.OnMiss.ALERT), "deadline");
    }

    private static void targets(Targets targets, Set<String> ignored) {
        targets.byEvent().keySet().stream().filter(event -> !TOLD.contains(event)).forEach(event -> ignored.add("on_" + event));
    }

    private static void add(Set<String> ignored, boolean asked, String what) {
        if (asked) {
            ignored.add(what);
        }
    }
}
