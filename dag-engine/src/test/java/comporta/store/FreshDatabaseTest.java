package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.DagId;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests are given is what they are told. */
@OnEachDatabase
class FreshDatabaseTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private final Databases databases;

    @TempDir
    Path folder;

    FreshDatabaseTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void anEmptyOneHasNoTables() {
        try (var database = databases.empty(folder)) {
            assertThatThrownBy(() -> database.meddle("delete from history")).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void oneWithTablesIsUsedAtOnceAndAgain() {
        try (var database = databases.withTables(folder)) {
            database.meddle("delete from history");
            try (var store = database.open()) {
                assertThat(store.live()).isEmpty();
                assertThat(store.pin(new DagId("nightly"), "nightly.yaml", "dag: nightly", NOON).number()).isEqualTo(1);
            }
            try (var store = database.open()) {
                assertThat(store.pin(new DagId("nightly"), "nightly.yaml", "dag: other", NOON).number()).isEqualTo(2);
            }
        }
    }
}
