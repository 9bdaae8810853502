package comporta.mesos;

import comporta.job.Reply;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to the master of the subscription in force. Deeds go out one after the other, since a REVIVE must not overtake a SUPPRESS; receipts
 * have a lane of their own, as each holds back the next report of its task.
 */
final class Line implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    private record Letter(Master.Subscription subscription, Map<String, Object> call, Consumer<Reply> then) {}

    private final Master master;
    private final LinkedBlockingQueue<Letter> deeds = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Letter> receipts = new LinkedBlockingQueue<>();
    private final Thread first;
    private final Thread second;
    private final AtomicReference<Master.@Nullable Subscription> inForce = new AtomicReference<>();
    private volatile boolean closed;

    Line(String name, Master master) {
        this.master = master;
        first = Thread.ofVirtual().name("deeds-" + name).start(() -> run(deeds));
        second = Thread.ofVirtual().name("receipts-" + name).start(() -> run(receipts));
    }

    /** From now on calls belong to that subscription; null: there is none. */
    void use(Master.@Nullable Subscription subscription) {
        inForce.set(subscription);
        if (subscription == null) {
            receipts.clear();   // what is not acknowledged is told again
        }
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

    /** Sends a call whose fate changes nothing: what it does not bring about is asked for again. */
    boolean send(Map<String, Object> call) {
        return send(call, reply -> {
            if (!(reply instanceof Reply.Answer answer && answer.isGood())) {
                LOG.info("{} was not taken: {}", call.get("type"), reply);
            }
        });
    }

    void acknowledge(Map<String, Object> call) {
        var subscription = inForce.get();
        if (subscription != null) {
            receipts.add(new Letter(subscription, call, reply -> LOG.debug("acknowledgement: {}", reply)));
        }
    }

    private void run(LinkedBlockingQueue<Letter> letters) {
        while (!closed) {
            try {
                var letter = letters.take();
                if (letter.subscription() == inForce.get()) {
                    letter.then().accept(master.call(letter.subscription(), letter.call()));
                } else {
                    letter.then().accept(new Reply.NotSent("the subscription it was meant for has ended"));
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("A call to the master went wrong", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        first.interrupt();
        second.interrupt();
    }
}
