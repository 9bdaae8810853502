package comporta.store;

import comporta.dag.DagId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tables {@code person} and {@code person_role}. */
final class PersonRows {
    private static final int NAME = 100;

    private static final String ANYBODY = """
            select id
              from person
             fetch first 1 row only
            """;

    private static final String COLUMNS = """
            select id, name, made_at, disabled_at
              from person
            """;

    private static final String ALL = COLUMNS + """
             order by name
            """;

    private static final String NAMED = COLUMNS + """
             where name = ?
            """;

    private static final String OF_ID = COLUMNS + """
             where id = ?
            """;

    private static final String ROLES = """
            select dag_id, role
              from person_role
             where person_id = ?
            """;

    private static final String PASSWORD = """
            select password_hash
              from person
             where name = ? and disabled_at is null
            """;

    private static final String ADD = """
            insert into person (name, password_hash, made_at)
            values (?, ?, ?)
            """;

    private static final String ADD_ROLE = """
            insert into person_role (person_id, dag_id, role)
            values (?, ?, ?)
            """;

    private static final String REMOVE_ROLES = """
            delete from person_role
             where person_id = ?
            """;

    private static final String SET_PASSWORD = """
            update person
               set password_hash = ?
             where id = ?
            """;

    private static final String DISABLE = """
            update person
               set disabled_at = ?
             where id = ?
            """;

    private static final String REMOVE = """
            delete from person
             where id = ?
            """;

    private PersonRows() {}

    static boolean isEmpty(Session session) throws SQLException {
        return session.list(ANYBODY, Row::big).isEmpty();
    }

    static List<Person> all(Session session) throws SQLException {
        var found = session.list(ALL, PersonRows::read);
        for (var each = found.listIterator(); each.hasNext(); ) {
            each.set(withRoles(session, each.next()));
        }
        return found;
    }

    static Optional<Person> named(Session session, String name) throws SQLException {
        return one(session, session.first(NAMED, PersonRows::read, Values.cut(name, NAME)));
    }

    static Optional<Person> of(Session session, long id) throws SQLException {
        return one(session, session.first(OF_ID, PersonRows::read, id));
    }

    static Optional<String> passwordHash(Session session, String name) throws SQLException {
        return session.list(PASSWORD, row -> Optional.ofNullable(row.anyText()), Values.cut(name, NAME)).stream()
                .flatMap(Optional::stream).findFirst();
    }

    static Person add(
            Session session, String name, @Nullable Role everywhere, Map<DagId, Role> onDags, @Nullable String passwordHash, Instant now)
            throws SQLException {
        if (named(session, Values.all("the name", name, NAME)).isPresent()) {
            throw new PersonExists(name);
        }
        var id = session.insert(ADD, name, passwordHash, Values.time(now));
        giveRoles(session, id, everywhere, onDags);
        return new Person(id, name, everywhere, new TreeMap<>(onDags), now, null);
    }

    static int giveRoles(Session session, long person, @Nullable Role everywhere, Map<DagId, Role> onDags) throws SQLException {
        session.run(REMOVE_ROLES, person);
        if (everywhere != null) {
            session.add(ADD_ROLE, person, "", Codes.of(Codes.ROLES, everywhere));
        }
        for (var one : onDags.entrySet()) {
            session.add(ADD_ROLE, person, one.getKey().value(), Codes.of(Codes.ROLES, one.getValue()));
        }
        return session.flush(ADD_ROLE).length;
    }

    static int setPassword(Session session, long person, String hash) throws SQLException {
        CredentialRows.endSessions(session, person);
        return session.run(SET_PASSWORD, hash, person);
    }

    static int disable(Session session, long person, @Nullable Instant since) throws SQLException {
        CredentialRows.endSessions(session, person);
        return session.run(DISABLE, Values.time(since), person);
    }

    static int remove(Session session, long person) throws SQLException {
        return session.run(REMOVE, person);
    }

    private static Optional<Person> one(Session session, @Nullable Person bare) throws SQLException {
        return bare == null ? Optional.empty() : Optional.of(withRoles(session, bare));
    }

    private static Person read(Row row) throws SQLException {
        return new Person(row.big(), row.text(), null, new TreeMap<>(), row.instant(), row.anyInstant());
    }

    private static Person withRoles(Session session, Person bare) throws SQLException {
        var roles = new TreeMap<String, Role>();
        session.list(ROLES, row -> roles.put(row.text(), row.word(Codes.ROLES)), bare.id());
        var everywhere = roles.remove("");
        var onDags = new TreeMap<DagId, Role>();
        roles.forEach((dag, role) -> onDags.put(new DagId(dag), role));
        return new Person(bare.id(), bare.name(), everywhere, onDags, bare.madeAt(), bare.disabledAt());
    }
}
