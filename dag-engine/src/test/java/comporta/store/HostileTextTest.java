package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Progress;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the world says never fails a commit, and is the same on both databases afterwards. */
@OnEachDatabase
class HostileTextTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final String NUL = "a\u0000b";
    private static final String LONG = "\u0001".repeat(5000);
    private static final String HALF = "half \ud83e";

    private final Databases databases;

    @TempDir
    Path folder;

    private FreshDatabase database;
    private Store store;

    HostileTextTest(Databases databases) {
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

    static List<String> texts() {
        return List.of(NUL, LONG, HALF, "\ud83e\udd94".repeat(4000));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isCommittedWhereverItStands(String text) {
        var run = create("one");
        var intent = new LaunchIntent(
                new LaunchId(run.dag(), run.key(), new TaskId("task-0"), -1, 1, 1), "command", new LaunchSpec(Map.of(text, text)), "token");
        var halt = new DagRun.Halt(RunState.CANCELLED, Cause.OPERATOR, text, true);
        List<Change> changes = new ArrayList<>(List.of(
                new Change.RunMoved(run, run.halted(halt).ended(RunState.FAILED, Cause.USER, text, Instant.MAX), Instant.MIN),
                new Change.TaskMoved(run.id(), TaskInstance.fresh(0), moved(text), NOON),
                new Change.TryOpened(run.id(), 0, -1, 1, Map.of("settings", Map.of("command", text)), NOON),
                new Change.LaunchMoved(run.id(), Launch.intended(intent, 0, NOON), NOON)));
        store.commit(changes);
        var exit = new Exit(Cause.USER, 1, text, Map.of("out", text));
        var launch = new Launch(intent, 0, Launch.State.ENDED, text, text, 1, Instant.MAX, exit);
        store.commit(List.of(new Change.LaunchMoved(run.id(), launch, NOON), new Change.TryClosed(run.id(), 0, -1, 1, exit, NOON)));

        var loaded = store.load(run.id());
        assertThat(loaded.run().reason()).isEqualTo(Values.cut(text, 4000)).doesNotContain("\u0000").hasSizeLessThanOrEqualTo(4000);
        assertThat(loaded.run().halt()).isEqualTo(new DagRun.Halt(RunState.CANCELLED, Cause.OPERATOR, loaded.run().reason(), true));
        assertThat(loaded.instances().getFirst().state()).isEqualTo(new TaskState.Failed(Cause.USER, Values.cut(text, 4000)));
        var whole = text.equals(HALF) ? "half \uFFFD" : text;
        assertThat(store.tries(run.id())).singleElement().satisfies(closed -> {
            assertThat(closed.rendered()).isEqualTo(Map.of("settings", Map.of("command", whole)));
            assertThat(closed.exit()).isEqualTo(new Exit(Cause.USER, 1, Values.cut(text, 4000), Map.of("out", whole)));
        });
        assertThat(store.history(run.id(), 0, 100)).hasSize(5);
    }

    private static TaskInstance moved(String text) {
        return new TaskInstance(
                0, -1, new TaskState.Failed(Cause.USER, text), 1, 0, 0, true, NOON, NOON, NOON, Instant.MAX,
                new Progress(Double.NaN, Long.MAX_VALUE, 0, text), 1);
    }

    /** All that stands in one history row at once. */
    @Test
    void thereIsRoomForTheLongestIds() {
        var id = "x".repeat(250);
        var run = create(id, "k".repeat(300));
        var launch = Launch.intended(
                new LaunchIntent(
                        new LaunchId(run.dag(), run.key(), new TaskId(id), 9999, 9999, 9999), "command", new LaunchSpec(Map.of()), "token"),
                0, NOON);
        var exit = new Exit(Cause.PLATFORM, -1, LONG, Map.of());
        var terms = new LeaseTerms(id, id, "p".repeat(100), 1, Duration.ofDays(1), Duration.ZERO);
        var lease = new Chance(1).lease(run.id(), 0, 1);
        store.commit(List.of(
                new Change.LaunchMoved(run.id(), launch, NOON),
                new Change.LaunchMoved(run.id(), launch.ended(exit, NOON), NOON),
                new Change.LeaseMoved(
                        new Lease(
                                run.dag() + "." + run.key() + "." + id + ".99", run.id(), 0, -1, 99, terms, lease.state(), 0, NOON, NOON, null, null),
                        NOON)));
        assertThat(store.load(run.id()).leases()).hasSize(1);
    }

    @Test
    void isRefusedWhereItNamesSomething() {
        var run = create("one");
        var wish = new Wish(0, run.id(), Wish.Verb.PAUSE, List.of(), NUL, NUL);
        assertThatThrownBy(() -> store.post(wish, NUL, NOON)).isInstanceOf(StoreFailed.class).hasMessageContaining("the idempotency key has 3 characters");
        assertThatThrownBy(() -> store.post(wish, "k".repeat(251), NOON)).isInstanceOf(StoreFailed.class).hasMessageContaining("room for 250");
        assertThatThrownBy(() -> create(NUL)).isInstanceOf(StoreFailed.class).hasMessageContaining("the key of the run");
        assertThatThrownBy(() -> store.pin(run.dag(), "/a.yaml", NUL, NOON)).isInstanceOf(StoreFailed.class).hasMessageContaining("/a.yaml");
        store.post(wish, "fine", NOON);
        assertThat(store.pendingWishes()).extracting(Wish::user).containsExactly("ab");
    }

    private DagRun create(String key) {
        return create("nightly", key);
    }

    private DagRun create(String dag, String key) {
        var id = new DagId(dag);
        var version = store.pin(id, "/dags/nightly.yaml", "dag: nightly", NOON);
        var run = new NewRun(id, key, version.id(), RunType.MANUAL, NOON, null, null, Map.of("p", NUL), Map.of(), NUL, NOON);
        return store.create(run, List.of(TaskInstance.fresh(0)), List.of(new TaskId("x".repeat(250))));
    }
}
