package comporta.loop;

import comporta.dag.Dag;
import comporta.decide.Capacity;
import comporta.decide.RunView;
import comporta.decide.Slots;
import comporta.decide.Surroundings;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.store.StoredRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The runs in the hands of a loop, in the order in which they came, and the limits that they share. */
final class LiveRuns {
    private final EngineSettings settings;
    private final Preparer preparer;
    private final Slots slots = new Slots();
    private final Map<Long, LiveRun> byId = new LinkedHashMap<>();
    private final Map<String, LiveRun> byKey = new LinkedHashMap<>();
    private Capacity capacity;
    private Surroundings surroundings;

    LiveRuns(EngineSettings settings, Preparer preparer) {
        this.settings = settings;
        this.preparer = preparer;
        this.capacity = settings.capacity();
        this.surroundings = settings.surroundings();
    }

    Collection<LiveRun> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    Collection<RunView> views() {
        var views = new ArrayList<RunView>(byId.size());
        byId.values().forEach(run -> views.add(run.view()));
        return views;
    }

    @Nullable LiveRun get(long id) {
        return byId.get(id);
    }

    /** The run that a launch belongs to; null: it is over, or not ours. */
    @Nullable LiveRun of(LaunchId launch) {
        return byKey.get(launch.dag() + "/" + launch.run());
    }

    void hold(LiveRun run) {
        byId.put(run.view().run().id(), run);
        byKey.put(key(run.view().run()), run);
    }

    /** Forgets a run; the slots that it holds are free again. */
    void letGo(LiveRun run) {
        byId.remove(run.view().run().id());
        byKey.remove(key(run.view().run()));
        run.view().letGo();
    }

    private static String key(DagRun run) {
        return run.dag() + "/" + run.key();
    }

    List<LaunchIntent> underWay() {
        return byId.values().stream().flatMap(run -> run.view().openLaunches().stream()).map(Launch::intent).toList();
    }

    /** The earliest instant at which a clock of any run may run out; null: none. */
    @Nullable Instant nextDue() {
        Instant earliest = null;
        for (var run : byId.values()) {
            var due = run.view().nextDue();
            if (due != null && (earliest == null || due.isBefore(earliest))) {
                earliest = due;
            }
        }
        return earliest;
    }

    /** A run that was just created; nobody holds it yet. */
    LiveRun fresh(Dag dag, Path dagFile, DagRun run, List<TaskInstance> instances) {
        return new LiveRun(dag, dagFile, run, instances, List.of(), slots, capacity, surroundings, settings);
    }

    /** A run as the store has it; nobody holds it yet. */
    LiveRun restored(StoredRun stored) {
        return restored(stored, slots);
    }

    /**
     * The same of a run that is only looked at: it takes no slots, and what an old version of its DAG says of
     * limits means nothing to live runs.
     */
    LiveRun apart(StoredRun stored) {
        return restored(stored, new Slots());
    }

    private LiveRun restored(StoredRun stored, Slots limits) {
        var run = LiveRun.restored(stored, limits, capacity, surroundings, settings);
        var plan = run.view().plan();
        for (var open : stored.openTries()) {
            int node = plan.node(open.task(), open.mapIndex());
            run.underWay(node, preparer.restored(run, node, open.number(), open.rendered()));
        }
        return run;
    }

    /** From now on pools have these sizes; what runs goes on. */
    void resize(Capacity sizes) {
        capacity = sizes;
        slots.resize(sizes);
    }

    /** Templates of tries that are prepared from now on read these. */
    void surround(Surroundings by) {
        surroundings = by;
        byId.values().forEach(run -> run.view().surround(by));
    }

    Slots slots() {
        return slots;
    }
}
