package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.store.GivenShare;
import comporta.store.TaskTook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a night taught that gave a task other CPUs. */
class PacesTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Dag DAG = Shift.dag("""
            dag: nightly
            owner: data
            deadline: {by: "06:00"}
            tasks:
              train: {operator: model, iterations: 4, job: {command: train, cpus: 2}, elasticity: {min_cpus: 1, max_cpus: 8}}
              report: {run: report, depends_on: train}
            """);
    private static final TaskId TRAIN = new TaskId("train");

    private final List<TaskTook> took = new ArrayList<>();
    private final List<GivenShare> given = new ArrayList<>();

    /** A night with these CPUs, iteration by iteration; each takes an hour with one, and the first has what is written. */
    private TaskTook night(long run, double... cpus) {
        double seconds = 3_600 / Math.pow(2, 0.8);
        for (int i = 0; i < cpus.length; i++) {
            given.add(new GivenShare(run, TRAIN, -1, 1, START.plusMillis(Math.round(1000 * seconds)), i == 0 ? 2 : cpus[i - 1], cpus[i]));
            seconds += 3_600 / Math.pow(cpus[i], 0.8);
        }
        var night = new TaskTook(run, TRAIN, -1, START, START.plusMillis(Math.round(1000 * seconds)), 1);
        took.add(night);
        return night;
    }

    private static double seconds(TaskTook took) {
        return Duration.between(took.startedAt(), took.endedAt()).toMillis() / 1000.0;
    }

    @Test
    void whateverANightGaveItTeachesWhatTheTaskTakesWithTheCpusThatAreWritten() {
        for (int run = 1; run <= 6; run++) {
            night(run, run % 2 == 0 ? 8 : 2, run % 3 == 0 ? 4 : 8, 2);
        }
        var slow = night(7, 1, 1, 1);
        var fast = night(8, 8, 8, 8);
        var paces = Paces.learnt(DAG, took, given);
        double written = 4 * 3_600 / Math.pow(2, 0.8);
        assertThat(seconds(slow)).isGreaterThan(2.5 * seconds(fast));
        assertThat(seconds(slow) * paces.comparedToWritten(slow)).isCloseTo(written, within(0.05 * written));
        assertThat(seconds(fast) * paces.comparedToWritten(fast)).isCloseTo(written, within(0.05 * written));
        assertThat(seconds(fast) * paces.comparedToUsual(fast)).isCloseTo(seconds(slow) * paces.comparedToUsual(slow), within(0.05 * written));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"nothing was decided", "of another task", "of a task that is not elastic"})
    void elseADurationIsWhatItIs(String why) {
        var task = why.equals("nothing was decided") ? TRAIN : new TaskId("report");
        if (!why.equals("nothing was decided")) {
            night(1, 8, 8, 8);
        }
        if (why.endsWith("elastic")) {
            given.add(new GivenShare(1, task, -1, 1, START, 1, 8));
        }
        var other = new TaskTook(1, task, -1, START, START.plusSeconds(600), 1);
        took.add(other);
        var paces = Paces.learnt(DAG, took, given);
        assertThat(paces.comparedToUsual(other)).isEqualTo(1);
        assertThat(paces.comparedToWritten(other)).isEqualTo(1);
        assertThat(paces.atLast(other)).isEqualTo(1);
    }

    @Test
    void whatRunsIsComparedByWhatItHasNow() {
        for (int run = 1; run <= 6; run++) {
            night(run, 2, run % 2 == 0 ? 4 : 2, 2);
        }
        var learnt = Paces.learnt(DAG, took, given);
        var running = new TaskTook(9, TRAIN, -1, START, START.plusSeconds(1_000), 1);
        var tonight = learnt.of(List.of(new GivenShare(9, TRAIN, -1, 1, START.plusSeconds(500), 2, 8)));
        assertThat(tonight.atLast(running)).as("four times the CPUs").isBetween(2.5, 3.5);
        assertThat(tonight.comparedToUsual(running)).as("half of the time with two").isBetween(1.7, 2.3);
        assertThat(learnt.atLast(running)).as("it has what is written").isCloseTo(1, within(0.15));
    }
}
