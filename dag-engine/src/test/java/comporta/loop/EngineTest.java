package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.Dag;
import comporta.dag.Moment;
import comporta.decide.Capacity;
import comporta.decide.Wish;
import comporta.operator.Submission;
import comporta.run.DagRun;
import comporta.store.Databases;
import comporta.store.FreshDatabase;
import comporta.store.OnEachDatabase;
import comporta.store.RunExists;
import comporta.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine with its threads; what a turn decides is tried in {@link LoopTest} and its neighbours. */
@OnEachDatabase
class EngineTest {
    private static final String YAML = """
            dag: two
            run_timeout: 1h
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
            """;
    private static final Dag DAG = Shift.dag(YAML);

    private final Databases databases;

    @TempDir
    Path folder;

    private final SteeredClock clock = new SteeredClock("2030-01-01T00:00:00Z");
    private final SteeredAlarm alarm = new SteeredAlarm();
    private final SteeredOperator jobs = new SteeredOperator("command");
    private final Seen seen = new Seen(DAG);
    private FreshDatabase database;
    private Store store;
    private Engine engine;

    EngineTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void start() {
        database = databases.withTables(folder);
        store = database.open();
        engine = new Engine(
                store, Map.of(jobs.name(), jobs), Shift.settings(folder, new Capacity(Map.of(), 100, _ -> true)), alarm, clock,
                RandomGeneratorFactory.of("L64X128MixRandom").create(1), seen);
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
        store.close();
        database.close();
    }

    private DagRun begin(String key) {
        return engine.begin(DAG, Path.of("two.yaml"), YAML, version -> Shift.newRun(DAG, key, version, clock.instant()), Set.of()).join();
    }

    @Test
    void aRunFromItsBeginningToItsEnd() throws InterruptedException {
        var read = new CopyOnWriteArrayList<String>();
        jobs.answers(intent -> {
            var stored = store.look(store.newest().orElseThrow().id());
            read.add(intent.id().task() + " " + stored.launches().stream().anyMatch(launch -> launch.intent().equals(intent)));
            return new Submission.Accepted("x", null);
        });
        var run = begin("manual-1");
        seen.await("a", "launching");
        assertThat(engine.picture(run.id()).join()).singleElement().satisfies(
                picture -> assertThat(picture.tasks()).extracting(TaskPicture::reason).last().isEqualTo("waits for a"));
        awaitSubmitted("a.t1");
        jobs.succeeds("a");
        awaitSubmitted("b.t1");
        jobs.succeeds("b");
        seen.awaitOver();
        assertThat(read).as("committed before it is submitted").containsExactly("a true", "b true");
        assertThat(engine.picture(run.id()).join()).isEmpty();
        assertThat(engine.last(run.id()).join().run().state().word()).isEqualTo("success");
        assertThat(seen.over()).isEqualTo(1);
    }

    /** A submission follows its commit on another thread: what is committed may not be submitted yet. */
    private void awaitSubmitted(String launch) {
        while (!jobs.submitted().contains(launch)) {
            Moment.pass();
        }
    }

    @Test
    void theSameWishTwiceIsOneWish() throws InterruptedException {
        var run = begin("manual-1");
        awaitSubmitted("a.t1");
        var wish = new Wish(0, run.id(), Wish.Verb.MARK_SUCCESS, List.of("b"), "ana", "known");
        var first = engine.wish(wish, "key").join();
        seen.await("b", "success");
        assertThat(engine.wish(wish, "key").join()).isEqualTo(first);
        assertThat(engine.wish(wish, "other key").join()).isNotEqualTo(first);
        engine.picture(run.id()).join();
        assertThat(store.outcome(first)).contains("granted for 1");
    }

    @Test
    void cancelAndForceStopWhatRuns() throws InterruptedException {
        var run = begin("manual-1");
        awaitSubmitted("a.t1");
        engine.wish(new Wish(0, run.id(), Wish.Verb.CANCEL, List.of(), "ana", ""), "1").join();
        seen.await("a", "stopping");
        engine.wish(new Wish(0, run.id(), Wish.Verb.FORCE, List.of(), "ana", ""), "2").join();
        while (jobs.stopped().size() < 2) {
            Moment.pass();
        }
        assertThat(jobs.stopped()).containsExactlyInAnyOrder("a.t1", "a.t1 by force");
        jobs.succeeds("a");
        seen.await("run", "cancelled");
    }

    @Test
    void theAlarmIsSetAgainAfterItRangTooEarly() throws InterruptedException {
        begin("manual-1");
        assertThat(alarm.awaitSetting(1)).isEqualTo("2030-01-01T01:00:00Z");
        alarm.ring();
        assertThat(alarm.awaitSetting(2)).isEqualTo("2030-01-01T01:00:00Z");
        clock.passes(Duration.ofHours(1));
        alarm.ring();
        seen.await("a", "stopping");
    }

    @Test
    void aKeyIsTakenOnce() {
        begin("manual-1");
        assertThatThrownBy(() -> begin("manual-1")).isInstanceOf(CompletionException.class).hasCauseInstanceOf(RunExists.class);
    }

    @Test
    void aClosedEngineSaysSo() {
        engine.close();
        assertThatThrownBy(() -> engine.picture(1).join()).hasMessageContaining("the engine is closed");
    }

    @Test
    void whatIsHeldBackIsOnRecordSoonAndAtTheLatestWhenTheEngineCloses() throws InterruptedException {
        var run = begin("manual-1");
        awaitSubmitted("a.t1");
        jobs.starts("a");
        seen.await("a", "running");
        assertThat(store.look(run.id()).instances().getFirst().state().word()).isEqualTo("running");
    }
}
