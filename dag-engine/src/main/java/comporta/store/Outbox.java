package comporta.store;

import comporta.decide.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notifications on their way. A notice is written in the transaction of what it tells of, and told at least once: who delivers it says so
 * here afterwards. What writes is called by the store's one writing thread, of the process that has the lead.
 */
public final class Outbox {
    private final Store store;
    private final Writer writer;
    private final Lead lead;

    Outbox(Store store, Writer writer, Lead lead) {
        this.store = store;
        this.writer = writer;
        this.lead = lead;
    }

    /** Puts notices in that belong to no step of a run; what is there already is not put in again. Returns how many letters are new. */
    public int post(List<Notice> notices) {
        return writer.write(session -> {
            lead.check(session);
            int fresh = 0;
            for (var notice : notices) {
                fresh += OutboxRows.add(session, 0, notice);
            }
            return fresh;
        });
    }

    /** Letters whose next attempt is due, those that have waited longest first. */
    public List<Letter> due(Instant now, int limit) {
        return store.read(session -> OutboxRows.due(session, now, limit));
    }

    /** When the next attempt is due; empty: nothing is on its way. */
    public Optional<Instant> nextDue() {
        return nextDue(Instant.EPOCH);
    }

    /** The same of letters that are due later than that. */
    public Optional<Instant> nextDue(Instant after) {
        return store.read(session -> OutboxRows.nextDue(session, after));
    }

    /**
     * An attempt was made.
     *
     * @param error why it failed, without secrets; null: it was delivered
     * @param nextAt when it is tried next; null: never again
     */
    public void attempted(Letter letter, Instant at, @Nullable String error, @Nullable Instant nextAt) {
        writer.write(session -> {
            lead.check(session);
            return OutboxRows.attempted(session, letter, at, error, nextAt);
        });
    }

    /** Letters with a number below {@code before}, newest first. */
    public List<Letter> newest(long before, int limit) {
        return store.read(session -> OutboxRows.newest(session, before, limit));
    }

    /** All letters of a run, oldest first. */
    public List<Letter> of(long run) {
        return store.read(session -> OutboxRows.of(session, run));
    }

    /** Every attempt of a letter, in order. */
    public List<Delivery> deliveries(long letter) {
        return store.read(session -> OutboxRows.deliveries(session, letter));
    }
}
