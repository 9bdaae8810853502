package comporta.notify;

import comporta.decide.Notice;
import comporta.decide.Notice.Addressee;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of this room: tells everybody, each on a virtual thread of its own, and tries again for about two hours. Nothing is kept: what was
 * not told when this process ends is not told.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration TO_CLOSE = Duration.ofSeconds(5);

    /** Between attempts. */
    public static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10),
            Duration.ofMinutes(30), Duration.ofHours(1));

    private final Channels channels;
    private final List<Duration> waits;
    private final UnaryOperator<String> mask;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notify-", 0).factory());

    /**
     * @param waits between attempts; after the last one it is given up
     * @param mask takes secrets out of what is said
     */
    public Notifier(Channels channels, List<Duration> waits, UnaryOperator<String> mask) {
        this.channels = channels;
        this.waits = List.copyOf(waits);
        this.mask = mask;
    }

    /** Has it told to all its addressees; returns at once. */
    public void tell(Notice notice) {
        var shown = notice.saying(mask);
        for (var addressee : shown.to()) {
            threads.execute(() -> tell(Letter.of(shown, addressee.message()), addressee));
        }
    }

    private void tell(Letter letter, Addressee addressee) {
        try {
            for (var wait : waits) {
                if (attempt(letter, addressee, wait)) {
                    return;
                }
                Thread.sleep(wait);
            }
            attempt(letter, addressee, null);
        } catch (InterruptedException e) {
            LOG.warn("{} is not told to {}: this process ends", letter.notice().headline(), words(addressee));
        } catch (RuntimeException e) {
            LOG.error("{} is not told to {}", letter.notice().headline(), words(addressee), e);
        }
    }

    /**
     * Whether nothing is left to do.
     *
     * @param next wait before another attempt; null: there is none
     */
    private boolean attempt(Letter letter, Addressee addressee, @Nullable Duration next) throws InterruptedException {
        try {
            channels.to(addressee).deliver(letter);
            return true;
        } catch (NotDelivered e) {
            var what = letter.notice().headline();
            var why = mask.apply(String.valueOf(e.getMessage()));
            if (next == null || !e.mayBeRepeated()) {
                LOG.error("{} is not told to {}, given up: {}", what, words(addressee), why);
                return true;
            }
            LOG.warn("{} is not told to {}, tried again in {}s: {}", what, words(addressee), next.toSeconds(), why);
            return false;
        }
    }

    /** Addresses of hooks are secrets: of them only the kind is told. */
    private static String words(Addressee addressee) {
        return switch (addressee) {
            case Addressee.Named named -> named.name();
            case Addressee.Written written -> written.kind();
        };
    }

    /** Gives what is being told a moment; what waits for another attempt is given up. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        channels.close();
    }
}
