package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on by another version of its DAG. */
@OnEachDatabase
class MovesTest {
    private static final String OLD = """
            dag: nightly
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
              c: {run: c, depends_on: b}
            """;
    /** b is gone, c is another, new stands before all others in the file. */
    private static final String NEXT = """
            dag: nightly
            tasks:
              new: {run: new, depends_on: a}
              c: {run: other, depends_on: [a, new]}
              a: {run: a}
            """;

    private final Databases databases;

    @TempDir
    Path folder;

    MovesTest(Databases databases) {
        this.databases = databases;
    }

    private static int pin(Shift shift, String source) {
        return shift.store.pin(new DagId("nightly"), "shift.yaml", source, shift.clock.instant()).number();
    }

    private static String move(Shift shift, String key, int to) {
        return shift.wish(key, new Wish(0, shift.run.id(), null, Wish.Verb.MOVE, List.of(), Map.of("to", to), "ana", ""));
    }

    private static String states(Shift shift) {
        var states = new TreeMap<String, String>();
        shift.picture(shift.run).tasks().forEach(task -> states.put(task.name(), task.instance().state().word()));
        return states.toString();
    }

    @Test
    void tasksComeAndGoAndWhatRunsGoesOn() {
        try (var shift = Shift.of(databases, folder, OLD)) {
            int next = pin(shift, NEXT);
            var wish = new Wish(0, shift.run.id(), null, Wish.Verb.MOVE, List.of(), Map.of("to", next), "ana", "");
            var movement = shift.loop.questions().movement(wish).orElseThrow();
            assertThat(List.of(movement.added(), movement.removed(), movement.changed())).hasToString("[[new], [b], [c]]");
            assertThat(states(shift)).as("nothing has moved").isEqualTo("{a=launching, b=waiting, c=waiting}");

            assertThat(move(shift, "1", next)).isEqualTo("granted: added new; removed b; changed c");
            assertThat(states(shift)).isEqualTo("{a=launching, b=removed, c=waiting, new=waiting}");
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(states(shift)).isEqualTo("{a=success, b=removed, c=waiting, new=launching}");
            shift.restart();
            assertThat(states(shift)).isEqualTo("{a=success, b=removed, c=waiting, new=unreachable}");
            shift.jobs.succeeds("new");
            shift.work();
            shift.jobs.succeeds("c");
            shift.work();
            assertThat(shift.runState()).isEqualTo("success");
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "new.t1", "c.t1");
        }
    }

    @Test
    void andBackAgain() {
        try (var shift = Shift.of(databases, folder, OLD)) {
            move(shift, "1", pin(shift, NEXT));
            assertThat(move(shift, "2", 1)).isEqualTo("granted: added b; removed new; changed c");
            assertThat(states(shift)).isEqualTo("{a=launching, b=waiting, c=waiting, new=removed}");
            assertThat(move(shift, "3", 1)).isEqualTo("granted: it is of that version");
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(states(shift)).isEqualTo("{a=success, b=launching, c=waiting, new=removed}");
        }
    }

    @Test
    void whatRunsIsNotTakenAway() {
        try (var shift = Shift.of(databases, folder, OLD)) {
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(move(shift, "1", pin(shift, NEXT)))
                    .isEqualTo("refused: task b is launching, and not in that version. Kill it, or wait for its end");
            assertThat(states(shift)).isEqualTo("{a=success, b=launching, c=waiting}");
            assertThat(move(shift, "2", 9)).isEqualTo("refused: DAG nightly has no version 9. See comporta dags versions nightly");
        }
    }

    @Test
    void aRunThatFailedIsMovedAndCleared() {
        try (var shift = Shift.of(databases, folder, OLD)) {
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            assertThat(shift.runState()).isEqualTo("failed");
            assertThat(move(shift, "1", pin(shift, OLD.replace("run: a", "run: better")))).isEqualTo("granted: changed a");
            assertThat(shift.runState()).isEqualTo("failed");
            assertThat(shift.loop.runs().get(shift.run.id())).isNull();
            assertThat(shift.wish(Wish.Verb.CLEAR)).isEqualTo("granted for 3");
            assertThat(states(shift)).isEqualTo("{a=launching, b=waiting, c=waiting}");
            assertThat(shift.stored().openTries().getFirst().rendered()).asString().contains("better");
        }
    }
}
