package comporta.api;

import comporta.access.Caller;
import comporta.dag.Dag;
import comporta.dag.Param;
import comporta.dag.TaskId;
import comporta.decide.TimeLimit;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs as they are told. */
final class RunShapes {
    static final String HIDDEN = "***";
    private static final Set<String> AT_REST = Set.of("success", "failed", "skipped", "upstream_failed", "cancelled", "removed");

    private final Archive archive;
    private final PinnedDags pinned;
    private final Outlooks outlooks;
    private final InstantSource clock;

    RunShapes(Archive archive, PinnedDags pinned, Outlooks outlooks, InstantSource clock) {
        this.clock = clock;
        this.archive = archive;
        this.pinned = pinned;
        this.outlooks = outlooks;
    }

    List<RunShape> of(List<ListedRun> runs, Caller caller) {
        var numbers = runs.stream().map(each -> each.run().id()).toList();
        var counts = archive.counts(numbers);
        var deadlines = archive.deadlines(numbers);
        return runs.stream()
                .map(each -> of(each, counts.getOrDefault(each.run().id(), Map.of()), deadlines.getOrDefault(each.run().id(), List.of()), caller))
                .toList();
    }

    RunShape of(ListedRun run, Caller caller) {
        return of(List.of(run), caller).getFirst();
    }

    private RunShape of(ListedRun listed, Map<String, Integer> counts, List<TimeLimit> deadlines, Caller caller) {
        var run = listed.run();
        var picture = run.state() == RunState.RUNNING || run.state() == RunState.PAUSED ? outlooks.of(run.id()) : Optional.<RunPicture>empty();
        return new RunShape(
                run.key(), run.dag().value(), listed.dagVersion(), Json.word(run.type()), run.state().word(),
                run.cause() == null ? null : run.cause().word(), run.logicalDate(), run.intervalStart(), run.intervalEnd(), params(run),
                run.queuedAt(), run.startedAt(), run.endedAt(), orNull(reason(run)), orNull(run.note()), deadlines(run, deadlines),
                picture.map(RunPicture::predictedEnd).orElse(null), null, null, new LinkedHashMap<>(counts),
                counts.entrySet().stream().filter(each -> AT_REST.contains(each.getKey())).mapToInt(Map.Entry::getValue).sum(),
                counts.values().stream().mapToInt(Integer::intValue).sum(), listed.seen(), actions(run, caller));
    }

    private List<DeadlineShape> deadlines(DagRun run, List<TimeLimit> deadlines) {
        var dag = deadlines.isEmpty() ? Optional.<Dag>empty() : pinned.of(run.dagVersion());
        return dag.map(each -> deadlines.stream().map(limit -> deadline(each, limit)).toList()).orElse(List.of());
    }

    private DeadlineShape deadline(Dag dag, TimeLimit limit) {
        var isRun = limit.task() == TimeLimit.RUN;
        var task = isRun ? null : List.copyOf(dag.tasks().values()).get(limit.task());
        var written = task == null ? dag.deadlines() : task.deadlines();
        var name = task == null ? null : Instance.segment(task.id().value(), limit.mapIndex());
        var status = limit.state() != TimeLimit.State.PENDING ? limit.state().word() : limit.dueAt().isAfter(clock.instant()) ? "on_time" : "late";
        return new DeadlineShape(
                (name == null ? "run" : name) + "." + limit.number(), isRun ? "run" : "task", name, limit.dueAt(), null, null, status,
                limit.number() < written.size() ? written.get(limit.number()).atRisk() : 0, null);
    }

    private static String reason(DagRun run) {
        var halt = run.halt();
        return halt == null || run.state().isFinal() ? run.reason() : halt.reason();
    }

    /** Without the secret ones. When nobody knows any more which are, none is shown. */
    Map<String, Object> params(DagRun run) {
        var dag = pinned.of(run.dagVersion());
        Map<String, Object> shown = new LinkedHashMap<>();
        run.params().forEach((name, value) -> {
            @Nullable Param param = dag.map(each -> each.params().get(name)).orElse(null);
            shown.put(name, param == null || param.secret() ? HIDDEN : value);
        });
        return shown;
    }

    /** Ids of the tasks by their numbers; none when the version can no longer be read. */
    List<String> taskIds(DagRun run) {
        return pinned.of(run.dagVersion()).map(dag -> dag.tasks().keySet().stream().map(TaskId::value).toList()).orElse(List.of());
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
        }
        return actions;
    }

    private static Action action(DagRun run, String verb, String label, boolean danger, boolean primary) {
        return new Action(verb, label, "POST", href(run) + "/" + verb, true, danger, primary);
    }
}
