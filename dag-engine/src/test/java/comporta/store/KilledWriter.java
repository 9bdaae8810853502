package comporta.store;

import comporta.dag.DagId;
import comporta.decide.Change;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A process that commits until it is killed. Step n moves every task of the run to try n, closes try n-1, opens try n and intends its
 * launch: whatever is there afterwards, it must all be of one step. After each commit it says so on its standard output.
 */
final class KilledWriter {
    static final DagId DAG = new DagId("nightly");
    static final int TASKS = 4;
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private KilledWriter() {}

    public static void main(String[] args) {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        out.println("up");
        var store = Store.open(args[0].startsWith("jdbc:")
                ? StoreSettings.postgresql(args[0], "comporta", "", "killed")
                : StoreSettings.h2(Path.of(args[0]), "killed"));
        var stopAfter = Integer.parseInt(args[1]);
        var run = store.live().stream().findFirst().orElseGet(() -> create(store));
        var stored = store.load(run.id());
        var step = step(stored);
        startReading(store, run, out);
        out.println("open " + step);
        for (var done = 0; done < stopAfter && !out.checkError(); done++) {   // nobody listens any more: nobody will kill us either
            step++;
            store.commit(changes(run, step));
            out.println(step);
        }
        out.println("closing");
        store.close();
        out.println("closed");
    }

    private static DagRun create(Store store) {
        var version = store.pin(DAG, "/dags/nightly.yaml", "dag: nightly", NOON);
        var run = new NewRun(DAG, "one", version.id(), RunType.MANUAL, NOON, null, null, Map.of(), Map.of(), "", NOON);
        return store.create(run, IntStream.range(0, TASKS).mapToObj(TaskInstance::fresh).toList(), Chance.taskIds(TASKS));
    }

    /** Readers provoke the faults of other settings. */
    private static void startReading(Store store, DagRun run, PrintStream out) {
        for (var i = 0; i < 2; i++) {
            Thread.ofPlatform().daemon().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        step(store.look(run.id()));
                    } catch (StoreFailed e) {
                        return;   // closed
                    } catch (AssertionError e) {
                        out.println(e.getMessage());
                        return;
                    }
                }
            });
        }
    }

    /**
     * The step that a run is at.
     *
     * @throws AssertionError when it is between two
     */
    static int step(StoredRun stored) {
        var step = stored.instances().getFirst().tries();
        var asItShouldBe = stored.version() == step + 1
                && stored.run().reason().equals(step == 0 ? "" : "step " + step)
                && stored.instances().stream().allMatch(task -> task.tries() == step)
                && stored.openTries().size() == (step == 0 ? 0 : TASKS)
                && stored.openTries().stream().allMatch(open -> open.number() == step)
                && stored.launches().size() == (step == 0 ? 0 : TASKS)
                && stored.launches().stream().allMatch(launch -> launch.intent().id().tryNumber() == step)
                && stored.outputs().size() == (step < 2 ? 0 : TASKS)
                && stored.outputs().stream().allMatch(output -> output.values().equals(Map.of("step", (long) step - 1)));
        if (!asItShouldBe) {
            throw new AssertionError("torn near step " + step + ": " + stored);
        }
        return step;
    }

    private static List<Change> changes(DagRun run, int step) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.RunMoved(run, run.ended(RunState.RUNNING, null, "step " + step, NOON), NOON));
        for (var task = 0; task < TASKS; task++) {
            var fresh = TaskInstance.fresh(task);
            var launching = new TaskInstance(
                    task, -1, new TaskState.Launching(step, NOON), step, 0, 0, true, null, null, null, null, fresh.progress(), null);
            changes.add(new Change.TaskMoved(run.id(), fresh, launching, NOON));
            if (step > 1) {
                changes.add(new Change.TryClosed(run.id(), task, -1, step - 1, Exit.success(Map.of("step", step - 1L)), NOON));
                changes.add(new Change.LaunchMoved(run.id(), launch(run, task, step - 1).ended(Exit.success(Map.of()), NOON), NOON));
            }
            changes.add(new Change.TryOpened(run.id(), task, -1, step, Map.of("command", "x".repeat(step % 700)), NOON));
            changes.add(new Change.LaunchMoved(run.id(), launch(run, task, step), NOON));
        }
        return changes;
    }

    private static Launch launch(DagRun run, int task, int step) {
        var id = new LaunchId(DAG, run.key(), Chance.taskIds(TASKS).get(task), -1, step, 1);
        return Launch.intended(new LaunchIntent(id, "command", new LaunchSpec(Map.of("step", step)), "token"), task, NOON);
    }
}
