package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import comporta.decide.Change;
import comporta.decide.Wish;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class CommitTest {
    private static final DagId DAG = new DagId("nightly");
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private final Databases databases;
    private FreshDatabase database;
    private Store store;

    CommitTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void open() {
        database = databases.withTables(folder);
        store = database.open();
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    @Test
    void aGroupWithOneRunThatWasChangedElsewhereIsRefusedWhole() {
        var first = create("first");
        var second = create("second");
        store.commit(List.of(queued(first, 0)));
        var before = everything(first, second);
        database.meddle("update run set version = version + 1 where id = " + second.id());

        assertThatThrownBy(() -> store.commit(List.of(queued(first, 1), queued(second, 1), started(second))))
                .isInstanceOfSatisfying(CommitRefused.class, refused -> assertThat(refused.run()).isEqualTo(second.id()));

        assertThat(everything(first, second).getFirst()).isEqualTo(before.getFirst());
        assertThat(store.load(second.id()).run().state()).isEqualTo(RunState.QUEUED);
        assertThat(store.history(first.id(), 0, 100)).hasSize(2);
        store.commit(List.of(queued(first, 1), queued(second, 1)));   // both were loaded again
    }

    @Test
    void whoLostTheLeadWritesNothing() {
        var run = create("first");
        var before = everything(run);
        database.meddle("update leader set epoch = epoch + 1");

        assertThatThrownBy(() -> store.commit(List.of(queued(run, 0)))).isInstanceOf(LeadLost.class);
        assertThatThrownBy(() -> create("second")).isInstanceOf(LeadLost.class).hasMessageContaining("another scheduler has taken the lead");

        assertThat(everything(run)).isEqualTo(before);
        assertThat(store.live()).hasSize(1);
    }

    @Test
    void whoLostARunToALaterEpochDoesNotWriteToIt() {
        var run = create("first");
        database.meddle("update run set epoch = epoch + 1");

        assertThatThrownBy(() -> store.commit(List.of(queued(run, 0)))).isInstanceOf(CommitRefused.class);
    }

    @Test
    void aGroupIsOneCommitAndItsHistoryHasEveryMove() {
        var run = create("first");
        var fresh = TaskInstance.fresh(0);
        var queued = moved(fresh, new TaskState.Queued(NOON));
        var launching = moved(queued, new TaskState.Launching(1, NOON));
        var commits = store.commits();

        store.commit(List.of(
                new Change.TaskMoved(run.id(), fresh, queued, NOON), new Change.TaskMoved(run.id(), queued, launching, NOON),
                new Change.TaskMoved(run.id(), launching, launching, NOON)));

        assertThat(store.commits()).isEqualTo(commits + 1);
        assertThat(store.load(run.id()).instances().getFirst()).isEqualTo(launching);
        assertThat(store.history(run.id(), 0, 100)).extracting(row -> row.kind() + " " + row.body().get("state"))
                .containsExactly("RUN queued", "TASK queued", "TASK launching");
        var first = store.history(run.id(), 0, 1).getFirst();
        assertThat(store.history(run.id(), first.id(), 100)).hasSize(2);
    }

    @Test
    void oneThreadWrites() {
        create("first");
        try (var another = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThatThrownBy(() -> CompletableFuture.runAsync(() -> create("second"), another).join())
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("the one writer is");
            assertThat(CompletableFuture.supplyAsync(store::live, another).join()).hasSize(1);
        }
    }

    /** Else a run would be of one moment and its tasks of the next. */
    @Test
    void aReaderSeesOneMomentWhateverIsCommittedMeanwhile() {
        var run = create("first");
        var begun = new CompletableFuture<Void>();
        var committed = new CompletableFuture<Void>();
        var reading = CompletableFuture.supplyAsync(() -> store.read(session -> {
            var version = session.first("select version from run where id = ?", Row::number, run.id());
            begun.complete(null);
            committed.join();
            return List.of(version, session.first("select max(state) from task_instance", Row::number));
        }));
        begun.join();
        store.commit(List.of(queued(run, 0)));
        committed.complete(null);
        assertThat(reading.join()).containsExactly(1, 0);
    }

    @Test
    void anInterruptedThreadDoesNotHarmTheDatabase() {
        Thread.currentThread().interrupt();
        var run = create("first");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.load(run.id()).run()).isEqualTo(run);
    }

    @Test
    void aTickIsServedOnce() {
        create("scheduled-20300101T120000Z");

        assertThatThrownBy(() -> create("scheduled-20300101T120000Z"))
                .isInstanceOf(RunExists.class)
                .hasMessage("DAG \"nightly\" already has a run \"scheduled-20300101T120000Z\"");
        create("scheduled-20300102T120000Z");
    }

    @Test
    void theSameTextInTheSamePlaceIsTheSameVersion() {
        var first = store.pin(DAG, "/dags/nightly.yaml", "dag: nightly", NOON);

        assertThat(first.number()).isEqualTo(1);
        assertThat(store.pin(DAG, "/dags/nightly.yaml", "dag: nightly", NOON)).isEqualTo(first);
        assertThat(store.pin(DAG, "/dags/nightly.yaml", "dag: nightly # new", NOON).number()).isEqualTo(2);
        assertThat(store.pin(DAG, "/elsewhere/nightly.yaml", "dag: nightly", NOON).number()).isEqualTo(3);
        assertThat(store.pin(new DagId("weekly"), "/dags/weekly.yaml", "dag: nightly", NOON).number()).isEqualTo(1);
    }

    @Test
    void aWishIsPostedOnceAndSettledOnce() {
        var run = create("first");
        var wish = new Wish(0, run.id(), Wish.Verb.MARK_SUCCESS, List.of("load"), "ana", "ran by hand");

        var id = store.post(wish, "key", NOON);

        assertThat(store.post(wish, "key", NOON.plusSeconds(1))).isEqualTo(id);
        assertThat(store.pendingWishes())
                .containsExactly(new Wish(id, run.id(), Wish.Verb.MARK_SUCCESS, List.of("load"), "ana", "ran by hand"));
        assertThat(store.outcome(id)).isEmpty();
        store.commit(List.of(new Change.WishSettled(run.id(), id, "granted", NOON)));
        store.commit(List.of(new Change.WishSettled(run.id(), id, "refused", NOON)));
        assertThat(store.pendingWishes()).isEmpty();
        assertThat(store.outcome(id)).contains("granted");
    }

    @Test
    void aRunThatIsOverIsNotLiveUnlessALeaseIsLeft() {
        var over = create("over");
        var leasing = create("leasing");
        var lease = new Chance(1).lease(leasing.id(), 0, 1).in(Lease.State.CLOSING, 2, null);
        store.commit(List.of(ended(over), ended(leasing), new Change.LeaseMoved(lease, NOON)));
        assertThat(store.live()).extracting(DagRun::key).containsExactly("leasing");

        store.commit(List.of(new Change.LeaseMoved(lease.in(Lease.State.CLOSED, 0, NOON), NOON)));

        assertThat(store.live()).isEmpty();
    }

    @Test
    void tenThousandTasksAreStoredAndLoaded() {
        var version = store.pin(DAG, "/dags/nightly.yaml", "dag: nightly", NOON);
        var instances = IntStream.range(0, 10_007).mapToObj(TaskInstance::fresh).toList();
        var run = store.create(newRun("large", version.id()), instances, Chance.taskIds(10_007));

        assertThat(store.load(run.id()).instances()).containsExactlyElementsOf(instances);
    }

    private DagRun create(String key) {
        var version = store.pin(DAG, "/dags/nightly.yaml", "dag: nightly", NOON);
        return store.create(
                newRun(key, version.id()), List.of(TaskInstance.fresh(0), TaskInstance.fresh(1)), Chance.taskIds(2));
    }

    private static NewRun newRun(String key, long version) {
        return new Chance(3).newRun(DAG, key, version);
    }

    private static Change queued(DagRun run, int task) {
        return new Change.TaskMoved(
                run.id(), TaskInstance.fresh(task), moved(TaskInstance.fresh(task), new TaskState.Queued(NOON)), NOON);
    }

    private static Change started(DagRun run) {
        return new Change.RunMoved(run, run.started(NOON), NOON);
    }

    private static Change ended(DagRun run) {
        return new Change.RunMoved(run, run.ended(RunState.SUCCESS, null, "", NOON), NOON);
    }

    private static TaskInstance moved(TaskInstance task, TaskState to) {
        return new TaskInstance(
                task.task(), task.mapIndex(), to, task.tries(), 0, 0, false, null, null, null, null, task.progress(), null);
    }

    private List<StoredRun> everything(DagRun... runs) {
        List<StoredRun> all = new ArrayList<>();
        for (var run : runs) {
            all.add(store.load(run.id()));
        }
        return all;
    }
}
