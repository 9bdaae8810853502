package comporta.nodes;

import java.time.Duration;

/** There is no machine yet, and one may be had when it is asked for again: there is no capacity, or the provider is busy. */
public final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration pause;

    /** @param pause after which it pays to ask again */
    public NotNow(String why, Duration pause) {
        super(why);
        this.pause = pause;
    }

    public Duration pause() {
        return pause;
    }
}
