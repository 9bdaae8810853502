package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.News;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class TimersTest {
    private final Databases databases;

    @TempDir
    Path folder;

    TimersTest(Databases databases) {
        this.databases = databases;
    }

    @ParameterizedTest(name = "{0}, {1}: after {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            execution_timeout: 10m | started     | PT9M59S | running
            execution_timeout: 10m | started     | PT10M   | stopping
            execution_timeout: 10m | not started | PT10H   | launching
            queue_timeout: 5m      | not started | PT4M59S | launching
            queue_timeout: 5m      | not started | PT5M    | stopping
            queue_timeout: 5m      | started     | PT5M    | running
            total_timeout: 1h      | started     | PT1H    | stopping
            total_timeout: 1h      | not started | PT1H    | stopping
            progress_timeout: 3m   | started     | PT2M59S | running
            progress_timeout: 3m   | started     | PT3M    | stopping
            """)
    void clocksOfATask(String clock, String how, Duration later, String state) {
        try (var shift = Shift.of(databases, folder, "dag: one\ntasks:\n  a: {run: a, " + clock + "}\n")) {
            if (how.equals("started")) {
                shift.jobs.starts("a");
                shift.work();
            }
            shift.timePasses(later);
            assertThat(shift.stateOf("a")).isEqualTo(state);
        }
    }

    @Test
    void aSignOfLifeSetsTheProgressClockBack() {
        try (var shift = Shift.of(databases, folder, "dag: one\ntasks:\n  a: {run: a, progress_timeout: 3m}\n")) {
            shift.jobs.starts("a");
            shift.work();
            for (int i = 0; i < 5; i++) {
                shift.timePasses(Duration.ofMinutes(2));
                shift.jobs.tell(new News.Logged(shift.jobs.last("a").id(), 100 + i, Instant.EPOCH, 10));
                shift.work();
            }
            assertThat(shift.stateOf("a")).isEqualTo("running");
            assertThat(shift.nextDue()).isEqualTo("2030-01-01T00:13:00Z");
        }
    }

    @Test
    void aTimeoutIsRetriedOnceItsEndIsConfirmed() {
        try (var shift = Shift.of(databases, folder, "dag: one\ntasks:\n  a: {run: a, execution_timeout: 10m, retries: 1, retry_delay: 1m}\n")) {
            shift.jobs.starts("a");
            shift.work();
            shift.timePasses(Duration.ofMinutes(10));
            shift.timePasses(Duration.ofMinutes(30));
            assertThat(shift.jobs.submitted()).as("not before the end is confirmed").hasSize(1);
            shift.jobs.ends("a", Exit.failure(Cause.USER, 143, "TERM"));
            shift.work();
            assertThat(shift.stateOf("a")).isEqualTo("up_for_retry");
            shift.timePasses(Duration.ofSeconds(75));
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "a.t2");
        }
    }

    @Test
    void aRunThatLastsTooLongFailsOnceAllIsConfirmed() {
        try (var shift = Shift.of(databases, folder, "dag: one\nrun_timeout: 1h\ntasks:\n  a: {run: a}\n  b: {run: b, depends_on: a}\n")) {
            assertThat(shift.nextDue()).isEqualTo("2030-01-01T01:00:00Z");
            shift.timePasses(Duration.ofHours(1));
            assertThat(shift.states()).hasToString("{a=stopping, b=cancelled}");
            assertThat(shift.runState()).isEqualTo("running");
            shift.jobs.ends("a", Exit.failure(Cause.USER, 143, "TERM"));
            shift.work();
            assertThat(shift.stored().run().state().word()).isEqualTo("failed");
            assertThat(shift.stored().run().cause()).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void aRingTooEarlyDoesNoHarm() {
        try (var shift = Shift.of(databases, folder, "dag: one\nrun_timeout: 1h\ntasks:\n  a: {run: a}\n")) {
            var commits = shift.store.commits();
            shift.signal(new Signal.Rang());
            shift.work();
            assertThat(shift.stateOf("a")).isEqualTo("launching");
            assertThat(shift.store.commits()).isEqualTo(commits);
            assertThat(shift.nextDue()).isEqualTo("2030-01-01T01:00:00Z");
        }
    }
}
