package comporta.decide;

import comporta.dag.Suggestion;
import comporta.dag.Task;
import comporta.operator.Cause;
import comporta.run.TaskState;
import comporta.template.TemplateFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Branches and short circuits: they launch nothing, and decide which of the tasks below them go on.
 *
 * <p>What they decided is committed as the outputs of their try, and holds until they themselves start over: a task below that is cleared
 * is skipped again, a retry or a restart asks nothing anew. A gate that a person marked as a success has decided nothing (or what it had
 * decided before), and lets everything pass. An instance of a gate decides for its own index only.
 */
public final class Gates {
    private static final String BRANCH = "branch";
    private static final String SHORT_CIRCUIT = "short-circuit";
    private static final String CHOSEN = "chosen";
    private static final String SKIPPED = "skipped";
    private static final String CONDITION = "condition";

    private Gates() {}

    /** Whether the task decides instead of doing something. */
    public static boolean isGate(Task task) {
        return task.operator().equals(BRANCH) || task.operator().equals(SHORT_CIRCUIT);
    }

    /** Whether it decides upon everything below it, not only upon what is directly below. */
    static boolean reachesFar(Task gate) {
        return gate.operator().equals(SHORT_CIRCUIT) && !"next".equals(gate.settings().get("skip"));
    }

    /** The next try of a gate: its answer, or why there is none. */
    public static Preparation decide(Facts facts, int task) {
        try {
            return facts.plan().task(task).operator().equals(BRANCH) ? branch(facts, task) : shortCircuit(facts, task);
        } catch (TemplateFailed e) {
            return new Preparation.Impossible(Cause.USER, e.what() + ". " + e.fix() + " [template-failed]");
        }
    }

    private static Preparation branch(Facts facts, int task) {
        var graph = facts.plan().graph();
        var arms = new LinkedHashMap<String, Integer>();
        var self = facts.plan().task(task).id();
        for (int below : graph.downstream(facts.plan().taskOf(task))) {
            if (!graph.isTeardown(below)) {
                arms.put(graph.task(below).value(), below);
            }
        }
        var chosen = Rendering.ids(expression(facts, task, "choose"), facts, task).stream().distinct().toList();
        for (var id : chosen) {
            if (!arms.containsKey(id)) {
                return new Preparation.Impossible(Cause.USER, "choose gave \"" + id + "\", which is not directly below \"" + self
                        + "\". " + Suggestion.didYouMean(id, arms.keySet(), arms.isEmpty()
                                ? "Add depends_on: " + self + " to the tasks to choose from"
                                : "Below it are " + String.join(", ", arms.keySet()))
                        + " [branch-not-downstream]");
            }
        }
        var led = graph.allDownstream(chosen.stream().mapToInt(arms::get).toArray());
        var skipped = new ArrayList<String>();
        arms.forEach((id, arm) -> {
            if (!chosen.contains(id) && !led.get(arm)) {
                skipped.add(id);
            }
        });
        return new Preparation.Decided(Map.of(CHOSEN, chosen, SKIPPED, List.copyOf(skipped)));
    }

    private static Preparation shortCircuit(Facts facts, int task) {
        return new Preparation.Decided(Map.of(CONDITION, Rendering.isTrue(expression(facts, task, CONDITION), facts, task)));
    }

    private static String expression(Facts facts, int task, String key) {
        return String.valueOf(facts.plan().task(task).settings().get(key));
    }

    /** Why a gate above lets the task not pass; null: all that have decided do. */
    static @Nullable String obstacle(Facts facts, int task) {
        for (int above : facts.plan().gatesAbove(task)) {
            int gate = Nodes.seen(facts.plan(), task, above);
            var decided = facts.outputs(gate);
            if (decided != null && facts.instance(gate).state() instanceof TaskState.Success && isShut(facts, task, decided)) {
                var name = facts.plan().task(gate).id();
                return decided.get(CHOSEN) instanceof List<?> chosen
                        ? "branch " + name + " chose " + inWords(chosen)
                        : "the condition of " + name + " is false";
            }
        }
        return null;
    }

    private static boolean isShut(Facts facts, int task, Map<String, Object> decided) {
        return Boolean.FALSE.equals(decided.get(CONDITION))
                || (decided.get(SKIPPED) instanceof List<?> skipped && skipped.contains(facts.plan().task(task).id().value()));
    }

    private static String inWords(List<?> chosen) {
        var first = chosen.stream().limit(3).map(String::valueOf).toList();
        return first.isEmpty() ? "nothing" : String.join(", ", first) + (chosen.size() > 3 ? " and " + (chosen.size() - 3) + " more" : "");
    }

    /** The gate has decided: whom that concerns is asked once more. */
    static void decided(Draft draft, int task) {
        if (reachesFar(draft.plan().task(task))) {
            var plan = draft.plan();
            plan.graph().allDownstream(plan.taskOf(task)).stream().forEach(below -> {
                draft.affects(Nodes.seen(plan, task, below));
                if (plan.indexOf(task) < 0) {
                    Nodes.instancesOf(draft, below).forEach(draft::affects);
                }
            });
        }
    }
}
