package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Cause;
import comporta.operator.Progress;
import comporta.run.Afterwards;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.store.TrySpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bars of tasks, told as {@code kind state#try from-to} in minutes. */
class SegmentsTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant NOW = at(60);

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static TaskInstance task(TaskState state, int tries, @Nullable Integer ready, @Nullable Integer started) {
        return new TaskInstance(
                0, -1, state, tries, 0, 0, tries > 0, ready == null ? null : at(ready), started == null ? null : at(started), null, null, Progress.NONE, null);
    }

    private static TrySpan tried(int number, int from, @Nullable Integer to, @Nullable Cause cause) {
        return new TrySpan(0, -1, number, at(from), to == null ? null : at(to), cause);
    }

    private static String bar(TaskInstance task, List<TrySpan> tries, @Nullable Integer end) {
        return Segments.of(task, tries, NOW, end == null ? null : at(end), Duration.ofMinutes(30), "pool_slots").stream()
                .map(each -> each.kind() + " " + each.state() + "#" + each.tryNumber() + (each.cause() == null ? "" : "!" + each.cause()) + " "
                        + Duration.between(START, each.from()).toMinutes() + "-" + Duration.between(START, each.to()).toMinutes()
                        + (each.reasonCode() == null ? "" : " (" + each.reasonCode() + ")"))
                .collect(Collectors.joining(", "));
    }

    @Test
    void nothingHasHappenedYet() {
        assertThat(bar(task(new TaskState.Waiting(), 0, null, null), List.of(), null)).isEmpty();
        assertThat(bar(task(new TaskState.Waiting(), 0, null, null), List.of(), 100)).isEqualTo("predicted success#1 70-100");
        assertThat(bar(task(new TaskState.Queued(at(50)), 0, 50, null), List.of(), 90))
                .isEqualTo("wait queued#1 50-60 (pool_slots), predicted success#1 60-90");
    }

    @Test
    void aTryBeginsWithItsLaunch() {
        assertThat(bar(task(new TaskState.Launching(1, at(50)), 1, 40, null), List.of(tried(1, 50, null, null)), null))
                .isEqualTo("wait queued#1 40-50, transition launching#1 50-60");
        assertThat(bar(task(new TaskState.Running(1, at(52)), 1, 40, 52), List.of(tried(1, 50, null, null)), 82))
                .isEqualTo("wait queued#1 40-50, transition launching#1 50-52, work running#1 52-60, predicted success#1 60-82");
        assertThat(bar(task(new TaskState.Deferred(1, at(52)), 1, 50, 52), List.of(tried(1, 50, null, null)), null))
                .isEqualTo("transition launching#1 50-52, wait deferred#1 52-60");
    }

    @Test
    void eachTryAndEachPauseIsAPartOfItsOwn() {
        assertThat(bar(task(new TaskState.Success(), 2, 10, 25), List.of(tried(1, 10, 20, Cause.PLATFORM), tried(2, 25, 40, null)), null))
                .isEqualTo("work failed#1!platform 10-20, wait up_for_retry#2 20-25, work success#2 25-40");
        assertThat(bar(task(new TaskState.UpForRetry(Cause.USER, "exit 1", at(70)), 1, 10, 12), List.of(tried(1, 10, 20, Cause.USER)), 100))
                .isEqualTo("transition launching#1 10-12, work failed#1!user 12-20, wait up_for_retry#2 20-60 (pool_slots), predicted success#1 70-100");
    }

    @Test
    void whatWasBeforeAClearIsNoPauseOfARetry() {
        assertThat(bar(task(new TaskState.Success(), 2, 45, 50), List.of(tried(1, 10, 20, null), tried(2, 50, 55, null)), null))
                .isEqualTo("work success#1 10-20, wait queued#2 45-50, work success#2 50-55");
    }

    @Test
    void whatIsNotConfirmedIsNoWork() {
        assertThat(bar(
                task(new TaskState.Stopping(1, new Afterwards.Cancel(Cause.USER, "asked"), at(55), true), 1, 10, 10), List.of(tried(1, 10, null, null)), null))
                .isEqualTo("work running#1 10-55, transition stopping#1 55-60");
        assertThat(bar(task(new TaskState.Unreachable(1, "agent lost", at(55), true), 1, 10, 10), List.of(tried(1, 10, null, null)), null))
                .isEqualTo("work running#1 10-55, transition unreachable#1 55-60");
    }
}
