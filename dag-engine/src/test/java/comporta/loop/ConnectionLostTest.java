package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Finding;
import comporta.store.Databases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL ends the connection; it is there again at once. */
class ConnectionLostTest {
    private static final String CUT =
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    private static final String TWO = """
            dag: two
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
            """;

    @TempDir
    Path folder;

    @Test
    void theStepIsHeldBackAndCommittedOnTheNextConnection() {
        try (var shift = Shift.of(Databases.POSTGRESQL, folder, TWO)) {
            shift.database.meddle(CUT);
            shift.jobs.succeeds("a");
            shift.turn();
            assertThat(shift.loop.holdsBack()).isTrue();
            assertThat(shift.jobs.submitted()).as("not before it is committed").containsExactly("a.t1");

            shift.loop.flush();
            shift.work();
            assertThat(shift.storedState("b")).isEqualTo("launching");
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "b.t1");
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(shift.over).hasSize(1);
        }
    }

    /** As if the connection had gone between the commit and its acknowledgement. */
    @Test
    void whatWasCommittedUnknownToUsIsReadFromTheStore() {
        try (var shift = Shift.of(Databases.POSTGRESQL, folder, TWO)) {
            shift.jobs.finds(intent -> intent.id().task().value().equals("b")
                    ? new Finding.NeverStarted(intent.id())
                    : new Finding.Alive(intent.id(), Instant.EPOCH, "x", null));
            shift.database.meddle(CUT);
            shift.jobs.succeeds("a");
            shift.turn();
            shift.database.meddle("update run set version = version + 1");
            shift.loop.flush();
            shift.work();
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
        }
    }
}
