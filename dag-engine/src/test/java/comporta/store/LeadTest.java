package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import comporta.run.TaskInstance;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody takes the lead in the middle of a transaction of the leader's. */
class LeadTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @RegisterExtension
    final FreshPostgresql database = new FreshPostgresql();

    @Test
    void whoClaimsTheLeadWaitsForTheCommitUnderWay() throws SQLException {
        try (var store = database.open()) {
            var dag = new DagId("nightly");
            var version = store.pin(dag, "/dags/nightly.yaml", "dag: nightly", NOON);
            var run = store.create(new Chance(1).newRun(dag, "one", version.id()), List.of(TaskInstance.fresh(0)), Chance.taskIds(1));
            var settings = database.settings();
            var postgresql = new PostgresqlDatabase(String.valueOf(settings.url()), settings.user(), settings.password());
            var epoch = 1L;
            try (var session = new Session(postgresql.connect())) {
                assertThat(RunRows.flushFences(session, RunRows.fence(postgresql), Map.of(run.id(), 1), epoch)).containsExactly(1);
                assertThatNobodyCanClaimNow();
                session.rollback();
                Leadership.check(session, postgresql, epoch);   // as before a run is created
                assertThatNobodyCanClaimNow();
                session.rollback();
            }
            database.open().close();
            assertThatThrownBy(() -> store.pin(dag, "/dags/other.yaml", "dag: nightly", NOON)).isInstanceOf(LeadLost.class);
        }
    }

    private void assertThatNobodyCanClaimNow() throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select 1 from leader for update nowait"))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("55P03"));
        }
    }
}
