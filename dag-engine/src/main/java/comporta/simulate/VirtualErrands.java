package comporta.simulate;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Errands of one life of an engine on the virtual clock: what is not done when they are closed never will be. */
final class VirtualErrands implements Executor, AutoCloseable {
    private final VirtualTime time;
    private final Supplier<Duration> delay;
    private boolean closed;

    /** @param delay how long the next one takes to be done */
    VirtualErrands(VirtualTime time, Supplier<Duration> delay) {
        this.time = time;
        this.delay = delay;
    }

    @Override
    public void execute(Runnable deed) {
        after(Duration.ZERO, deed);
    }

    /** Does it when {@code wait} has passed, and the delay of an errand besides. */
    void after(Duration wait, Runnable deed) {
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
