package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class WishesTest {
    private static final String THREE = """
            dag: three
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
              c: {run: c, depends_on: b}
            """;

    private final Databases databases;

    @TempDir
    Path folder;

    WishesTest(Databases databases) {
        this.databases = databases;
    }

    @ParameterizedTest(name = "{0} {1}: {2}; {3}, and once a has ended {4}")
    @CsvSource(delimiter = '|', textBlock = """
            CANCEL       |     | granted                            | a=stopping, b=cancelled, c=cancelled | a=cancelled, b=cancelled, c=cancelled
            FORCE        |     | granted                            | a=stopping, b=cancelled, c=cancelled | a=cancelled, b=cancelled, c=cancelled
            PAUSE        |     | granted                            | a=launching, b=waiting, c=waiting    | a=success, b=queued, c=waiting
            RESUME       |     | refused: the run is running        | a=launching, b=waiting, c=waiting    | a=success, b=launching, c=waiting
            KILL         | a   | granted for 1                      | a=stopping, b=waiting, c=waiting     | a=failed, b=upstream_failed, c=upstream_failed
            KILL         | b   | refused: none of the tasks can kill | a=launching, b=waiting, c=waiting   | a=success, b=launching, c=waiting
            MARK_SUCCESS | a   | granted for 1                      | a=stopping, b=waiting, c=waiting     | a=success, b=launching, c=waiting
            MARK_SUCCESS | b   | granted for 1                      | a=launching, b=success, c=launching  | a=success, b=success, c=launching
            MARK_FAILED  | b   | granted for 1                      | a=launching, b=failed, c=upstream_failed | a=success, b=failed, c=upstream_failed
            SKIP         | b   | granted for 1                      | a=launching, b=skipped, c=skipped    | a=success, b=skipped, c=skipped
            CLEAR        | a   | granted for 1                      | a=stopping, b=waiting, c=waiting     | a=launching, b=waiting, c=waiting
            CLEAR        | zzz | refused: DAG three has no task "zzz" | a=launching, b=waiting, c=waiting  | a=success, b=launching, c=waiting
            """)
    void areGrantedOrRefused(Wish.Verb verb, String task, String outcome, String states, String later) {
        try (var shift = Shift.of(databases, folder, THREE)) {
            assertThat(task == null ? shift.wish(verb) : shift.wish(verb, task)).isEqualTo(outcome);
            assertThat(shift.states()).hasToString("{" + states + "}");
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.states()).hasToString("{" + later + "}");
        }
    }

    @Test
    void theSameKeyIsTheSameWish() {
        try (var shift = Shift.of(databases, folder, THREE)) {
            shift.wish("key-1", Wish.Verb.CLEAR, "a");
            shift.jobs.ends("a", Exit.failure(Cause.USER, 143, "TERM"));
            shift.work();
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "a.t2");
            assertThat(shift.wish("key-1", Wish.Verb.CLEAR, "a")).isEqualTo("granted for 1");
            assertThat(shift.stateOf("a")).as("it is not cleared twice").isEqualTo("launching");
        }
    }

    @Test
    void twiceInOneTurnIsOnceToo() {
        try (var shift = Shift.of(databases, folder, THREE)) {
            var id = shift.store.post(new Wish(0, shift.run.id(), Wish.Verb.PAUSE, List.of(), "ana", ""), "key", shift.clock.instant());
            var wish = new Wish(id, shift.run.id(), Wish.Verb.PAUSE, List.of(), "ana", "");
            shift.signal(new Signal.Wished(wish));
            shift.signal(new Signal.Wished(wish));
            shift.turn();
            assertThat(shift.store.outcome(id)).contains("granted");
            assertThat(shift.runState()).isEqualTo("paused");
        }
    }

    @Test
    void aRunThatIsOverIsClearedAndGoesOn() {
        try (var shift = Shift.of(databases, folder, THREE.replace("tasks:", "run_timeout: 1h\ntasks:"))) {
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            assertThat(shift.over).hasSize(1);
            shift.timePasses(Duration.ofDays(1));

            assertThat(shift.wish(Wish.Verb.CANCEL)).isEqualTo("refused: the run is over, failed");
            assertThat(shift.over).as("nobody hears of its end again").hasSize(1);
            assertThat(shift.loop.runs().get(shift.run.id())).isNull();

            assertThat(shift.wish(Wish.Verb.CLEAR)).isEqualTo("granted for 3");
            assertThat(shift.states()).isEqualTo(Map.of("a", "launching", "b", "waiting", "c", "waiting"));
            assertThat(shift.nextDue()).as("run_timeout counts anew").isEqualTo("2030-01-02T01:00:00Z");
            for (var task : List.of("a", "b", "c")) {
                shift.jobs.succeeds(task);
                shift.work();
            }
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "a.t2", "b.t1", "c.t1");
            assertThat(shift.over).extracting(last -> last.run().state().word()).containsExactly("failed", "success");
        }
    }

    @Test
    void aRunThatIsOverCanBeMarked() {
        try (var shift = Shift.of(databases, folder, THREE)) {
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            assertThat(shift.wish(Wish.Verb.MARK_SUCCESS, "a")).isEqualTo("granted for 1");
            assertThat(shift.storedState("a")).isEqualTo("success");
            assertThat(shift.over).hasSize(1);
        }
    }

    @Test
    void aRunThatNobodyKnowsIsRefused() {
        try (var shift = Shift.of(databases, folder, THREE)) {
            var id = shift.store.post(new Wish(0, 4711, Wish.Verb.PAUSE, List.of(), "ana", ""), "key", shift.clock.instant());
            shift.signal(new Signal.Wished(new Wish(id, 4711, Wish.Verb.PAUSE, List.of(), "ana", "")));
            shift.work();
            assertThat(shift.store.outcome(id)).contains("refused: there is no such run");
        }
    }

    @Test
    void whatWasReadyWaitsAgainWhenWhatIsAboveItStartsOver() {
        try (var shift = Shift.of(databases, folder, THREE)) {
            shift.wish(Wish.Verb.PAUSE);
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.stateOf("b")).isEqualTo("queued");
            shift.wish(Wish.Verb.CLEAR, "a");
            shift.wish(Wish.Verb.RESUME);
            assertThat(shift.states()).isEqualTo(Map.of("a", "launching", "b", "waiting", "c", "waiting"));
        }
    }
}
