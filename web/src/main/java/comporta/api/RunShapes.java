package comporta.api;

import comporta.access.Caller;
import comporta.dag.Dag;
import comporta.dag.Param;
import comporta.dag.TaskId;
import comporta.decide.TimeLimit;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs as they are told. */
final class RunShapes {
    static final String HIDDEN = "***";
    private static final int COUNTED = 5_000;
    private static final Set<String> AT_REST = Set.of("success", "failed", "skipped", "upstream_failed", "cancelled", "removed");

    private final Archive archive;
    private final PinnedDags pinned;
    private final Outlooks outlooks;
    private final InstantSource clock;
    private final Function<Collection<Long>, Map<Long, Money>> costs;
    private final Recent<Long, Counted> counted = new Recent<>(COUNTED);

    /** How many tasks were in which state when the history row {@code seen} was the run's last, or later. */
    private record Counted(long seen, Map<String, Integer> counts) {}

    /** @param costs of the machines of runs so far, as far as they are known */
    RunShapes(
            Archive archive, PinnedDags pinned, Outlooks outlooks, InstantSource clock, Function<Collection<Long>, Map<Long, Money>> costs) {
        this.costs = costs;
        this.clock = clock;
        this.archive = archive;
        this.pinned = pinned;
        this.outlooks = outlooks;
    }

    List<RunShape> of(List<ListedRun> runs, Caller caller) {
        var numbers = runs.stream().map(each -> each.run().id()).toList();
        var counts = counts(runs);
        var deadlines = archive.deadlines(numbers);
        var paid = costs.apply(numbers);
        return runs.stream().map(each -> {
            var id = each.run().id();
            return of(each, counts.getOrDefault(id, Map.of()), deadlines.getOrDefault(id, List.of()), paid.get(id), caller);
        }).toList();
    }

    /** How many tasks of each run are in which state; what was counted after the last that happened to a run is not counted again. */
    private Map<Long, Map<String, Integer>> counts(List<ListedRun> runs) {
        Map<Long, Map<String, Integer>> counts = new HashMap<>();
        var unknown = new ArrayList<ListedRun>();
        for (var run : runs) {
            var known = counted.get(run.run().id());
            if (known != null && known.seen() == run.seen()) {
                counts.put(run.run().id(), known.counts());
            } else {
                unknown.add(run);
            }
        }
        var fresh = archive.counts(unknown.stream().map(each -> each.run().id()).toList());
        unknown.forEach(run -> {
            var found = fresh.getOrDefault(run.run().id(), Map.of());
            counts.put(run.run().id(), found);
            counted.put(run.run().id(), new Counted(run.seen(), found));
        });
        return counts;
    }

    RunShape of(ListedRun run, Caller caller) {
        return of(List.of(run), caller).getFirst();
    }

    private RunShape of(
            ListedRun listed, Map<String, Integer> counts, List<TimeLimit> deadlines, @Nullable Money cost, Caller caller) {
        var run = listed.run();
        var picture = run.state() == RunState.RUNNING || run.state() == RunState.PAUSED
                ? outlooks.of(run.id())
                : Optional.<RunPicture>empty();
        var due = deadlines(run, deadlines, picture);
        return new RunShape(
                run.key(), run.dag().value(), listed.dagVersion(), Json.word(run.type()), run.state().word(),
                run.cause() == null ? null : run.cause().word(), run.logicalDate(), run.intervalStart(), run.intervalEnd(), params(run),
                run.queuedAt(), run.startedAt(), run.endedAt(), orNull(reason(run)), orNull(run.note()), due,
                picture.map(RunPicture::predictedEnd).orElse(null),
                due.stream().map(DeadlineShape::pLate).filter(Objects::nonNull).max(Double::compare).orElse(null), cost,
                picture.flatMap(each -> ForecastShape.of(each, each.predictedEnd(), due)).orElse(null), new LinkedHashMap<>(counts),
                counts.entrySet().stream().filter(each -> AT_REST.contains(each.getKey())).mapToInt(Map.Entry::getValue).sum(),
                counts.values().stream().mapToInt(Integer::intValue).sum(), listed.seen(), actions(run, caller));
    }

    /** @param picture of a run that is under way */
    List<DeadlineShape> deadlines(DagRun run, List<TimeLimit> limits, Optional<RunPicture> picture) {
        return limits.isEmpty()
                ? List.of()
                : deadlines(run, limits, picture.map(each -> Ahead.of(each, Map.of(), Outlooks.due(limits))).orElse(null));
    }

    /** @param known what is ahead of it; null: nothing is known of that */
    List<DeadlineShape> deadlines(DagRun run, List<TimeLimit> limits, @Nullable Ahead known) {
        var dag = limits.isEmpty() ? Optional.<Dag>empty() : pinned.of(run);
        var ahead = Optional.ofNullable(known);
        return dag.map(each -> limits.stream().map(limit -> deadline(each, limit, ahead)).toList()).orElse(List.of());
    }

