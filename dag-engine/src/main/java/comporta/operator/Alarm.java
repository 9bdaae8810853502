package comporta.operator;

import java.time.Instant;

/** Calls back at an instant, never at once and never from the caller's thread. Late is allowed, early is not harmful. */
@FunctionalInterface
public interface Alarm {
    void ring(Instant at, Runnable listener);
}
