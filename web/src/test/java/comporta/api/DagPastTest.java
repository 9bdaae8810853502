package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.TimeLimit;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.store.RunSpan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runs tell of their DAG. */
final class DagPastTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static RunSpan run(long id, RunState state, @Nullable Integer seconds) {
        return new RunSpan(id, "r" + id, RunType.SCHEDULED, state, NOON, null, NOON, NOON, seconds == null ? null : NOON.plusSeconds(seconds));
    }

    private static TimeLimit deadline(int task, TimeLimit.State state) {
        return new TimeLimit(TimeLimit.Kind.DEADLINE, task, -1, 0, NOON, state, null);
    }

    @Test
    void isOfWhatEndedAndOfDeadlinesThatWereDecided() {
        var past = DagPast.of(
                List.of(run(5, RunState.RUNNING, null), run(4, RunState.SUCCESS, 40), run(3, RunState.SUCCESS, 20),
                        run(2, RunState.FAILED, 7), run(1, RunState.SUCCESS, 30)),
                Map.of(5L, List.of(deadline(TimeLimit.RUN, TimeLimit.State.PENDING)), 4L, List.of(deadline(TimeLimit.RUN, TimeLimit.State.MISSED)),
                        3L, List.of(deadline(TimeLimit.RUN, TimeLimit.State.MET), deadline(0, TimeLimit.State.MISSED)),
                        2L, List.of(deadline(TimeLimit.RUN, TimeLimit.State.OFF)), 1L, List.of(deadline(TimeLimit.RUN, TimeLimit.State.MET))));
        assertThat(past.newest()).isEqualTo(RunState.RUNNING);
        assertThat(past.last()).extracting(DagShape.LastRun::runId).containsExactly("r5", "r4", "r3", "r2", "r1");
        assertThat(past.usual()).isEqualTo(new DagShape.Usual(30, 40, 3));
        assertThat(past.successRate()).isEqualTo(0.75);
        assertThat(past.deadlineRate()).isEqualTo(2.0 / 3);
    }

    @Test
    void isUnknownBeforeAnythingRan() {
        assertThat(DagPast.of(List.of(), Map.of())).isEqualTo(new DagPast(null, List.of(), null, null, null));
    }
}
