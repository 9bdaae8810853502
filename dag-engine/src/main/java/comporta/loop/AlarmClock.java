package comporta.loop;

import java.time.Instant;

/** Rings at an instant. What is due then is decided elsewhere: a ring too early or too many does no harm. */
public interface AlarmClock extends AutoCloseable {

    /** Rings once at {@code at}, or at once when that is past; replaces what was set before. */
    void set(Instant at, Runnable ring);

    @Override
    void close();
}
