package comporta.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An alarm clock that rings when the test says so, also too early. */
public final class SteeredAlarm implements AlarmClock {
    private final List<Instant> settings = new ArrayList<>();
    private @Nullable Runnable ring;

    @Override
    public synchronized void set(Instant at, Runnable next) {
        settings.add(at);
        ring = next;
        notifyAll();
    }

    /** Rings what was set last. */
    public synchronized void ring() {
        Objects.requireNonNull(ring, "no alarm is set").run();
    }

    /** Waits until it was set so many times, and gives the last instant. */
    public synchronized Instant awaitSetting(int times) throws InterruptedException {
        while (settings.size() < times) {
            wait();
        }
        return settings.getLast();
    }

    @Override
    public void close() {
        // nothing rings by itself
    }
}
