package comporta.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code sign_in} and {@code api_token}. */
final class CredentialRows {
    private static final int NAME = 100;

    private static final String SIGN_IN = """
            insert into sign_in (hash, person_id, made_at, expires_at)
            values (?, ?, ?, ?)
            """;

    private static final String FORGET = """
            delete from sign_in
             where expires_at < ?
            """;

    private static final String SIGN_OUT = """
            delete from sign_in
             where hash = ?
            """;

    private static final String END_SESSIONS = """
            delete from sign_in
             where person_id = ?
            """;

    private static final String BY_SESSION = """
            select person_id
              from sign_in
             where hash = ? and expires_at > ?
            """;

    private static final String ADD_TOKEN = """
            insert into api_token (person_id, name, hash, made_at, expires_at)
            values (?, ?, ?, ?, ?)
            """;

    private static final String TOKENS = """
            select t.id, p.name, t.name, t.made_at, t.expires_at, t.revoked_at, t.used_at
              from api_token t
              join person p on p.id = t.person_id
            """;

    private static final String BY_TOKEN = TOKENS + """
             where t.hash = ? and t.revoked_at is null and (t.expires_at is null or t.expires_at > ?)
            """;

    private static final String IN_ORDER = """
             order by p.name, t.name, t.id
            """;

    private static final String OF_EVERYBODY = TOKENS + IN_ORDER;

    private static final String OF_A_PERSON = TOKENS + """
             where p.name = ?
            """ + IN_ORDER;

    private static final String REVOKE = """
            update api_token
               set revoked_at = ?
             where id = ? and revoked_at is null
            """;

    private static final String USED = """
            update api_token
               set used_at = ?
             where id = ?
            """;

    private CredentialRows() {}

    static int signIn(Session session, String hash, long person, Instant now, Instant until) throws SQLException {
        session.run(FORGET, Values.time(now));
        return session.run(SIGN_IN, hash, person, Values.time(now), Values.time(until));
    }

    static int signOut(Session session, String hash) throws SQLException {
        return session.run(SIGN_OUT, hash);
    }

    static void endSessions(Session session, long person) throws SQLException {
        session.run(END_SESSIONS, person);
    }

    static Optional<Person> bySession(Session session, String hash, Instant now) throws SQLException {
        var person = session.first(BY_SESSION, Row::big, hash, Values.time(now));
        return person == null ? Optional.empty() : letIn(PersonRows.of(session, person));
    }

    static ApiToken addToken(Session session, Person person, String name, String hash, Instant now, @Nullable Instant until)
            throws SQLException {
        var id = session.insert(
                ADD_TOKEN, person.id(), Values.all("the name", name, NAME), hash, Values.time(now), Values.time(until));
        return new ApiToken(id, person.name(), name, now, until, null, null);
    }

    static Optional<People.TokenOwner> byToken(Session session, String hash, Instant now) throws SQLException {
        var token = session.first(BY_TOKEN, CredentialRows::read, hash, Values.time(now));
        return token == null
                ? Optional.empty()
                : letIn(PersonRows.named(session, token.person())).map(person -> new People.TokenOwner(person, token));
    }

    static List<ApiToken> tokens(Session session, @Nullable String person) throws SQLException {
        return person == null
                ? session.list(OF_EVERYBODY, CredentialRows::read)
                : session.list(OF_A_PERSON, CredentialRows::read, person);
    }

    static int revoke(Session session, long token, Instant now) throws SQLException {
        return session.run(REVOKE, Values.time(now), token);
    }

    static int used(Session session, long token, Instant now) throws SQLException {
        return session.run(USED, Values.time(now), token);
    }

    private static Optional<Person> letIn(Optional<Person> person) {
        return person.filter(each -> each.disabledAt() == null);
    }

    private static ApiToken read(Row row) throws SQLException {
        return new ApiToken(
                row.big(), row.text(), row.text(), row.instant(), row.anyInstant(), row.anyInstant(), row.anyInstant());
    }
}
