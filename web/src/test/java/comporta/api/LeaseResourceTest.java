package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to who holds machines. */
class LeaseResourceTest {
    private static final Instant OPENED = Instant.parse("2026-11-21T02:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-21T03:00:00Z | 4 machines of itaipu are held until 2026-11-21T03:00:00Z
            2026-11-21T04:00:00Z | 4 machines of itaipu are held until 2026-11-21T04:00:00Z
            2026-11-25T02:00:00Z | 4 machines of itaipu are held until 2026-11-21T04:00:00Z, when their ttl runs out
            """)
    void machinesAreHeldNoLongerThanTheirTimeLasts(Instant until, String words) {
        var terms = new LeaseTerms("itaipu", "itaipu", "simulated", 4, Duration.ofHours(2), Duration.ofMinutes(30));
        var lease = new Lease("nightly.manual-1.up", 1, 0, -1, 1, terms, Lease.State.OPEN, 4, OPENED, OPENED.plus(terms.ttl()), null, null);
        assertThat(LeaseResource.held(lease, until)).isEqualTo(words);
    }
}
