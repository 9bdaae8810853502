package comporta.decide;

import comporta.run.Afterwards;
import comporta.run.Expansion;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a wish would do to a run now. Made by the very decision that the deed is made by, of which nothing is kept. Tasks and instances are
 * named as people do; an expanded task stands for itself only until it is expanded.
 *
 * @param outcome what the wish would be answered
 * @param startsOver what had begun or ended, and runs anew
 * @param toCome what was to run anyway
 * @param goesOn what runs, and goes on
 * @param reused what succeeded, and stays so
 * @param stays what else is at rest, and stays so
 * @param stops whose jobs are stopped
 */
public record Preview(
        String outcome,
        List<String> startsOver, List<String> toCome, List<String> goesOn, List<String> reused, List<String> stays, List<String> stops) {
    public Preview {
        startsOver = List.copyOf(startsOver);
        toCome = List.copyOf(toCome);
        goesOn = List.copyOf(goesOn);
        reused = List.copyOf(reused);
        stays = List.copyOf(stays);
        stops = List.copyOf(stops);
    }

    /** The run stays as it is. */
    public static Preview of(RunView view, Wish wish, Instant now) {
        return new Sight(view, Decider.decide(view, new Event.Wished(wish), now)).preview();
    }

    /** Whether the wish would be granted. */
    public boolean isGranted() {
        return outcome.startsWith("granted");
    }

    /** Looks at a run through a decision. */
    private static final class Sight {
        private final RunView view;
        private final Decision decision;
        private final Map<Integer, TaskInstance> after = new HashMap<>();
        private final Map<Integer, Expansion> expansions = new HashMap<>();
        private final TreeSet<Integer> anew = new TreeSet<>();

        private Sight(RunView view, Decision decision) {
            this.view = view;
            this.decision = decision;
            for (var change : decision.changes()) {
                if (change instanceof Change.Expanded expanded) {
                    expansions.put(view.plan().unit(expanded.after().of()), expanded.after());
                    expanded.added().forEach(added -> after.put(view.plan().node(added.instance()), added.instance()));
                } else if (change instanceof Change.TaskMoved moved) {
                    int node = view.plan().node(moved.after());
                    after.put(node, moved.after());
                    if (isStartOver(moved.after()) && !(moved.before().state() instanceof TaskState.Waiting)) {
                        anew.add(node);
                    }
                }
            }
        }

        private static boolean isStartOver(TaskInstance instance) {
            return instance.state() instanceof TaskState.Waiting
                    || (instance.state() instanceof TaskState.Stopping stopping && stopping.then() instanceof Afterwards.StartOver);
        }

        private TaskInstance instance(int node) {
            return Objects.requireNonNullElseGet(after.get(node), () -> view.instance(node));
        }

        private Preview preview() {
            return new Preview(
                    outcome(),
                    names(node -> anew.contains(node) && !(instance(node).state() instanceof TaskState.AtRest)),
                    names(node -> !anew.contains(node) && isToCome(instance(node).state())),
                    names(node -> !anew.contains(node) && instance(node).state() instanceof TaskState.InTry
                            && !(instance(node).state() instanceof TaskState.Stopping)),
                    names(node -> instance(node).state() instanceof TaskState.Success),
                    names(node -> instance(node).state() instanceof TaskState.AtRest
                            && !(instance(node).state() instanceof TaskState.Success
                                    || instance(node).state() instanceof TaskState.Removed)),
                    decision.commands().stream().filter(Command.Stop.class::isInstance)
                            .map(command ->
                                    Nodes.name(view, Objects.requireNonNull(view.plan().node(((Command.Stop) command).intent().id()))))
                                            .distinct().toList());
        }

        private static boolean isToCome(TaskState state) {
            return state instanceof TaskState.Waiting || state instanceof TaskState.Queued || state instanceof TaskState.UpForRetry
                    || (state instanceof TaskState.Stopping stopping && stopping.then() instanceof Afterwards.StartOver);
        }

        private String outcome() {
            return decision.changes().stream().filter(Change.WishSettled.class::isInstance)
                    .map(change -> ((Change.WishSettled) change).outcome())
                    .reduce("", (_, last) -> last);
        }

        private List<String> names(Predicate<Integer> which) {
            return nodes().filter(node -> !isSummary(node)).boxed().filter(which).map(this::name).toList();
        }

        private boolean isSummary(int node) {
            return Nodes.isSummary(view, node) || (view.plan().indexOf(node) < 0 && expansions.containsKey(view.plan().unitOf(node)));
        }

        private String name(int node) {
            var expansion = view.plan().indexOf(node) < 0 ? null : expansions.get(view.plan().unitOf(node));
            return expansion == null || view.plan().indexOf(node) >= expansion.size()
                    ? Nodes.name(view, node)
                    : view.plan().task(node).id() + "[" + expansion.name(view.plan().indexOf(node)) + "]";
        }

        private IntStream nodes() {
            return IntStream.concat(Nodes.all(view),
                    after.keySet().stream().filter(node -> !view.has(node)).mapToInt(node -> node)).sorted();
        }
    }
}
