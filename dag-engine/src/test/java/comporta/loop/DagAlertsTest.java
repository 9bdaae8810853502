package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.Databases;
import comporta.store.Letter;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a DAG without a run to tell it. */
@OnEachDatabase
class DagAlertsTest {
    private static final String NIGHTLY = "cron: \"0 1 * * *\"";

    private final Databases databases;

    @TempDir
    Path folder;

    DagAlertsTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void aMissedTickIsToldWithItsReasonInTheSameTransaction() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY, "on_missed: [oncall]", "owner: data")) {
            nights.jumps("P1D");

            assertThat(nights.told).hasSize(1).first().asString().startsWith("missed: nightly missed a tick: ").endsWith("[run scheduled-20300101T010000Z]");
            assertThat(nights.store.outbox().newest(Long.MAX_VALUE, 9)).extracting(Letter::to).extracting(Object::toString)
                    .hasSize(1).first().asString().contains("oncall");
            nights.restart();
            assertThat(nights.told).hasSize(1);
        }
    }

    @Test
    void aNightWithoutSuccessIsToldOnce() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY, "on_alert: [oncall]", "alerts: {no_success_for: 26h}")) {
            nights.passes("2H");
            nights.succeeds();
            nights.passes("24H");
            nights.fails();
            assertThat(nights.told).isEmpty();

            nights.passes("3H");
            assertThat(nights.told).containsExactly("alert: nightly is unusual: it has had no success for 1d2h");
            nights.restart();
            nights.passes("20H");
            assertThat(nights.told).hasSize(1);

            nights.passes("2H");
            nights.succeeds();
            nights.passes("25H");
            nights.fails();
            nights.passes("2H");
            assertThat(nights.told).hasSize(2);
        }
    }

    @Test
    void aRunThatWaitsTooLongForItsTurnIsToldOnce() {
        try (var nights = new Nights(databases, folder).dag(NIGHTLY, "on_alert: [oncall]", "alerts: {queued_for: 30m}")) {
            nights.passes("26H");
            assertThat(nights.ticks()).isEqualTo("01T01:00 run running, 02T01:00 run queued");
            assertThat(nights.told).containsExactly(
                    "alert: nightly is unusual: it has been queued for longer than 30m [run scheduled-20300102T010000Z]");
            nights.restart();
            nights.passes("1H");
            assertThat(nights.told).hasSize(1);
        }
    }
}
