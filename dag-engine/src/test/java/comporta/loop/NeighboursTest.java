package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for other runs, over restarts. */
@OnEachDatabase
class NeighboursTest {
    private static final String PRICES = """
            dag: prices
            tasks:
              load: {run: load}
              check: {run: check, depends_on: load}
            """;
    private static final String REPORT = """
            dag: report
            schedule: {timezone: America/Sao_Paulo}
            tasks:
              sum: {run: sum, depends_on: [{dag: prices, task: load, within: 2h}]}
            """;
    private static final String PAST = """
            dag: past
            tasks:
              a: {run: a, wait_for_downstream: true}
              b: {run: b, depends_on: a}
            """;
    private static final Instant NIGHT = Instant.parse("2030-01-01T04:00:00Z");

    private final Databases databases;

    @TempDir
    Path folder;

    NeighboursTest(Databases databases) {
        this.databases = databases;
    }

    private static TaskPicture task(Shift shift, DagRun run, String task) {
        return shift.picture(run).tasks().stream().filter(each -> each.name().equals(task)).findFirst().orElseThrow();
    }

    private static String reason(Shift shift, DagRun run, String task) {
        return task(shift, run, task).reason();
    }

    private static String state(Shift shift, DagRun run, String task) {
        return task(shift, run, task).instance().state().word();
    }

    @Test
    void aTaskWaitsForATaskOfAnotherDagOfTheSameDate() {
        try (var shift = Shift.of(databases, folder, PRICES)) {
            var report = shift.begin(REPORT, "scheduled-1", RunType.SCHEDULED, shift.clock.instant());
            assertThat(state(shift, report, "sum")).isEqualTo("waiting");
            assertThat(reason(shift, report, "sum")).isEqualTo("task load of prices/manual-1 is launching");
            shift.restart();
            assertThat(state(shift, report, "sum")).isEqualTo("waiting");
            shift.jobs.succeeds("load");
            shift.work();
            assertThat(state(shift, report, "sum")).isEqualTo("launching");
        }
    }

    @Test
    void anotherDateIsAnotherRun() {
        try (var shift = Shift.of(databases, folder, PRICES)) {
            shift.jobs.succeeds("load");
            shift.work();
            var report = shift.begin(REPORT, "scheduled-1", RunType.SCHEDULED, shift.clock.instant().plus(Duration.ofDays(1)));
            assertThat(reason(shift, report, "sum")).isEqualTo("DAG prices has no run of 2030-01-01 yet");
            shift.timePasses(Duration.ofHours(2));
            assertThat(state(shift, report, "sum")).isEqualTo("failed");
            assertThat(shift.picture(report).run().cause()).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void aClearedRunIsWaitedForAnew() {
        try (var shift = Shift.of(databases, folder, PRICES)) {
            shift.jobs.ends("load", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            var report = shift.begin(REPORT, "scheduled-1", RunType.SCHEDULED, shift.clock.instant());
            assertThat(reason(shift, report, "sum")).isEqualTo("task load of prices/manual-1 is failed");
            shift.wish(Wish.Verb.CLEAR, "load");
            assertThat(reason(shift, report, "sum")).isEqualTo("task load of prices/manual-1 is launching");
            shift.jobs.succeeds("load");
            shift.work();
            assertThat(state(shift, report, "sum")).isEqualTo("launching");
        }
    }

    @Test
    void aTaskDependsOnItsPastAndOnWhatFollowedIt() {
        try (var shift = Shift.of(databases, folder, PRICES)) {
            var first = shift.begin(PAST, "scheduled-1", RunType.SCHEDULED, NIGHT);
            var second = shift.begin(PAST, "scheduled-2", RunType.SCHEDULED, NIGHT.plus(Duration.ofDays(1)));
            var backfill = shift.begin(PAST, "backfill-0", RunType.BACKFILL, NIGHT.minus(Duration.ofDays(1)));
            assertThat(List.of(state(shift, first, "a"), state(shift, second, "a"), state(shift, backfill, "a")))
                    .containsExactly("launching", "waiting", "launching");
            assertThat(reason(shift, second, "a")).isEqualTo("task a of the run before, scheduled-1, is launching");
            shift.jobs.succeeds(first, "a");
            shift.work();
            assertThat(reason(shift, second, "a")).isEqualTo("task b of the run before, scheduled-1, is launching");
            shift.jobs.succeeds(first, "b");
            shift.work();
            assertThat(state(shift, second, "a")).isEqualTo("launching");
        }
    }

    @Test
    void manualRunsAreNobodysPast() {
        try (var shift = Shift.of(databases, folder, PRICES)) {
            shift.begin(PAST, "manual-1", RunType.MANUAL, NIGHT);
            var second = shift.begin(PAST, "scheduled-2", RunType.SCHEDULED, NIGHT.plus(Duration.ofDays(1)));
            assertThat(state(shift, second, "a")).isEqualTo("launching");
        }
    }
}
