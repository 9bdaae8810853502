package comporta.loop;

import java.time.Duration;

/** Where deeds are done that must not hold the loop up. A deed after {@link #close} may be left undone. */
public interface Errands extends AutoCloseable {
    /** Soon, in any order. */
    void now(Runnable deed);

    /** Not before {@code wait} has passed. */
    void after(Duration wait, Runnable deed);

    @Override
    void close();
}
