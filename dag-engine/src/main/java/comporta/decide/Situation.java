package comporta.decide;

import comporta.run.RunState;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A run and all that it shares limits with, at one moment: what {@link Why} is answered from. */
public final class Situation {
    private final RunView view;
    private final Collection<RunView> all;
    private final Function<RunView, IntFunction<@Nullable Instant>> likely;
    private final Instant now;
    private final @Nullable String pause;
    private final Map<RunView, IntFunction<@Nullable Instant>> ends = new HashMap<>();
    private @Nullable Map<Integer, List<Holder>> holders;
    private @Nullable Map<Integer, List<Admission.Pick>> lines;

    /**
     * @param view the run that is asked about, one of {@code all}
     * @param all every live run that takes slots of the same limits
     * @param pause by whom its DAG is paused, in words: {@code paused by ana}; null: it is not
     * @param likely likely ends of the nodes of a run; null: nobody knows
     */
    public Situation(
            RunView view, Collection<RunView> all, @Nullable String pause, Function<RunView, IntFunction<@Nullable Instant>> likely,
            Instant now) {
        this.pause = pause;
        this.view = view;
        this.all = List.copyOf(all);
        this.likely = likely;
        this.now = now;
    }

    /**
     * A task instance with slots of a limit.
     *
     * @param slots how many
     */
    record Holder(RunView view, int node, int slots) {
        /** Its name as one of {@code reader}'s run sees it. */
        String name(RunView reader) {
            var name = Nodes.name(view, node);
            return view == reader ? name : view.run().dag() + "/" + view.run().key() + "/" + name;
        }
    }

    RunView view() {
        return view;
    }

    /** The runs beside it. */
    List<RunView> others() {
        return all.stream().filter(other -> other != view).toList();
    }

    /** By whom its DAG is paused; null: it is not. */
    @Nullable String pause() {
        return pause;
    }

    Instant now() {
        return now;
    }

    Moments moments() {
        return new Moments(Rendering.zone(view), now);
    }

    /** When a node is likely to end; null: nobody knows. */
    @Nullable Instant likelyEnd(RunView of, int node) {
        var end = ends.computeIfAbsent(of, likely).apply(node);
        return end != null && end.isBefore(now) ? now : end;
    }

    /** Who has slots of a limit. */
    List<Holder> holders(int limit) {
        var known = holders;
        if (known == null) {
            known = new HashMap<>();
            for (var each : all) {
                for (int node : Nodes.all(each).toArray()) {
                    if (RunView.holdsSlots(each.instance(node))) {
                        var demand = each.demands().of(each.demands().classOf(node));
                        for (int i = 0; i < demand.limits().length; i++) {
                            known.computeIfAbsent(demand.limits()[i], _ -> new ArrayList<>())
                                    .add(new Holder(each, node, demand.slots()[i]));
                        }
                    }
                }
            }
            holders = known;
        }
        return known.getOrDefault(limit, List.of());
    }

    /** Who else stands in line for a limit and goes before {@code task}. */
    List<Admission.Pick> before(int limit, int task) {
        var known = lines;
        if (known == null) {
            known = new HashMap<>();
            for (var each : all) {
                for (int node : Nodes.all(each).toArray()) {
                    if (each.instance(node).state() instanceof TaskState.Queued) {
                        for (int asked : each.demands().of(each.demands().classOf(node)).limits()) {
                            known.computeIfAbsent(asked, _ -> new ArrayList<>()).add(new Admission.Pick(each, node));
                        }
                    }
                }
            }
            lines = known;
        }
        var own = new Admission.Pick(view, task);
        return known.getOrDefault(limit, List.of()).stream()
                .filter(other -> !other.equals(own) && other.view().run().state() == RunState.RUNNING
                        && Admission.goesBefore(other, own, now))
                .toList();
    }
}
