package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.TriggerRule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/** No rule asks for an end that what stands above can never have. */
final class RuleChecks {
    private static final Set<String> SKIPPING = Set.of("branch", "short-circuit", "sensor", "approval");

    private final Dag dag;
    private final DagGraph graph;
    private final BitSet belowShortCircuit = new BitSet();
    private final BitSet neverFails = new BitSet();
    private final BitSet neverSkipped = new BitSet();

    private RuleChecks(Dag dag, DagGraph graph) {
        this.dag = dag;
        this.graph = graph;
        // A short circuit skips everything below, whatever the rules say.
        for (var task : dag.tasks().values()) {
            if (task.operator().equals("short-circuit")) {
                belowShortCircuit.or(graph.allDownstream(graph.number(task.id())));
            }
        }
        for (int n : graph.topologicalOrder()) {
            neverFails.set(n, neverFails(n));
            neverSkipped.set(n, neverSkipped(n));
        }
    }

    static void check(Dag dag, DagGraph graph, Findings found) {
        if (dag.tasks().values().stream().noneMatch(RuleChecks::asksForAFailureOrASkip)) {
            return;
        }
        var checks = new RuleChecks(dag, graph);
        for (var task : found.writtenTasks()) {
            if (!task.isTeardown()) {
                checks.obstacle(task).ifPresent(obstacle -> found.errorAtValue("never-runs",
                        "task \"" + task.id() + "\" can never run: \"" + task.triggerRule().word() + "\" above " + obstacle,
                        "Change its trigger_rule or depends_on", "tasks", task.id().value(), "trigger_rule"));
            }
        }
    }

    private static boolean asksForAFailureOrASkip(Task task) {
        return task.triggerRule() == TriggerRule.ALL_FAILED || task.triggerRule() == TriggerRule.ONE_FAILED
                || task.triggerRule() == TriggerRule.ALL_SKIPPED;
    }

    private Optional<String> obstacle(Task task) {
        int[] upstream = graph.upstream(graph.number(task.id()));
        return switch (task.triggerRule()) {
            case ALL_FAILED -> Arrays.stream(upstream).filter(neverFails::get).mapToObj(n -> inWords(n, "never fails")).findFirst();
            case ONE_FAILED -> upstream.length > 0 && Arrays.stream(upstream).allMatch(neverFails::get)
                    ? Optional.of(inWords(upstream[0], "never fails"))
                    : Optional.empty();
            case ALL_SKIPPED -> Arrays.stream(upstream).filter(neverSkipped::get).mapToObj(n -> inWords(n, "is never skipped")).findFirst();
            case ALL_SUCCESS, ALL_DONE, ONE_SUCCESS, ONE_DONE, NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS, NONE_SKIPPED,
                    ALL_DONE_MIN_ONE_SUCCESS, ALL_DONE_SETUP_SUCCESS, ALWAYS -> Optional.empty();
        };
    }

    private String inWords(int n, String never) {
        var task = dag.task(graph.task(n));
        return task.operator().equals("noop") ? "a noop" : "\"" + task.id() + "\", which " + never;
    }

    /** Nothing is launched, nothing is rendered, and nothing above can hand a failure on. */
    private boolean neverFails(int n) {
        var task = dag.task(graph.task(n));
        boolean handedOn = switch (task.triggerRule()) {
            case ALL_SUCCESS, ONE_SUCCESS, NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS, ALL_DONE_MIN_ONE_SUCCESS,
                    ALL_DONE_SETUP_SUCCESS -> !Arrays.stream(graph.upstream(n)).allMatch(neverFails::get);
            case ALL_FAILED, ALL_DONE, ALL_SKIPPED, ONE_FAILED, ONE_DONE, NONE_SKIPPED, ALWAYS -> false;
        };
        return task.operator().equals("noop") && task.when() == null && task.doneWhen().isEmpty() && task.expand() == null && !handedOn;
    }

    /** Neither by itself, nor by its rule, nor because of what stands above. */
    private boolean neverSkipped(int n) {
        var task = dag.task(graph.task(n));
        boolean byItself = task.when() != null || !task.skipOn().isEmpty() || ExpandChecks.of(dag, task).isPresent()
                || SKIPPING.contains(task.operator());
        boolean ruleNeverSkips = task.triggerRule() == TriggerRule.ALWAYS || task.triggerRule() == TriggerRule.ALL_DONE
                || task.triggerRule() == TriggerRule.NONE_FAILED;
        boolean underBranch = Arrays.stream(graph.upstream(n)).mapToObj(graph::task).map(this::operator).anyMatch(SKIPPING::contains);
        boolean fromAbove = task.triggerRule() != TriggerRule.ALL_SUCCESS || !Arrays.stream(graph.upstream(n)).allMatch(neverSkipped::get);
        return !byItself && !underBranch && !belowShortCircuit.get(n) && (ruleNeverSkips || !fromAbove);
    }

    private String operator(TaskId task) {
        return dag.task(task).operator();
    }
}
