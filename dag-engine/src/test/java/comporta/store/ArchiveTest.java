package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Progress;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class ArchiveTest {
    private static final DagId NIGHTLY = new DagId("nightly");
    private static final DagId HOURLY = new DagId("hourly");
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;
    private Archive archive;

    ArchiveTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
        archive = store.archive();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private DagRun run(DagId dag, String key, int tasks) {
        var version = store.pin(dag, "/dags/" + dag + ".yaml", "tasks: of " + dag, NOON);
        var ids = new ArrayList<TaskId>();
        var instances = new ArrayList<TaskInstance>();
        for (var i = 0; i < tasks; i++) {
            ids.add(new TaskId("Task_" + i));
            instances.add(TaskInstance.fresh(i));
        }
        return store.create(
                new NewRun(dag, key, version.id(), RunType.MANUAL, NOON, null, null, Map.of(), Map.of(), "", NOON), instances, ids);
    }

    private void ends(DagRun run, RunState state) {
        store.commit(List.of(new Change.RunMoved(run, run.ended(state, null, "", NOON), NOON)));
    }

    private static List<String> keys(List<ListedRun> runs) {
        return runs.stream().map(each -> each.run().key()).toList();
    }

    @Test
    void runsComeInPagesTheNewestFirst() {
        for (var i = 0; i < 7; i++) {
            run(NIGHTLY, "n" + i, 1);
            run(HOURLY, "h" + i, 1);
        }
        var first = archive.runs(NIGHTLY, Set.of(), Long.MAX_VALUE, 3);
        assertThat(keys(first)).containsExactly("n6", "n5", "n4");
        assertThat(keys(archive.runs(NIGHTLY, Set.of(), first.getLast().run().id(), 3))).containsExactly("n3", "n2", "n1");
        assertThat(keys(archive.runs(null, Set.of(), Long.MAX_VALUE, 3))).containsExactly("h6", "n6", "h5");
    }

    @Test
    void runsInSomeStatesComeInOneOrder() {
        var states = List.of(RunState.SUCCESS, RunState.FAILED, RunState.CANCELLED);
        for (var i = 0; i < 9; i++) {
            ends(run(NIGHTLY, "n" + i, 1), states.get(i % 3));
        }
        var asked = Set.of(RunState.SUCCESS, RunState.CANCELLED);
        var first = archive.runs(NIGHTLY, asked, Long.MAX_VALUE, 4);
        assertThat(keys(first)).containsExactly("n8", "n6", "n5", "n3");
        assertThat(keys(archive.runs(null, asked, first.getLast().run().id(), 4))).containsExactly("n2", "n0");
        assertThat(archive.runs(HOURLY, asked, Long.MAX_VALUE, 4)).isEmpty();
    }

    @Test
    void whatIsSeenOfARunGrowsWithEveryChangeOfIt() {
        var run = run(NIGHTLY, "n", 1);
        var other = run(HOURLY, "h", 1);
        var before = archive.run(NIGHTLY, "n").orElseThrow();
        assertThat(before.dagVersion()).isEqualTo(1);
        ends(other, RunState.SUCCESS);
        assertThat(archive.run(run.id()).orElseThrow().seen()).isEqualTo(before.seen());
        ends(run, RunState.SUCCESS);
        var after = archive.run(run.id()).orElseThrow();
        assertThat(after.seen()).isGreaterThan(before.seen()).isEqualTo(archive.lastEvent());
        assertThat(archive.since(before.seen(), 10)).extracting(HistoryRow::run).containsExactly(other.id(), other.id(), run.id());
        assertThat(archive.run(NIGHTLY, "h")).isEmpty();
    }

    @Test
    void tasksAreCountedAndFound() {
        var run = run(NIGHTLY, "n", 12);
        List<Change> changes = new ArrayList<>();
        for (var task : List.of(3, 7, 11)) {
            var failed = new TaskInstance(
                    task, -1, new TaskState.Failed(Cause.USER, "exit 1"), 1, 1, 0, true, NOON, NOON, NOON, NOON,
                    Progress.NONE, 1);
            changes.add(new Change.TaskMoved(run.id(), TaskInstance.fresh(task), failed, NOON));
        }
        store.commit(changes);
        assertThat(archive.counts(List.of(run.id()))).isEqualTo(Map.of(run.id(), Map.of("waiting", 9, "failed", 3)));
        assertThat(archive.tasks(run.id(), List.of("failed"), "", -1, -1, 2))
                .extracting(each -> each.task().value()).containsExactly("Task_3", "Task_7");
        assertThat(archive.tasks(run.id(), List.of("failed"), "", 7, -1, 2))
                .extracting(each -> each.task().value()).containsExactly("Task_11");
        assertThat(archive.tasks(run.id(), List.of(), "task_1", -1, -1, 9))
                .extracting(each -> each.task().value()).containsExactly("Task_1", "Task_10", "Task_11");
        assertThat(archive.tasks(run.id(), List.of(), "%", -1, -1, 9)).isEmpty();
        assertThat(archive.task(run.id(), new TaskId("Task_3"), -1)).hasValueSatisfying(
                found -> assertThat(found.instance().exitCode()).isEqualTo(1));
        assertThat(archive.task(run.id(), new TaskId("Task_3"), 0)).isEmpty();
    }

    @Test
    void launchesAndTriesOfATask() {
        var run = run(NIGHTLY, "n", 2);
        var chance = new Chance(1);
        var launch = chance.launch(run, 1, -1, 1, 1);
        store.commit(List.of(
                new Change.TryOpened(run.id(), 1, -1, 1, Map.of("command", "x"), NOON),
                new Change.LaunchMoved(run.id(), Launch.intended(launch.intent(), 1, NOON), NOON),
                new Change.TryClosed(run.id(), 1, -1, 1, Exit.failure(Cause.USER, 3, "exit 3"), NOON)));
        assertThat(archive.launches(run, 1, 1)).extracting(each -> each.intent().id().number()).containsExactly(1);
        assertThat(archive.launches(run, 0, 0)).isEmpty();
        assertThat(archive.tries(run.id(), 1, -1)).extracting(StoredTry::rendered).containsExactly(Map.of("command", "x"));
        assertThat(archive.source(run.dagVersion()).source()).isEqualTo("tasks: of nightly");
    }

    @Test
    void everyDatabaseCountsInARowOfItsOwn() {
        assertThat(archive.stream()).isEqualTo(store.archive().stream());
        assertThat(archive.lastEvent()).isZero();
    }
}
