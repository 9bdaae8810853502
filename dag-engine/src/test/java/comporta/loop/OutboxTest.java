package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Notice.Addressee;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.store.Databases;
import comporta.store.Letter;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices are on record with what they tell of, and with nothing else. */
@OnEachDatabase
class OutboxTest {
    private static final String DAG = """
            dag: nightly
            owner: data
            on_failure: [oncall, {slack: "#data"}]
            tasks: {a: {run: a}}
            """;

    @TempDir
    Path folder;

    private final Databases databases;

    OutboxTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void aStepAndItsNoticesAreOneTransaction() {
        try (var shift = Shift.of(databases, folder, DAG)) {
            var before = shift.store.commits();
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.turn();

            assertThat(shift.store.commits()).isEqualTo(before + 1);
            assertThat(shift.storedState("a")).isEqualTo("failed");
            var letters = shift.store.outbox().of(shift.run.id());
            assertThat(letters).extracting(Letter::to).containsExactly(
                    new Addressee.Named("oncall", "nightly failed: task a failed: exit code 1 [run manual-1]"),
                    new Addressee.Written("slack", "#data", "nightly failed: task a failed: exit code 1 [run manual-1]"));
            assertThat(letters.getFirst().notice().data()).isEqualTo(shift.announced.getFirst().data());
        }
    }

    @Test
    void nothingIsPutInTwice() {
        try (var shift = Shift.of(databases, folder, DAG)) {
            shift.restart();
            assertThat(shift.store.outbox().newest(Long.MAX_VALUE, 10)).isEmpty();

            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            shift.restart();
            assertThat(shift.store.outbox().newest(Long.MAX_VALUE, 10)).hasSize(2);
        }
    }

    @Test
    void anAttemptIsRecordedOnceInOrder() {
        try (var shift = Shift.of(databases, folder, DAG)) {
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            var now = shift.clock.instant();
            var outbox = shift.store.outbox();
            var letters = outbox.due(now, 10);
            assertThat(letters).hasSize(2);

            outbox.attempted(letters.getFirst(), now, "it answered 500", now.plusSeconds(5));
            outbox.attempted(letters.getFirst(), now, null, null);   // said twice: of the first attempt
            outbox.attempted(letters.getLast(), now, null, null);
            assertThat(outbox.due(now, 10)).isEmpty();
            assertThat(outbox.nextDue()).contains(now.plusSeconds(5));

            var again = outbox.due(now.plusSeconds(5), 10).getFirst();
            assertThat(again.attempts()).isOne();
            outbox.attempted(again, now.plusSeconds(5), "it answered 404", null);
            assertThat(outbox.of(shift.run.id())).extracting(Letter::state).isEqualTo(List.of(Letter.State.GIVEN_UP, Letter.State.DELIVERED));
            assertThat(outbox.deliveries(again.id())).extracting(each -> String.valueOf(each.error())).containsExactly("it answered 500", "it answered 404");
        }
    }
}
