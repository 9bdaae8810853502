package comporta.store;

import comporta.dag.PlainData;
import comporta.decide.Notice;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code outbox} and {@code delivery}. */
final class OutboxRows {
    private static final int SHORT = 1_200;
    private static final int LONG = 100_000;

    private static final String KNOWN = """
            select id
              from outbox
             where notice_key = ?
            """;

    private static final String ADD = """
            insert into outbox (notice_key, run_id, dag_id, event_name, address, message, body, made_at, state, attempts, next_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)
            """;

    private static final String COLUMNS = """
            select id, notice_key, run_id, address, message, body, state, attempts, next_at, settled_at, last_error
              from outbox
            """;

    private static final String DUE = COLUMNS + """
             where next_at <= ?
             order by next_at, id
             fetch first ? rows only
            """;

    private static final String NEWEST = COLUMNS + """
             where id < ?
             order by id desc
             fetch first ? rows only
            """;

    private static final String OF_A_RUN = COLUMNS + """
             where run_id = ?
             order by id
            """;

    private static final String NEXT = """
            select next_at
              from outbox
             where next_at > ?
             order by next_at
             fetch first 1 row only
            """;

    private static final String ATTEMPTED = """
            update outbox
               set state = ?, attempts = ?, next_at = ?, settled_at = ?, last_error = ?
             where id = ? and attempts = ?
            """;

    private static final String LOG = """
            insert into delivery (outbox_id, attempt, at, error)
            values (?, ?, ?, ?)
            """;

    private static final String DELIVERIES = """
            select attempt, at, error
              from delivery
             where outbox_id = ?
             order by attempt
            """;

    private OutboxRows() {}

    /** Returns how many letters are new. */
    static int add(Session session, long run, Notice notice) throws SQLException {
        int fresh = 0;
        for (int i = 0; i < notice.to().size(); i++) {
            var key = Values.cut(notice.key() + " " + i, SHORT);
            if (session.first(KNOWN, Row::big, key) == null) {
                var to = notice.to().get(i);
                session.run(
                        ADD, key, run, notice.dag().value(), notice.event(), address(to),
                        Values.words(to.message()), Values.cut(PlainData.toJson(notice.cut(Values.WORDS).data()), LONG),
                        Values.time(notice.at()),
                        Values.time(notice.at()));
                fresh++;
            }
        }
        return fresh;
    }

    /** A commit must not fail for what nobody can be reached by. */
    private static String address(Notice.Addressee to) {
        var kept = Values.fit(PlainData.toJson(Notice.address(to)), LONG);
        return kept == null ? "{\"named\":\"an address that cannot be kept\"}" : kept;
    }

    static List<Letter> due(Session session, Instant now, int limit) throws SQLException {
        return session.list(DUE, OutboxRows::read, Values.time(now), limit);
    }

    static Optional<Instant> nextDue(Session session, Instant after) throws SQLException {
        return Optional.ofNullable(session.first(NEXT, Row::instant, Values.time(after)));
    }

    static List<Letter> newest(Session session, long before, int limit) throws SQLException {
        return session.list(NEWEST, OutboxRows::read, before, limit);
    }

    static List<Letter> of(Session session, long run) throws SQLException {
        return session.list(OF_A_RUN, OutboxRows::read, run);
    }

    static List<Delivery> deliveries(Session session, long letter) throws SQLException {
        return session.list(DELIVERIES, row -> new Delivery(row.number(), row.instant(), row.anyText()), letter);
    }

    /** Who says so twice, or after another did, is not heard. */
    static boolean attempted(Session session, Letter letter, Instant at, @Nullable String error, @Nullable Instant nextAt)
            throws SQLException {
        var state = error == null ? Letter.State.DELIVERED : nextAt == null ? Letter.State.GIVEN_UP : Letter.State.WAITING;
        var isFirst = session.run(
                ATTEMPTED, Codes.of(Codes.LETTER_STATES, state), letter.attempts() + 1, Values.time(error == null ? null : nextAt),
                Values.time(state == Letter.State.WAITING ? null : at), Values.words(error), letter.id(), letter.attempts()) == 1;
        if (isFirst) {
            session.run(LOG, letter.id(), letter.attempts() + 1, Values.time(at), Values.words(error));
        }
        return isFirst;
    }

    private static Letter read(Row row) throws SQLException {
        var id = row.big();
        var key = row.text();
        var run = row.big();
        var to = Notice.addressee(PlainData.mapFromJson(row.text()), row.text());
        return new Letter(
                id, key, run, Notice.of(row.data(), Objects.requireNonNull(to)), row.word(Codes.LETTER_STATES), row.number(),
                row.anyInstant(), row.anyInstant(),
                row.anyText());
    }
}
