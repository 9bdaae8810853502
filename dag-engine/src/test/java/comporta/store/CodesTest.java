package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.decide.BackfillPlan;
import comporta.decide.TimeLimit;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.RunType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a number in the tables means never changes: databases of older programs are full of them. */
class CodesTest {
    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of(Codes.CAUSES, Cause.values(), "USER PLATFORM TIMEOUT DEADLINE OPERATOR"),
                Arguments.of(Codes.RUN_STATES, RunState.values(), "QUEUED RUNNING PAUSED SUCCESS FAILED CANCELLED"),
                Arguments.of(Codes.RUN_TYPES, RunType.values(), "SCHEDULED MANUAL BACKFILL TRIGGERED"),
                Arguments.of(Codes.LAUNCH_STATES, Launch.State.values(), "INTENDED ACCEPTED RUNNING ENDED LOST GIVEN_UP"),
                Arguments.of(Codes.LEASE_STATES, Lease.State.values(), "OPENING OPEN CLOSING CLOSED KEPT"),
                Arguments.of(
                        Codes.VERBS, Wish.Verb.values(), "CANCEL FORCE PAUSE RESUME KILL CLEAR MARK_SUCCESS MARK_FAILED SKIP "
                                + "TRIGGER PAUSE_DAG RESUME_DAG BACKFILL CANCEL_BACKFILL PAUSE_BACKFILL RESUME_BACKFILL "
                                + "RERUN BREAKPOINT BYPASS APPROVE REJECT MOVE KEEP RELEASE"),
                Arguments.of(Codes.BACKFILL_STATES, Backfill.State.values(), "RUNNING PAUSED DONE CANCELLED"),
                Arguments.of(Codes.REPROCESS, BackfillPlan.Reprocess.values(), "NONE FAILED COMPLETED"),
                Arguments.of(Codes.ITEM_STATES, BackfillItem.State.values(), "WAITING RUN LEFT_OUT"),
                Arguments.of(Codes.TICK_STATES, SettledTick.State.values(), "RUN MISSED SKIPPED"),
                Arguments.of(
                        Codes.PROBLEMS, Problem.Kind.values(), "DAG_FILE MISSED_TICK OPEN_LEASE BACKEND_UNREACHABLE FORECAST_OFF CLOCK STORE"),
                Arguments.of(Codes.FILE_STATES, StoredDag.FileState.values(), "OK BROKEN GONE"),
                Arguments.of(Codes.KINDS, HistoryRow.Kind.values(), "RUN TASK LAUNCH LEASE DEADLINE"),
                Arguments.of(Codes.LIMIT_KINDS, TimeLimit.Kind.values(), "DEADLINE LONGER_THAN SHORTER_THAN QUEUED_FOR"),
                Arguments.of(Codes.LIMIT_STATES, TimeLimit.State.values(), "PENDING MET MISSED OFF"),
                Arguments.of(Codes.ROLES, Role.values(), "VIEWER OPERATOR AUTHOR ADMIN"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("lists")
    void everyWordHasItsNumberForEver(List<?> codes, Object[] words, String from0) {
        assertThat(codes.stream().map(Object::toString).toList()).isEqualTo(List.of(from0.split(" ", -1)));
        assertThat(codes).hasSameSizeAs(words);
    }

    @Test
    void anUnknownNumberIsNotGuessedAt() {
        assertThatThrownBy(() -> Codes.word(Codes.RUN_STATES, 6)).isInstanceOf(StoreFailed.class).hasMessageContaining("newer Comporta");
    }
}
