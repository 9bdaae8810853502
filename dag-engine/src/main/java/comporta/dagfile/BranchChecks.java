package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Param;
import comporta.dag.Suggestion;
import comporta.dag.Task;
import comporta.dag.ValueType;
import comporta.template.Choices;
import comporta.template.Templates;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A branch names what is below it, and its arms can meet again. */
final class BranchChecks {
    private static final Pattern ONE_PARAM = Pattern.compile("\\{\\{\\s*params\\.([A-Za-z_][A-Za-z0-9_]*)\\s*}}");

    private final Dag dag;
    private final DagGraph graph;
    private final Findings found;

    private BranchChecks(Dag dag, DagGraph graph, Findings found) {
        this.dag = dag;
        this.graph = graph;
        this.found = found;
    }

    static void check(Dag dag, DagGraph graph, Findings found) {
        var checks = new BranchChecks(dag, graph, found);
        for (var task : found.writtenTasks()) {
            if (task.operator().equals("branch") && task.settings().get("choose") instanceof String choose) {
                checks.branch(task, choose);
            }
        }
    }

    private void branch(Task branch, String choose) {
        int number = graph.number(branch.id());
        var below = new LinkedHashMap<String, Integer>();
        IntStream.of(graph.downstream(number)).filter(n -> !graph.isTeardown(n)).forEach(n -> below.put(graph.task(n).value(), n));
        var choices = Templates.choices(choose);
        boolean allBelow = true;
        for (var text : choices.texts()) {
            if (below.containsKey(text.text())) {
                continue;
            }
            allBelow = false;
            var place = found.places().inText(choose, text.offset(), "tasks", branch.id().value(), "choose");
            var what = "\"choose\" names \"" + text.text() + "\", which is not directly below \"" + branch.id() + "\"";
            var fix = Suggestion.didYouMean(text.text(), below.keySet(),
                    below.isEmpty()
                            ? "Add depends_on: " + branch.id() + " to the tasks to choose from"
                            : "Below it are " + String.join(", ", below.keySet()));
            if (text.certain()) {
                found.error(place, "branch-not-downstream", what, fix);
            } else {
                found.warning(place, "branch-text", what, fix);
            }
        }
        if (allBelow) {
            join(branch, number, below, possible(choose, choices, below));
        }
    }

    /** The sets of tasks that can be chosen; empty: not known before a run. */
    private List<Set<String>> possible(String choose, Choices choices, Map<String, Integer> below) {
        if (!choices.alternatives().isEmpty()) {
            return choices.alternatives();
        }
        var match = ONE_PARAM.matcher(choose.strip());
        @Nullable Param param = match.matches() ? dag.params().get(match.group(1)) : null;
        boolean oneId = param != null && (param.type() == ValueType.STRING || param.type() == ValueType.ENUM);
        return oneId ? below.keySet().stream().map(Set::of).toList() : List.of();
    }

    /** Tells the first tasks below several arms that are skipped whatever is chosen. */
    private void join(Task branch, int number, Map<String, Integer> below, List<Set<String>> choices) {
        if (choices.isEmpty()) {
            return;
        }
        var always = new BitSet();
        always.set(0, graph.size());
        for (var chosen : choices) {
            always.and(skipped(number, below, chosen));
        }
        for (int n = always.nextSetBit(0); n >= 0; n = always.nextSetBit(n + 1)) {
            var task = graph.task(n);
            if (below.containsKey(task.value()) || IntStream.of(graph.upstream(n)).anyMatch(always::get)) {
                continue;
            }
            var id = task.value();
            var place = found.isWritten("tasks", id, "trigger_rule")
                    ? found.places().value("tasks", id, "trigger_rule")
                    : found.isWritten("tasks", id, "depends_on")
                            ? found.places().key("tasks", id, "depends_on")
                            : found.places().key("tasks", id);
            found.warning(place, "branch-join",
                    "task \"" + id + "\" is always skipped: " + dag.task(task).triggerRule().word() + " below several arms of branch \""
                            + branch.id() + "\"",
                    "Add trigger_rule: none_failed_min_one_success");
        }
    }

    /** What is skipped when these are chosen and everything else succeeds. */
    private BitSet skipped(int branch, Map<String, Integer> below, Set<String> chosen) {
        var skipped = new BitSet();
        var led = new BitSet();
        for (var id : chosen) {
            int n = below.getOrDefault(id, branch);
            led.set(n);
            led.or(graph.allDownstream(n));
        }
        below.values().stream().filter(n -> !led.get(n)).forEach(skipped::set);
        for (int n : graph.topologicalOrder()) {
            if (!skipped.get(n) && !graph.isTeardown(n) && isSkipped(n, skipped)) {
                skipped.set(n);
            }
        }
        return skipped;
    }

    private boolean isSkipped(int n, BitSet skipped) {
        int[] upstream = graph.upstream(n);
        long gone = IntStream.of(upstream).filter(skipped::get).count();
        return switch (dag.task(graph.task(n)).triggerRule()) {
            case ALL_SUCCESS, NONE_SKIPPED, ALL_DONE_MIN_ONE_SUCCESS -> gone > 0;
            case ONE_SUCCESS, NONE_FAILED_MIN_ONE_SUCCESS -> gone > 0 && gone == upstream.length;
            // Whether these run depends on failures, or they run in any case.
            case ALL_FAILED, ALL_DONE, ALL_SKIPPED, ONE_FAILED, ONE_DONE, NONE_FAILED, ALL_DONE_SETUP_SUCCESS, ALWAYS -> false;
        };
    }
}
