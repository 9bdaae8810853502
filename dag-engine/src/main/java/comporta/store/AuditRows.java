package comporta.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables {@code audit} and {@code audit_head}. */
final class AuditRows {
    private static final int TEXT = 10_000;
    private static final int SUBJECT = 2_000;
    private static final int VERB = 100;
    private static final int NAME = 250;
    private static final int ROLE = 50;

    private static final String HEAD = """
            select seq, hash
              from audit_head
             where id = 1
            """;

    private static final String HOLD_HEAD = HEAD + " for update";

    private static final String MOVE_HEAD = """
            update audit_head
               set seq = ?, hash = ?
             where id = 1
            """;

    private static final String INSERT = """
            insert into audit (seq, at, who, as_role, via, verb, subject, before_text, after_text, why, request_id, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String COLUMNS = """
            select seq, at, who, as_role, via, verb, subject, before_text, after_text, why, request_id, hash
              from audit
            """;

    private static final String AFTER = COLUMNS + """
             where seq > ?
             order by seq
             fetch first ? rows only
            """;

    /** The last entry, and its hash. */
    record Head(long seq, String hash) {}

    /** An entry with the hash that it was given. */
    record Linked(AuditEntry entry, String hash) {}

    private AuditRows() {}

    /** In the transaction of the deed. */
    static long add(Session session, AuditEntry entry) throws SQLException {
        var head = session.first(HOLD_HEAD, row -> new Head(row.big(), row.text()));
        if (head == null) {
            throw new StoreFailed("table \"audit_head\" is empty: this database was not made by Comporta's migrations");
        }
        var origin = entry.origin();
        var kept = new AuditEntry(
                head.seq() + 1, entry.at(), Values.cut(entry.who(), NAME),
                new Origin(cut(origin.role(), ROLE), origin.via(), cut(origin.requestId(), NAME)),
                Values.cut(entry.verb(), VERB), Values.cut(entry.subject(), SUBJECT), cut(entry.before(), TEXT), cut(entry.after(), TEXT),
                Values.words(entry.why()));
        var hash = AuditChain.link(head.hash(), kept);
        session.run(
                INSERT, kept.seq(), Values.time(kept.at()), kept.who(), kept.origin().role(), Codes.of(Codes.VIAS, kept.origin().via()),
                kept.verb(), kept.subject(), kept.before(), kept.after(), kept.why(), kept.origin().requestId(), hash);
        session.run(MOVE_HEAD, kept.seq(), hash);
        return kept.seq();
    }

    private static @Nullable String cut(@Nullable String text, int room) {
        return text == null ? null : Values.cut(text, room);
    }

    static @Nullable Head head(Session session) throws SQLException {
        return session.first(HEAD, row -> new Head(row.big(), row.text()));
    }

    /** In order, from the first one after that number. */
    static List<Linked> after(Session session, long seq, int limit) throws SQLException {
        return session.list(AFTER, AuditRows::read, seq, limit);
    }

    /** The latest first, from the one before that number on. */
    static List<AuditEntry> before(Session session, AuditFilter filter, long seq, int limit) throws SQLException {
        var sql = new StringBuilder(COLUMNS).append(" where seq < ?");
        var values = new ArrayList<@Nullable Object>();
        values.add(seq);
        if (filter.subject() != null) {
            sql.append(" and (subject = ? or subject like ? escape '!')");
            values.add(filter.subject());
            values.add(filter.subject().replaceAll("[!%_]", "!$0") + "/%");
        }
        if (filter.who() != null) {
            sql.append(" and who = ?");
            values.add(filter.who());
        }
        if (filter.verb() != null) {
            sql.append(" and verb = ?");
            values.add(filter.verb());
        }
        if (filter.from() != null) {
            sql.append(" and at >= ?");
            values.add(Values.time(filter.from()));
        }
        sql.append(" order by seq desc fetch first ? rows only");
        values.add(limit);
        return session.list(sql.toString(), row -> read(row).entry(), values.toArray());
    }

    private static Linked read(Row row) throws SQLException {
        var seq = row.big();
        var at = row.instant();
        var who = row.text();
        var role = row.anyText();
        var via = row.word(Codes.VIAS);
        var verb = row.text();
        var subject = row.text();
        var before = row.anyText();
        var after = row.anyText();
        var why = row.anyText();
        return new Linked(new AuditEntry(seq, at, who, new Origin(role, via, row.anyText()), verb, subject, before, after,
                why), row.text());
    }
}
