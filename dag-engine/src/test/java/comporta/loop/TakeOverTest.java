package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.operator.Finding;
import comporta.store.Databases;
import comporta.store.LeadLost;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another scheduler claims the lead of a PostgreSQL while the first still believes to have it. */
class TakeOverTest {
    private static final String TWO = """
            dag: two
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
            """;

    @TempDir
    Path folder;

    @Test
    void theFirstDropsItsRunsAtItsNextCommitAndIsNotHeardAgain() {
        try (var first = Shift.of(Databases.POSTGRESQL, folder, TWO); var second = first.database.open()) {
            var before = second.load(first.run.id());
            first.jobs.succeeds("a");
            first.work();
            assertThat(first.losses).isEqualTo(1);
            assertThat(first.loop.runs().get(first.run.id())).isNull();
            assertThat(first.loop.holdsBack()).isFalse();
            assertThat(first.loop.nextDue()).isNull();
            var slots = first.loop.runs().slots();
            assertThat(slots.used(slots.limit("pool default", 128))).isZero();
            assertThat(first.jobs.submitted()).as("b is the other's to submit").containsExactly("a.t1");
            assertThat(second.load(first.run.id())).as("nothing of it was written").isEqualTo(before);

            first.jobs.succeeds("a");
            first.work();
            assertThat(first.losses).as("refused once, not for ever").isEqualTo(1);
            assertThatThrownBy(() -> first.begin(TWO, "manual-2")).isInstanceOf(LeadLost.class);
        }
    }

    @Test
    void theSecondGoesOnWithWhatTheFirstBegan() {
        try (var shift = Shift.of(Databases.POSTGRESQL, folder, TWO)) {
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, "x", null));
            var first = shift.store;
            var firstLoop = shift.loop;
            shift.takeOver();
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
            firstLoop.flush();
            first.close();
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(shift.over).hasSize(1);
        }
    }
}
