package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.News;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class RefusedCommitTest {
    private static final String TWO = """
            dag: two
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
            """;

    private final Databases databases;

    @TempDir
    Path folder;

    RefusedCommitTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void theRunIsLoadedAgainAndTheSignalAnsweredOnWhatTheStoreSays() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            written(shift, shift.run.id());
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
            assertThat(shift.storedState("b")).isEqualTo("launching");
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "b.t1");
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(shift.over).hasSize(1);
        }
    }

    @Test
    void theOtherRunsOfTheGroupAreNotHeldUp() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            var first = shift.jobs.last("a");
            var other = shift.begin("dag: other\ntasks:\n  x: {run: x}\n  y: {run: y, depends_on: x}\n", "manual-1");
            written(shift, other.id());
            var before = shift.store.commits();
            shift.jobs.ends(first, Exit.success(Map.of()));
            shift.jobs.succeeds("x");
            shift.turn();
            assertThat(shift.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
            assertThat(shift.jobs.submitted()).endsWith("b.t1", "y.t1");
            assertThat(shift.store.commits() - before).as("one of the group, one of the run that was loaded again").isEqualTo(2);
        }
    }

    @Test
    void whatWasHeldBackIsFoundOutAnew() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, "x", null));
            shift.jobs.starts("a");
            shift.work();
            written(shift, shift.run.id());
            assertThat(shift.wish(Wish.Verb.PAUSE)).isEqualTo("granted");
            assertThat(shift.jobs.sought()).containsExactly("a.t1");
            assertThat(shift.stateOf("a")).isEqualTo("running");
        }
    }

    @Test
    void aRunWhoseBeginningWasRefusedBeginsAgain() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.signal(new Signal.Errand(() -> written(shift, shift.run.id() + 1)));
            shift.begin("dag: other\ntasks:\n  x: {run: x}\n", "manual-1");
            written(shift, shift.run.id() + 1);
            shift.jobs.finds(intent -> new Finding.AlreadyEnded(new News.Ended(intent.id(), 9, Instant.EPOCH, Exit.success(Map.of()))));
            shift.jobs.succeeds("x");
            shift.work();
            assertThat(shift.over).extracting(last -> last.run().dag().value()).containsExactly("other");
        }
    }

    /** Somebody else writes to a run. */
    private static void written(Shift shift, long run) {
        shift.database.meddle("update run set version = version + 1 where id = " + run);
    }
}
