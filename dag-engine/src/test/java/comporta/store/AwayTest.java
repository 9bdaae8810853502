package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What readers hear while connections are cut, or the database is not there. */
class AwayTest {
    @Test
    void aCutConnectionIsNobodysConcernWhoReads() {
        try (var postgresql = new OwnPostgresql(); var store = Store.standBy(postgresql.settings())) {
            assertThat(store.live()).isEmpty();
            postgresql.cutConnections();
            assertThat(store.live()).isEmpty();
            postgresql.restart("immediate");
            assertThat(store.live()).isEmpty();
        }
    }

    @Test
    void whoReadsIsToldThatTheDatabaseIsAway() {
        var postgresql = new OwnPostgresql();
        try (var store = Store.standBy(postgresql.settings())) {
            assertThat(store.live()).isEmpty();
            postgresql.close();
            assertThatThrownBy(store::live).isInstanceOf(StoreAway.class);
        }
    }
}
