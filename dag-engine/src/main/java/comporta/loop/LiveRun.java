package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.decide.Capacity;
import comporta.decide.Plan;
import comporta.decide.RunView;
import comporta.decide.Slots;
import comporta.decide.Surroundings;
import comporta.operator.LaunchIntent;
import comporta.operator.Try;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.TaskInstance;
import comporta.run.Terms;
import comporta.store.StoredRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run in the hands of this loop: the view that is decided upon, and the tries under way as their operators know them. */
final class LiveRun {
    private final RunView view;
    private final Path dagFolder;
    private final Path logs;
    private final Map<TaskId, Duration> usual;
    private final Map<Integer, Try> tries = new HashMap<>();

    LiveRun(
            Dag dag, Path dagFile, DagRun run, List<TaskInstance> instances, List<Expansion> expansions, Slots slots,
            Capacity capacity, Surroundings surroundings, EngineSettings settings) {
        var took = settings.usual().apply(dag);
        this.usual = took.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().usual()));
        var plan = Plan.of(dag, task -> terms(run, task, settings), took);
        this.view = new RunView(plan, run, instances, expansions, slots, capacity, surroundings);
        var folder = dagFile.toAbsolutePath().getParent();
        this.dagFolder = folder == null ? Path.of("/") : folder;
        this.logs = settings.logs().resolve(run.dag().value()).resolve(run.key());
    }

    /**
     * A run as the store has it, without the tries under way.
     *
     * @throws UnreadableRun when this program cannot read the file that the run is pinned to
     */
    static LiveRun restored(StoredRun stored, Slots slots, Capacity capacity, Surroundings surroundings, EngineSettings settings) {
        var run = new LiveRun(
                LoadedDags.of(stored), Path.of(stored.path()), stored.run(), stored.instances(), stored.expansions(), slots, capacity,
                surroundings, settings);
        var outputs = new LinkedHashMap<Integer, Map<String, Object>>();
        var plan = run.view().plan();
        stored.outputs().forEach(each -> outputs.put(plan.node(each.task(), each.mapIndex()), each.values()));
        run.view().with(stored.launches(), outputs, stored.leases()).ordered(stored.orders()).with(stored.limits());
        return run;
    }

    private static Terms terms(DagRun run, Task task, EngineSettings settings) {
        return new Terms(
                task.retry(),
                settings.platformRetries(),
                task.timeouts(),
                task.skipOn(),
                settings.unreachableTimeout(),
                settings.relaunchUnreachable(),
                (long) run.key().hashCode() << 32 ^ task.id().value().hashCode());
    }

    RunView view() {
        return view;
    }

    Path dagFolder() {
        return dagFolder;
    }

    /** Usual durations by history. */
    Map<TaskId, Duration> usual() {
        return usual;
    }

    Path logs() {
        return logs;
    }

    /** Where the logs of a try lie. */
    Path logFolder(int node, int tryNumber) {
        int index = view.plan().indexOf(node);
        var name = view.plan().task(node).id() + (index < 0 ? "" : "." + index);
        return logs.resolve(name).resolve(Integer.toString(tryNumber));
    }

    void underWay(int node, Try attempt) {
        tries.put(node, attempt);
    }

    /** The try that a launch belongs to; only asked for launches of present tries. */
    Try attempt(LaunchIntent intent) {
        var node = view.plan().node(intent.id());
        var attempt = node == null ? null : tries.get(node);
        if (attempt == null) {
            throw new IllegalStateException("no try under way for " + intent.id());
        }
        return attempt;
    }
}
