package comporta.mesos;

import comporta.job.Reply;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to the master of the subscription in force. Most go out one after the other, since a REVIVE must not overtake a SUPPRESS;
 * acceptances and acknowledgements, each about tasks of its own, go side by side.
 */
final class Line implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final int SIDE_BY_SIDE = 16;
    private static final int ACKNOWLEDGED_AT_ONCE = 8;
    /** So long acknowledgements let acceptances go first: jobs that begin cause two each, and must not hold up those that have yet to. */
    private static final long STEPPING_BACK = TimeUnit.MILLISECONDS.toNanos(300);

    private record Letter(Master.Subscription subscription, Map<String, Object> call, Consumer<Reply> then) {}

    private final Master master;
    private final LinkedBlockingQueue<Letter> deeds = new LinkedBlockingQueue<>();
    /** In their order. */
    private final Semaphore acceptances = new Semaphore(SIDE_BY_SIDE, true);
    private final Semaphore acknowledgements = new Semaphore(ACKNOWLEDGED_AT_ONCE);
    private final AtomicInteger accepting = new AtomicInteger();
    private final Thread thread;
    private final AtomicReference<Master.@Nullable Subscription> inForce = new AtomicReference<>();
    private volatile boolean closed;

    Line(String name, Master master) {
        this.master = master;
        thread = Thread.ofVirtual().name("calls-" + name).start(this::run);
    }

    /** From now on calls belong to that subscription; null: there is none. */
    void use(Master.@Nullable Subscription subscription) {
        inForce.set(subscription);
    }

    Master.@Nullable Subscription inForce() {
        return inForce.get();
    }

    /**
     * Sends a call in its turn; false: there is no subscription, and nothing is sent.
     *
     * @param then hears what became of it, on a thread of the line
     */
    boolean send(Map<String, Object> call, Consumer<Reply> then) {
        var subscription = inForce.get();
        return subscription != null && deeds.offer(new Letter(subscription, call, then));
    }

    /** The same of an acceptance, without waiting for a turn. */
    boolean sendAtOnce(Map<String, Object> call, Consumer<Reply> then) {
        var subscription = inForce.get();
        if (subscription == null) {
            return false;
        }
        accepting.incrementAndGet();
        Thread.ofVirtual().name("call-accept").start(() -> {
            try {
                carry(new Letter(subscription, call, then), acceptances);
            } finally {
                accepting.decrementAndGet();
            }
        });
        return true;
    }

    private void carry(Letter letter, Semaphore sideBySide) {
        sideBySide.acquireUninterruptibly();
        try {
            carry(letter);
        } finally {
            sideBySide.release();
        }
    }

    /** Sends a call whose fate changes nothing: what it does not bring about is asked for again. */
    boolean send(Map<String, Object> call) {
        return send(call, reply -> {
            if (!(reply instanceof Reply.Answer answer && answer.isGood())) {
                LOG.info("{} was not taken: {}", call.get("type"), reply);
            }
        });
    }

    /** What is not acknowledged is told again. */
    void acknowledge(Map<String, Object> call) {
        var subscription = inForce.get();
        if (subscription != null) {
            Thread.ofVirtual().name("call-acknowledge").start(() -> {
                if (accepting.get() > 0) {
                    LockSupport.parkNanos(STEPPING_BACK);
                }
                carry(new Letter(subscription, call, reply -> LOG.debug("acknowledgement: {}", reply)), acknowledgements);
            });
        }
    }

    private void run() {
        while (!closed) {
            try {
                carry(deeds.take());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void carry(Letter letter) {
        try {
            letter.then().accept(letter.subscription().equals(inForce.get()) && !closed
                    ? master.call(letter.subscription(), letter.call())
                    : new Reply.NotSent("the subscription it was meant for has ended"));
        } catch (RuntimeException e) {
            LOG.error("A call to the master went wrong", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
