package comporta.notify;

import comporta.decide.Notice.Addressee;
import comporta.store.Letter;
import comporta.store.LeadLost;
import comporta.store.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of this room: delivers what lies in the outbox, each letter on a virtual thread of its own, and tries again for about two hours.
 * A letter is delivered at least once: it leaves the outbox after somebody has taken it, so a crash in between delivers it again, under the
 * same id. One of the process that has the lead.
 */
public final class Notifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration TO_CLOSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 32;

    /** Between attempts, each up to a quarter longer. */
    public static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10),
            Duration.ofMinutes(30), Duration.ofHours(1));

    private final Outbox outbox;
    private final Channels channels;
    private final List<Duration> waits;
    private final UnaryOperator<String> mask;
    private final InstantSource clock;
    private final Function<Runnable, CompletableFuture<?>> desk;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notify-", 0).factory());
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore wakes = new Semaphore(0);
    private final Thread worker = Thread.ofVirtual().name("outbox").unstarted(this::work);
    private volatile boolean closing;

    /**
     * A notifier that rests until {@link #start}.
     *
     * @param waits between attempts; after the last one it is given up
     * @param mask takes secrets out of what is said
     * @param desk does a deed on the thread that writes to the store
     */
    public Notifier(
            Outbox outbox, Channels channels, List<Duration> waits, UnaryOperator<String> mask, InstantSource clock,
            Function<Runnable, CompletableFuture<?>> desk) {
        this.outbox = outbox;
        this.channels = channels;
        this.waits = List.copyOf(waits);
        this.mask = mask;
        this.clock = clock;
        this.desk = desk;
    }

    /** Delivers from now on, what was left over first. */
    public void start() {
        worker.start();
    }

    /** To be called when there may be a new letter; returns at once. */
    public void wake() {
        wakes.release();
    }

    private void work() {
        while (!closing) {
            try {
                var looked = round(threads);
                if (wakes.tryAcquire(untilNext(looked).toNanos(), TimeUnit.NANOSECONDS)) {
                    wakes.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the outbox cannot be read now: {}", String.valueOf(e.getMessage()));
                pause();
            }
        }
    }

    private void pause() {
        try {
            wakes.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /** How long nothing more comes due than had by then: what was is under way, and wakes us when it is done. */
    Duration untilNext(Instant looked) {
        var wait = outbox.nextDue(looked).map(next -> Duration.between(clock.instant(), next)).orElse(LONGEST_WAIT);
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /**
     * Begins to deliver what is due and not under way.
     *
     * @return the moment by which it was due
     */
    Instant round(Executor on) {
        var now = clock.instant();
        for (var letter : outbox.due(now, AT_ONCE)) {
            if (underWay.size() < AT_ONCE && underWay.add(letter.id())) {
                on.execute(() -> deliver(letter));
            }
        }
        return now;
    }

    private void deliver(Letter letter) {
        try {
            var failure = attempt(letter);
            var now = clock.instant();
            var next = failure == null || !failure.mayBeRepeated() ? null : next(letter, now);
            var why = failure == null ? null : mask.apply(String.valueOf(failure.getMessage()));
            tell(letter, why, next);
            var _ = desk.apply(() -> outbox.attempted(letter, now, why, next)).whenComplete((_, e) -> recorded(letter, e));
        } catch (InterruptedException e) {
            underWay.remove(letter.id());   // this process ends; the next one delivers it
        } catch (RuntimeException e) {
            recorded(letter, e);
        }
    }

    /** What could not be recorded is delivered once more. */
    private void recorded(Letter letter, @Nullable Throwable e) {
        if (e != null && !(e instanceof LeadLost) && !closing) {
            LOG.warn("what became of letter {} to {} could not be recorded: {}", letter.id(), words(letter.to()),
                    String.valueOf(e.getMessage()));
        }
        underWay.remove(letter.id());
        wake();
    }

    private @Nullable NotDelivered attempt(Letter letter) throws InterruptedException {
        try {
            channels.to(letter.to()).deliver(Mail.of(letter, mask));
            return null;
        } catch (NotDelivered e) {
            return e;
        } catch (RuntimeException e) {
            return new NotDelivered(e.toString(), false);
        }
    }

    /** The same letter waits the same, others a little more or less: those that failed together do not come back together. */
    private @Nullable Instant next(Letter letter, Instant now) {
        if (letter.attempts() >= waits.size()) {
            return null;
        }
        var wait = waits.get(letter.attempts());
        long share = Math.floorMod((letter.id() * 31 + letter.attempts()) * 0x9E3779B97F4A7C15L, 1000L);
        return now.plus(wait).plusMillis(wait.toMillis() * share / 4000);
    }

    private static void tell(Letter letter, @Nullable String why, @Nullable Instant next) {
        var what = letter.notice().headline();
        if (why == null) {
            LOG.info("{} is told to {}", what, words(letter.to()));
        } else if (next == null) {
            LOG.error("{} is not told to {}, given up: {}", what, words(letter.to()), why);
        } else {
            LOG.warn("{} is not told to {}, tried again at {}: {}", what, words(letter.to()), next, why);
        }
    }

    /** Addresses of hooks are secrets: of them only the kind is told. */
    private static String words(Addressee addressee) {
        return switch (addressee) {
            case Addressee.Named named -> named.name();
            case Addressee.Written written -> written.kind();
        };
    }

    /** Gives what is being told a moment; all else stays in the outbox. */
    @Override
    public void close() {
        closing = true;
        wake();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
            if (worker.isAlive()) {
                worker.join(TO_CLOSE);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        channels.close();
    }
}
