package comporta.store;

import comporta.dag.DagId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code dag}. */
final class DagRows {
    private static final int PATH = 4096;
    private static final int WHO = 250;

    private static final String SELECT = """
            select d.dag_id, d.path, d.file_state, a.id, a.number, f.id, f.number, d.first_seen_at, d.changed_at, d.rolled_back_by
              from dag d
              join dag_version a on a.id = d.active_version
              join dag_version f on f.id = d.file_version
            """;

    private static final String ALL = SELECT + " order by d.dag_id";
    private static final String ONE = SELECT + " where d.dag_id = ?";

    private static final String ADD = """
            insert into dag (dag_id, path, file_state, active_version, file_version, first_seen_at, changed_at)
            values (?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String SEEN = """
            update dag
               set path = ?, file_state = ?
             where dag_id = ?
            """;

    private static final String CHANGED = """
            update dag
               set path = ?, file_state = ?, active_version = ?, file_version = ?, changed_at = ?, rolled_back_by = null
             where dag_id = ?
            """;

    private static final String MARK = """
            update dag
               set file_state = ?
             where dag_id = ?
            """;

    private static final String ACTIVATE = """
            update dag
               set active_version = ?, rolled_back_by = ?, changed_at = ?
             where dag_id = ?
            """;

    private static final String UNDO = """
            update dag
               set active_version = file_version, rolled_back_by = null, changed_at = ?
             where dag_id = ? and active_version <> file_version
            """;

    private static final String VERSION = """
            select id, number
              from dag_version
             where dag_id = ? and number = ?
            """;

    private static final String VERSIONS = """
            select id, number, path, pinned_at
              from dag_version
             where dag_id = ? and number < ?
             order by number desc
             limit ?
            """;

    private DagRows() {}

    static void take(Session session, DagTable.Sighting seen, Instant now) throws SQLException {
        var version = DagVersions.pin(session, seen.dag(), seen.file(), seen.source(), now);
        var path = Values.all("the path of the DAG file", seen.path(), PATH);
        var ok = Codes.of(Codes.FILE_STATES, StoredDag.FileState.OK);
        var known = session.first(ONE, DagRows::read, seen.dag().value());
        if (known == null) {
            session.run(ADD, seen.dag().value(), path, ok, version.id(), version.id(), Values.time(now), Values.time(now));
        } else if (known.ofFile().id() == version.id()) {
            session.run(SEEN, path, ok, seen.dag().value());
        } else {
            session.run(CHANGED, path, ok, version.id(), version.id(), Values.time(now), seen.dag().value());
        }
    }

    static void mark(Session session, DagId dag, StoredDag.FileState state) throws SQLException {
        session.run(MARK, Codes.of(Codes.FILE_STATES, state), dag.value());
    }

    static void activate(Session session, DagId dag, long version, String by, Instant now) throws SQLException {
        session.run(ACTIVATE, version, Values.cut(by, WHO), Values.time(now), dag.value());
    }

    static int undo(Session session, DagId dag, Instant now) throws SQLException {
        return session.run(UNDO, Values.time(now), dag.value());
    }

    static List<StoredDag> all(Session session) throws SQLException {
        return session.list(ALL, DagRows::read);
    }

    static Optional<StoredDag> find(Session session, DagId dag) throws SQLException {
        return Optional.ofNullable(session.first(ONE, DagRows::read, dag.value()));
    }

    static @Nullable DagVersion version(Session session, DagId dag, int number) throws SQLException {
        return session.first(VERSION, row -> new DagVersion(row.big(), row.number()), dag.value(), number);
    }

    static List<StoredVersion> versions(Session session, DagId dag, int before, int limit) throws SQLException {
        return session.list(
                VERSIONS, row -> new StoredVersion(new DagVersion(row.big(), row.number()), row.text(), row.instant()), dag.value(),
                before, limit);
    }

    private static StoredDag read(Row row) throws SQLException {
        var id = new DagId(row.text());
        var path = row.text();
        var state = row.word(Codes.FILE_STATES);
        var active = new DagVersion(row.big(), row.number());
        var ofFile = new DagVersion(row.big(), row.number());
        var first = row.instant();
        var changed = row.instant();
        return new StoredDag(id, path, state, active, ofFile, first, changed, row.anyText());
    }
}