    private DeadlineShape deadline(Dag dag, TimeLimit limit, Optional<Ahead> ahead) {
        var isRun = limit.task() == TimeLimit.RUN;
        var task = isRun ? null : List.copyOf(dag.tasks().values()).get(limit.task());
        var written = task == null ? dag.deadlines() : task.deadlines();
        var name = task == null ? null : Instance.segment(task.id().value(), limit.mapIndex());
        var of = isRun
                ? Optional.<Ahead.Of>empty()
                : ahead.map(Ahead::tasks).filter(all -> limit.task() < all.size()).map(all -> all.get(limit.task()));
        var end = isRun ? ahead.map(Ahead::end) : of.map(Ahead.Of::end);
        var slack = limit.state() != TimeLimit.State.PENDING
                ? Optional.<Double>empty()
                : end.map(at -> Json.seconds(Duration.between(at, limit.dueAt())));
        var atRisk = limit.number() < written.size() ? written.get(limit.number()).atRisk() : 0;
        var said = limit.state() == TimeLimit.State.PENDING
                ? ahead.flatMap(each -> each.of(limit))
                : Optional.<RunForecast.OfDeadline>empty();
        if (said.isPresent()) {
            slack = Optional.of(Json.seconds(Duration.between(said.get().p50(), limit.dueAt())));
        }
        return new DeadlineShape(
                (name == null ? "run" : name) + "." + limit.number(), isRun ? "run" : "task", name, limit.dueAt(),
                said.map(RunForecast.OfDeadline::late).orElse(null), slack.orElse(null),
                said.map(each -> status(limit, each.late(), atRisk))
                        .orElseGet(() -> status(limit, end.isPresent() && end.get().isAfter(limit.dueAt()) ? 0.5 : 0, atRisk)),
                atRisk, said.map(RunForecast.OfDeadline::latestStart).or(() -> of.map(Ahead.Of::latestStart)).orElse(null));
    }

    /** Where only the likely end is known, one after the deadline is a chance of at least one half of being late. */
    private String status(TimeLimit limit, double late, double atRisk) {
        if (limit.state() != TimeLimit.State.PENDING) {
            return limit.state().word();
        }
        return !limit.dueAt().isAfter(clock.instant()) ? "late" : atRisk > 0 && late >= atRisk ? "at_risk" : "on_time";
    }

    private static String reason(DagRun run) {
        var halt = run.halt();
        return halt == null || run.state().isFinal() ? run.reason() : halt.reason();
    }

    /** Without the secret ones. When nobody knows any more which are, none is shown. */
    Map<String, Object> params(DagRun run) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (run.params().isEmpty()) {
            return shown;
        }
        var dag = pinned.of(run);
        run.params().forEach((name, value) -> {
            @Nullable Param param = dag.map(each -> each.params().get(name)).orElse(null);
            shown.put(name, param == null || param.secret() ? HIDDEN : value);
        });
        return shown;
    }

    /** What the tasks of a run can be run again with: that of the run unless it is given. */
    List<ParamShape> asked(DagRun run) {
        return pinned.of(run)
                .map(dag -> dag.params().values().stream().filter(each -> !each.secret() && run.params().containsKey(each.name()))
                .map(each -> ParamShape.of(each, run.params().get(each.name()))).toList()).orElse(List.of());
    }

    /** Ids of the tasks by their numbers; none when the version can no longer be read. */
    List<String> taskIds(DagRun run) {
        return pinned.of(run).map(dag -> dag.tasks().keySet().stream().map(TaskId::value).toList()).orElse(List.of());
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static String href(DagRun run) {
        return ApiHandler.PREFIX + "/dags/" + run.dag() + "/runs/" + run.key();
    }

    private static List<Action> actions(DagRun run, Caller caller) {
        List<Action> actions = new ArrayList<>();
        if (caller.may(Role.OPERATOR, run.dag())) {
            var over = run.state().isFinal();
            if (run.state() == RunState.RUNNING) {
                actions.add(action(run, "pause", "Pause", false, false));
            }
            if (run.state() == RunState.PAUSED) {
                actions.add(action(run, "resume", "Resume", false, true));
            }
            if (!over) {
                actions.add(action(run, "cancel", "Cancel the run", true, false));
            }
            actions.add(action(run, "clear", "Clear", false, run.state() == RunState.FAILED));
            if (!run.params().isEmpty()) {
                actions.add(action(run, "rerun", "Rerun", false, false));
            }
        }
        return actions;
    }

    private static Action action(DagRun run, String verb, String label, boolean danger, boolean primary) {
        return new Action(verb, label, "POST", href(run) + "/" + verb, true, danger, primary);
    }
}
