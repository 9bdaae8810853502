package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class QuartzAlarmClockTest {
    private static final Instant FAR_AWAY = Instant.parse("2999-01-01T00:00:00Z");

    @Test
    void ringsAtItsInstantAndNotBefore() throws InterruptedException {
        var clock = InstantSource.system();
        var rung = new LinkedBlockingQueue<Instant>();
        try (var alarm = new QuartzAlarmClock()) {
            var at = clock.instant().plusMillis(50);
            alarm.set(at, () -> rung.add(clock.instant()));
            assertThat(rung.take()).isAfterOrEqualTo(at);
        }
    }

    @Test
    void ringsAtOnceForWhatIsPast() throws InterruptedException {
        var rung = new CountDownLatch(1);
        try (var alarm = new QuartzAlarmClock()) {
            alarm.set(Instant.EPOCH, rung::countDown);
            rung.await();
        }
        assertThat(rung.getCount()).isZero();
    }

    @Test
    void theLatestSettingReplacesTheOneBefore() throws InterruptedException {
        var rung = new LinkedBlockingQueue<String>();
        try (var alarm = new QuartzAlarmClock()) {
            alarm.set(FAR_AWAY, () -> rung.add("far away"));
            alarm.set(Instant.EPOCH, () -> rung.add("now"));
            assertThat(rung.take()).isEqualTo("now");
            alarm.set(FAR_AWAY.plus(Duration.ofDays(1)), () -> rung.add("later"));
            alarm.set(Instant.EPOCH, () -> rung.add("once more"));
            assertThat(rung.take()).isEqualTo("once more");
        }
        assertThat(rung).isEmpty();
    }
}
