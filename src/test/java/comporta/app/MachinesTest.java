package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MachinesTest {
    private static final Instant OPENED = Instant.parse("2030-01-01T04:00:00Z");
    private final Lease open = new Lease(
            "nightly.manual-1.up", 1, 0, -1, 1, new LeaseTerms("itaipu", "itaipu", "simulated", 4, Duration.ofHours(2), Duration.ofMinutes(30)),
            Lease.State.OPEN, 4, OPENED, OPENED.plus(Duration.ofHours(2)), null, null);

    @Test
    void sayWhyTheyAreKeptOrGivenBackBeforeTheirTasksAreDone() {
        var early = OPENED.plus(Duration.ofMinutes(5));
        var late = open.expiresAt();
        var closing = open.in(Lease.State.CLOSING, 4, null);

        assertThat(Machines.inWords(open, early, ZoneOffset.UTC)).isEqualTo("4 of 4 machines");
        assertThat(Machines.inWords(closing, early, ZoneOffset.UTC)).isEqualTo("4 of 4 machines");
        assertThat(Machines.inWords(closing, late, ZoneOffset.UTC)).isEqualTo("4 of 4 machines; its ttl (2h) ran out");
        assertThat(Machines.inWords(open.kept(early), early, ZoneOffset.UTC))
                .isEqualTo("4 of 4 machines; kept after a failure until 04:35:00, by keep_on_failure; a cancel gives them back");
    }
}
