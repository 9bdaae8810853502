package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class TicksTest {
    private static final String NIGHTLY = "cron: \"0 1 * * *\"";

    private final Databases databases;

    @TempDir
    Path folder;

    TicksTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void eachNightHasItsRun() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            assertThat(nights.nextDue()).isEqualTo("2030-01-01T01:00:00Z");
            nights.passes("2H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running");
            var run = nights.runs().getFirst();
            assertThat(run.key()).isEqualTo("scheduled-20300101T010000Z");
            assertThat(run.logicalDate()).isEqualTo("2030-01-01T01:00:00Z");
            assertThat(run.intervalStart()).isEqualTo("2029-12-31T01:00:00Z");
            assertThat(run.intervalEnd()).isEqualTo("2030-01-01T01:00:00Z");
            nights.succeeds();
            nights.passes("24H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T01:00 run running");
            assertThat(nights.settled).hasSize(2);
        }
    }

    @Test
    void runsWaitForTheirTurnAlsoOverARestart() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.passes("50H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running, 02T01:00 run queued, 03T01:00 run queued");
            nights.restart();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running, 02T01:00 run queued, 03T01:00 run queued");
            nights.succeeds();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T01:00 run running, 03T01:00 run queued");
            nights.dag(NIGHTLY, "max_active_runs: 2");
            assertThat(nights.ticks()).as("the present version says how many").isEqualTo("01T01:00 run success, 02T01:00 run running, 03T01:00 run running");
        }
    }

    @Test
    void aQueuedRunCanBeCancelled() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.passes("50H");
            assertThat(nights.wish(Wish.Verb.CANCEL, "scheduled-20300102T010000Z")).isEqualTo("granted");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running, 02T01:00 run cancelled, 03T01:00 run queued");
            nights.succeeds();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T01:00 run cancelled, 03T01:00 run running");
        }
    }

    @Test
    void aSchedulerThatWasDeadForTwoDaysMissesAndSaysSo() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.passes("2H");
            nights.succeeds();
            nights.dies();
            nights.clock.passes(Duration.ofDays(2));
            nights.lives();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T01:00 missed, 03T01:00 missed");
            assertThat(nights.settled.getLast().reason()).isEqualTo("it was 1h late, and late_limit is 1h");
        }
    }

    @Test
    void aSchedulerThatWasDeadForTwoDaysCatchesUpOldestFirst() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY + ", catchup: all, start: 2029-12-30")) {
            assertThat(nights.ticks()).isEqualTo("30T01:00 run running, 31T01:00 run queued");
            nights.dies();
            nights.clock.passes(Duration.ofDays(2));
            nights.lives();
            nights.succeeds();
            assertThat(nights.ticks()).isEqualTo("30T01:00 run success, 31T01:00 run running, 01T01:00 run queued, 02T01:00 run queued");
        }
    }

    @Test
    void jumpsOfTheClockServeNothingTwice() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.passes("2H");
            nights.succeeds();
            nights.jumps("PT-5H");
            nights.passes("5H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success");
            nights.jumps("PT23H30M");
            assertThat(nights.ticks()).as("half an hour late").isEqualTo("01T01:00 run success, 02T01:00 run running");
            nights.succeeds();
            nights.jumps("PT30H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T01:00 run success, 03T01:00 missed");
        }
    }

    @Test
    void aMachineThatSleptCatchesUpWithTheLatest() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY + ", catchup: latest")) {
            nights.jumps("PT60H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 missed, 02T01:00 missed, 03T01:00 run running");
        }
    }

    @Test
    void aNightWithAnHourLessAndOneWithAnHourMore() {
        try (var nights = new Nights(databases, folder)
                .dag("cron: \"30 2 * * *\", timezone: America/New_York, catchup: all, start: 2029-03-10, end: 2029-03-13")) {
            assertThat(nights.ticks()).isEqualTo("10T07:30 run running, 11T07:00 run queued, 12T06:30 run queued");
        }
    }

    @Test
    void aNewerTickReplacesTheRunningOne() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY + ", overlap: replace")) {
            nights.passes("26H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running, 02T01:00 run queued");
            assertThat(nights.jobs.stopped()).containsOnly("a.t1");
            nights.passes("24H");
            assertThat(nights.ticks()).as("the one that waits makes way too").isEqualTo("01T01:00 run running, 02T01:00 run cancelled, 03T01:00 run queued");
            nights.fails();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run cancelled, 02T01:00 run cancelled, 03T01:00 run running");
            assertThat(nights.runs().getFirst().reason()).contains("the tick of 2030-01-02T01:00:00Z took its place (overlap: replace)");
        }
    }

    @Test
    void aNewerTickReplacesTheOneThatWaits() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY + ", overlap: queue_latest")) {
            nights.passes("74H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running, 02T01:00 run cancelled, 03T01:00 run cancelled, 04T01:00 run queued");
        }
    }

    @Test
    void aTickIsSkippedWhileOneRuns() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY + ", overlap: skip")) {
            nights.passes("26H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running, 02T01:00 skipped");
            nights.succeeds();
            nights.passes("24H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T01:00 skipped, 03T01:00 run running");
        }
    }

    @Test
    void onlyBehindASuccess() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY + ", overlap: queue_after_success")) {
            nights.passes("26H");
            nights.fails();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run failed, 02T01:00 run queued");
            nights.restart();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run failed, 02T01:00 run queued");
            assertThat(nights.wish(Wish.Verb.CLEAR, "scheduled-20300101T010000Z")).startsWith("granted");
            nights.succeeds();
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T01:00 run running");
        }
    }

    @Test
    void aPausedDagCountsItsTicksAsCatchUpLater() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            assertThat(nights.wish(Wish.Verb.PAUSE_DAG, Map.of()).text()).isEqualTo("granted");
            assertThat(nights.wish(Wish.Verb.PAUSE_DAG, Map.of()).text()).isEqualTo("refused: DAG nightly is paused already");
            nights.passes("49H30M");
            assertThat(nights.ticks()).isEmpty();
            nights.restart();
            assertThat(nights.ticks()).isEmpty();
            assertThat(nights.wish(Wish.Verb.RESUME_DAG, Map.of()).text()).isEqualTo("granted");
            nights.passes("1M");
            assertThat(nights.ticks()).isEqualTo("01T01:00 missed, 02T01:00 missed, 03T01:00 run running");
            assertThat(nights.settled.getFirst().reason()).endsWith("; the DAG was paused until 2030-01-03T01:30:00Z");
        }
    }

    @Test
    void anotherScheduleCountsFromWhenItIsSeen() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.passes("12H");
            nights.succeeds();
            nights.dag("cron: \"0 10 * * *\"");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success");
            nights.passes("24H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run success, 02T10:00 run running");
        }
    }

    @Test
    void whatTheOldScheduleAskedForIsServedFirst() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.clock.passes(Duration.ofMinutes(61));
            nights.dag("cron: \"0 10 * * *\"");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running");
        }
    }

    @Test
    void aDagThatIsGoneIsServedNoLongerAndCatchesUpWhenItIsBack() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY)) {
            nights.remove("nightly");
            nights.passes("26H");
            assertThat(nights.ticks()).isEmpty();
            nights.dag(NIGHTLY);
            assertThat(nights.ticks()).isEqualTo("01T01:00 missed, 02T01:00 missed");
        }
    }

    @Test
    void aTickWhoseParametersCannotBeHadIsMissedWithTheReason() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY, "params: {v: {type: string, default: \"{{ var.none }}\"}}")) {
            nights.passes("2H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 missed");
            assertThat(nights.settled.getFirst().reason()).startsWith("the default of param \"v\" cannot be rendered");
        }
    }
}
