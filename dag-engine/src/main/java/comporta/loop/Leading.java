package comporta.loop;

import comporta.decide.Wish;
import comporta.store.Lead;
import comporta.store.Origin;
import comporta.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scheduler among others: it stands by until it has the lead, works as long as it has it, drops everything when it has lost it, and
 * stands by again. One thread does all this; while standing by it is also the one that writes to the store, and while leading it renews the
 * lead and looks for the wishes of others.
 */
public final class Leading implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leading.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    /** How long a stop may go unnoticed. */
    private static final Duration GLANCE = Duration.ofMillis(250);

    private final Store store;
    private final Lead lead;
    private final Duration lease;
    private final boolean mayLead;
    private final InstantSource clock;
    private final Supplier<? extends Term> begin;
    private final BlockingQueue<Runnable> desk = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile @Nullable Engine engine;
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private volatile boolean closing;
    private boolean away;
    private boolean failed;

    /**
     * One that does nothing until {@link #start}.
     *
     * @param store opened by {@link Store#standBy}
     * @param lease how long the lead is kept without a renewal; it is renewed each third of it
     * @param mayLead false: it only ever stands by
     * @param begin what is done with the lead, made and started each time that it is had
     */
    public Leading(Store store, Duration lease, boolean mayLead, InstantSource clock, Supplier<? extends Term> begin) {
        this.store = store;
        this.lead = store.lead();
        this.lease = lease;
        this.mayLead = mayLead;
        this.clock = clock;
        this.begin = begin;
        this.thread = Thread.ofPlatform().name("leading").unstarted(this::work);
    }

    /** Begins to stand by. */
    public void start() {
        thread.start();
    }

    /** Done once it is clear how this process begins: true with the lead and an engine at work, false standing by. */
    public CompletableFuture<Boolean> settled() {
        return settled.copy();
    }

    /** The engine, while this process leads. */
    public Optional<Engine> engine() {
        return Optional.ofNullable(engine);
    }

    /** Does a deed on the one thread that writes to the store, whether this process leads or stands by. */
    public <T> CompletableFuture<T> write(Supplier<T> deed) {
        var leader = engine;
        return leader == null ? atTheDesk(deed) : orAtTheDesk(leader.onLoop(deed), deed);
    }

    /** Puts a wish on record; the leader, whoever that is, grants or refuses it. The same key again is the same wish. */
    public CompletableFuture<Long> wish(Wish wish, String idempotencyKey) {
        return wish(wish, Origin.COMMAND_LINE, idempotencyKey);
    }

    /** The same of a wish that came by another way. */
    public CompletableFuture<Long> wish(Wish wish, Origin origin, String idempotencyKey) {
        var leader = engine;
        Supplier<Long> post = () -> store.post(wish, origin, idempotencyKey, clock.instant());
        return leader == null ? atTheDesk(post) : orAtTheDesk(leader.wish(wish, origin, idempotencyKey), post);
    }

    private <T> CompletableFuture<T> orAtTheDesk(CompletableFuture<T> asked, Supplier<T> deed) {
        return asked.exceptionallyCompose(why -> (why instanceof CompletionException told ? told.getCause() : why) instanceof EngineClosed
                ? atTheDesk(deed)
                : CompletableFuture.failedFuture(why));
    }

    private <T> CompletableFuture<T> atTheDesk(Supplier<T> deed) {
        var done = new CompletableFuture<T>();
        desk.add(() -> {
            try {
                if (closing) {
                    throw new EngineClosed();
                }
                done.complete(deed.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (closing && !thread.isAlive()) {
            clearDesk();
        }
        return done;
    }

    private void work() {
        while (!closing) {
            if (stoodBy()) {
                leads();
            }
        }
        clearDesk();
    }

    /** Whoever waits is told that it is not done. */
    private void clearDesk() {
        for (var left = desk.poll(); left != null; left = desk.poll()) {
            left.run();
        }
    }

    /** Does what is asked for at the desk until this process has the lead; false: it is to stop. */
    private boolean stoodBy() {
        var next = System.nanoTime() + (failed ? lease.toNanos() : 0);
        while (!closing) {
            var deed = asked(next);
            if (deed != null) {
                deed.run();
            } else if (mayLead && System.nanoTime() >= next) {
                if (claimed()) {
                    return true;
                }
                settled.complete(false);
                next = System.nanoTime() + Math.min(Lead.renewal(lease).toNanos(), SWEEP.toNanos());
            }
        }
        return false;
    }

    /** The next deed; null: there is none by then, or it is time for another look around. */
    private @Nullable Runnable asked(long until) {
        try {
            return desk.poll(Math.min(GLANCE.toNanos(), Math.max(0, until - System.nanoTime())), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            LOG.warn("this thread is not to be interrupted", e);
            return null;
        }
    }

    private boolean claimed() {
        try {
            var claimed = store.claim(lease);
            databaseIsAway(null);
            return claimed;
        } catch (RuntimeException e) {
            databaseIsAway(e);
            return false;
        }
    }

    /** Said once. */
    private void databaseIsAway(@Nullable RuntimeException why) {
        if (why != null && !away) {
            LOG.warn("the lead can be neither had nor renewed: {}", why.getMessage());
        } else if (why == null && away) {
            LOG.warn("the database is there again");
        }
        away = why != null;
    }

    private void leads() {
        LOG.info("this scheduler has the lead");
        failed = false;
        try (var term = begin.get()) {
            engine = term.engine();
            settled.complete(true);
            lookAfter(term);
            if (!closing) {
                LOG.warn("the lead is lost: everything is dropped, and this scheduler stands by");
            }
        } catch (RuntimeException e) {
            LOG.error("this scheduler cannot lead", e);
            settled.complete(false);
            failed = true;
        } finally {
            engine = null;
            lead.resign();
            store.handBack();
        }
    }

    private void lookAfter(Term term) {
        var renewAt = System.nanoTime() + Lead.renewal(lease).toNanos();
        var sweepAt = System.nanoTime() + SWEEP.toNanos();
        while (!closing && lead.isHeld()) {
            var woken = isWoken(Math.min(renewAt, sweepAt));
            for (var late = desk.poll(); late != null; late = desk.poll()) {
                handOn(late, term.engine());
            }
            if (System.nanoTime() >= renewAt) {
                renewAt = System.nanoTime() + (isRenewed() ? Lead.renewal(lease).toNanos() : GLANCE.toNanos());
            }
            if (woken || System.nanoTime() >= sweepAt) {
                sweepAt = System.nanoTime() + SWEEP.toNanos();
                sweep(term);
            }
        }
    }

    /** It was put on the desk in the moment in which this process took the lead. */
    private void handOn(Runnable late, Engine leader) {
        var done = leader.onLoop(() -> {
            late.run();
            return late;
        });
        done.exceptionally(e -> {
            LOG.warn("a deed was not done: this process has just lost the lead", e);
            return late;
        });
    }

    /** Waits until then, or a moment; whether somebody told of a wish. */
    private boolean isWoken(long until) {
        if (lead.isShared() && !away) {
            try {
                return lead.awaitWishes(Duration.ofNanos(Math.min(GLANCE.toNanos(), Math.max(0, until - System.nanoTime()))));
            } catch (RuntimeException e) {
                databaseIsAway(e);
            }
        }
        var deed = asked(until);
        if (deed != null) {
            desk.add(deed);
        }
        return false;
    }

    private boolean isRenewed() {
        try {
            lead.renew();
            databaseIsAway(null);
            return true;
        } catch (RuntimeException e) {
            databaseIsAway(e);
            return false;
        }
    }

    private void sweep(Term term) {
        try {
            term.engine().sweep();
            term.lookAround();
        } catch (RuntimeException e) {
            // what keeps it from being read keeps the lead from being renewed, which is told
            LOG.debug("the database cannot be looked into", e);
        }
    }

    /**
     * Stops leading or standing by: nothing new starts, what runs outside goes on running, and another process may have the lead at once.
     */
    @Override
    public void close() {
        closing = true;
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
