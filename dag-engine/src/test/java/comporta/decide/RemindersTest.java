package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Progress;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.run.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the outside world is asked once more. */
class RemindersTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T04:00:00Z");
    private static final TaskInstance LOST = lost();

    private final Plan plan = Plan.of(
            dag(task("a")),
            task -> new Terms(task.retry(), Terms.PlatformRetries.DEFAULT, task.timeouts(), task.skipOn(), Duration.ofHours(6), false, 1), Map.of());
    private final Reminders reminders = new Reminders(plan);

    private static TaskInstance lost() {
        var state = new TaskState.Unreachable(1, "agent lost", SINCE, true);
        return new TaskInstance(0, -1, state, 1, 0, 0, true, SINCE, SINCE, null, null, Progress.NONE, null);
    }

    @BeforeEach
    void outOfSight() {
        reminders.moved(TaskInstance.fresh(0), LOST);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # seconds since it was lost, seconds until the next reminder is due
                 0,      5
                 4,      5
                 5,     15
                14,     15
                15,     35
                34,     35
                35,     75
               155,    315
               315,    635
               634,    635
               635,    955
               954,    955
               955,   1275
              1275,   1595
            """)
    void doublesUpToFiveMinutes(long passed, long next) {
        reminders.give(LOST, SINCE.plusSeconds(passed));
        assertThat(reminders.dueAt(LOST)).isEqualTo(SINCE.plusSeconds(next));
    }

    @Test
    void whoSleptLongIsRemindedOnceAndThenInTheSameRhythm() {
        var woken = SINCE.plus(Duration.ofDays(400_000));
        reminders.give(LOST, woken);
        assertThat(reminders.dueAt(LOST)).isBetween(woken.plusMillis(1), woken.plusSeconds(320));
        reminders.give(LOST, woken.minusSeconds(5_000));   // the clock was put back
        assertThat(reminders.dueAt(LOST)).isAfter(woken);
    }
}
