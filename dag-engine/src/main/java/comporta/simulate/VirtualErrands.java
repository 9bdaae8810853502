package comporta.simulate;

import comporta.loop.Errands;
import java.time.Duration;
import java.util.function.Supplier;

/** Errands that are things to happen on the virtual clock. */
final class VirtualErrands implements Errands {
    private final VirtualTime time;
    private final Supplier<Duration> delay;
    private boolean closed;

    VirtualErrands(VirtualTime time, Supplier<Duration> delay) {
        this.time = time;
        this.delay = delay;
    }

    @Override
    public void now(Runnable deed) {
        after(Duration.ZERO, deed);
    }

    @Override
    public void after(Duration wait, Runnable deed) {
        time.later(wait.plus(delay.get()), () -> {
            if (!closed) {
                deed.run();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
