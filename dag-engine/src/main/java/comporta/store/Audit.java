package comporta.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Who did what, for ever. Entries are added in the transaction of the deed itself, and are never changed or removed. */
public final class Audit {
    private static final int CHUNK = 1_000;
    private static final int ENOUGH = 20;
    private static final int RECENT = 200;

    private final Store store;
    private final Writer writer;

    Audit(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Adds an entry in the transaction of {@code session}, and gives its number. */
    static long add(Session session, AuditEntry entry) throws SQLException {
        return AuditRows.add(session, entry);
    }

    /**
     * Adds an entry of a deed that left nothing else in the database, and gives its number. On the thread that writes.
     *
     * @param entry its number is not looked at
     */
    public long add(AuditEntry entry) {
        return writer.write(session -> add(session, entry));
    }

    /** The number of the last entry; 0: there is none. It tells whether anything was changed by a person since it was asked last. */
    public long last() {
        return store.read(session -> {
            var head = AuditRows.head(session);
            return head == null ? 0 : head.seq();
        });
    }

    /** Entries before the number {@code seq}, the latest first. */
    public List<AuditEntry> before(long seq, AuditFilter filter, int limit) {
        return store.read(session -> AuditRows.before(session, filter, seq, limit));
    }

    /** The number of the entry of a request that was made just now; empty: it is not among the last few hundred. */
    public OptionalLong of(String request) {
        return before(Long.MAX_VALUE, new AuditFilter(null, null, null, null), RECENT).stream()
                .filter(entry -> request.equals(entry.origin().requestId())).mapToLong(AuditEntry::seq).findFirst();
    }

    /** Entries after the number {@code seq}, in order. */
    public List<AuditEntry> after(long seq, int limit) {
        return store.read(session -> AuditRows.after(session, seq, limit)).stream().map(AuditRows.Linked::entry).toList();
    }

    /** Reads it all, and says what was changed, removed or put in by others than Comporta; the first few of it. */
    public List<String> verify() {
        var wrong = new ArrayList<String>();
        var last = new AuditRows.Head(0, "");
        while (wrong.size() < ENOUGH) {
            var from = last;
            var chunk = store.read(session -> AuditRows.after(session, from.seq(), CHUNK));
            for (var linked : chunk) {
                last = checked(linked, last, wrong);
            }
            if (chunk.isEmpty()) {
                break;
            }
        }
        var end = last;
        var head = store.read(AuditRows::head);
        if (head == null || head.seq() < end.seq()) {
            wrong.add("audit_head was changed or removed: it does not know of entry " + end.seq());
        } else if (head.seq() > end.seq() && store.read(session -> AuditRows.after(session, end.seq(), 1)).isEmpty()) {
            wrong.add("audit entries " + (end.seq() + 1) + " to " + head.seq() + " are missing at its end");
        }
        return List.copyOf(wrong);
    }

    /** Goes on with the hash that the entry has: one changed entry is one finding. */
    private static AuditRows.Head checked(AuditRows.Linked linked, AuditRows.Head last, List<String> wrong) {
        var entry = linked.entry();
        if (entry.seq() != last.seq() + 1) {
            wrong.add("audit entries " + (last.seq() + 1) + " to " + (entry.seq() - 1) + " are missing");
        } else if (!AuditChain.link(last.hash(), entry).equals(linked.hash())) {
            wrong.add("audit entry " + entry.seq() + " (" + entry.verb() + " of " + entry.subject() + " by " + entry.who()
                    + ") is not as it was written, or the one before it");
        }
        return new AuditRows.Head(entry.seq(), linked.hash());
    }
}
