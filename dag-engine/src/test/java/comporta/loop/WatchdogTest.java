package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Change;
import comporta.run.DagRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest implements Observer {
    private static final Instant ONE = Instant.parse("2030-01-01T01:00:00Z");

    private final SteeredClock clock = new SteeredClock("2030-01-01T00:59:59Z");
    private final AtomicInteger rings = new AtomicInteger();
    private final List<String> told = new ArrayList<>();

    @Test
    void aTickThatNobodyServesIsToldOfOnceAndRungFor() {
        try (var watchdog = new Watchdog(Duration.ofMinutes(1), clock, this, rings::incrementAndGet)) {
            watchdog.look();
            watchdog.expects(ONE);
            watchdog.look();
            assertThat(rings).hasValue(0);
            clock.passes(Duration.ofSeconds(31));
            watchdog.look();
            assertThat(rings).as("the alarm may have been late").hasValue(1);
            assertThat(told).isEmpty();
            clock.passes(Duration.ofMinutes(1));
            watchdog.look();
            watchdog.look();
            assertThat(rings).hasValue(3);
            assertThat(told).containsExactly("2030-01-01T01:00:00Z PT1M30S");
            watchdog.expects(null);
            watchdog.look();
            assertThat(rings).hasValue(3);
        }
    }

    @Override
    public void overdue(Instant due, Duration late) {
        told.add(due + " " + late);
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        // not asked
    }

    @Override
    public void over(RunPicture last) {
        // not asked
    }
}
