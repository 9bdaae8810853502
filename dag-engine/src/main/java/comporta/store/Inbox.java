package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.decide.Change;
import comporta.decide.Wish;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Table {@code inbox}. */
final class Inbox {
    private static final int KEY = 250;

    private static final String KNOWN = """
            select id
              from inbox
             where idempotency_key = ?
            """;

    private static final String POST = """
            insert into inbox (idempotency_key, run_id, dag_id, verb, tasks, details, user_name, reason, posted_at, origin)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String PENDING = """
            select id, run_id, dag_id, verb, tasks, details, user_name, reason
              from inbox
             where settled_at is null
             order by id
            """;

    private static final String SETTLE = """
            update inbox
               set settled_at = ?, outcome = ?
             where id = ? and settled_at is null
            """;

    /** A wish with the key of the run that it is of. */
    private static final String OF_AUDIT = """
            select i.origin, i.user_name, i.reason, i.verb, coalesce(i.dag_id, r.dag_id), r.run_key, i.tasks, i.run_id
              from inbox i
              left join run r on r.id = i.run_id
             where i.id = ?
            """;

    private static final String OUTCOME = """
            select outcome
              from inbox
             where id = ?
            """;

    private Inbox() {}

    static long post(Session session, Wish wish, Origin origin, String idempotencyKey, Instant now) throws SQLException {
        var known = session.first(KNOWN, Row::big, Values.all("the idempotency key", idempotencyKey, KEY));
        if (known != null) {
            return known;
        }
        return session.insert(
                POST, idempotencyKey, wish.run(), wish.dag() == null ? null : wish.dag().value(), Codes.of(Codes.VERBS, wish.verb()),
                Values.all("the list of tasks", PlainData.toJson(wish.tasks()), Room.DATA),
                Values.all("what is wished", PlainData.toJson(wish.details()), Room.DATA), Values.cut(wish.user(), KEY),
                Values.words(wish.reason()),
                Values.time(now), origin.toJson());
    }

    static List<Wish> pending(Session session) throws SQLException {
        return session.list(PENDING, Inbox::read);
    }

    /** With its entry in the audit. */
    static void settle(Session session, Change.WishSettled settled) throws SQLException {
        if (session.run(SETTLE, Values.time(settled.at()), Values.words(settled.outcome()), settled.wish()) == 1) {
            var entry = session.first(OF_AUDIT, row -> entry(row, settled), settled.wish());
            if (entry != null) {
                Audit.add(session, entry);
            }
        }
    }

    private static AuditEntry entry(Row row, Change.WishSettled settled) throws SQLException {
        var origin = Origin.ofJson(row.data());
        var who = row.text();
        var why = row.text();
        var verb = row.word(Codes.VERBS).word();
        var dag = row.anyText();
        var run = row.anyText();
        var tasks = tasks(row.text());
        var subject = (dag == null ? "runs/" + row.big() : "dags/" + dag) + (run == null ? "" : "/runs/" + run)
                + (tasks.isEmpty() ? "" : "/tasks/" + String.join(",", tasks));
        return new AuditEntry(0, settled.at(), who, origin, verb, subject, null, settled.outcome(), why.isEmpty() ? null : why);
    }

    static Optional<String> outcome(Session session, long wish) throws SQLException {
        return session.list(OUTCOME, row -> Optional.ofNullable(row.anyText()), wish).stream().flatMap(Optional::stream).findFirst();
    }

    private static Wish read(Row row) throws SQLException {
        var id = row.big();
        var run = row.big();
        var dag = row.anyText();
        return new Wish(
                id, run, dag == null ? null : new DagId(dag), row.word(Codes.VERBS), tasks(row.text()), PlainData.mapFromJson(row.text()),
                row.text(), row.text());
    }

    private static List<String> tasks(String json) {
        return PlainData.fromJson(json) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }
}
