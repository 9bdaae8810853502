package comporta.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code problem}. */
final class ProblemRows {
    private static final int KEY = 1000;
    private static final int FILE = 4096;

    private static final String COLUMNS = """
            select id, kind, open_key, words, fix, file, line, place, subject_kind, subject_id, first_at, last_at, times,
                   acknowledged_by, acknowledged_at, note, over_at
              from problem
            """;

    private static final String AGAIN = """
            update problem
               set words = ?, fix = ?, file = ?, line = ?, place = ?, subject_kind = ?, subject_id = ?, last_at = ?, times = times + 1
             where open_key = ?
            """;

    private static final String RAISE = """
            insert into problem (words, fix, file, line, place, subject_kind, subject_id, last_at, open_key, kind, first_at, times)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """;

    private static final String BY_KEY = """
            select id
              from problem
             where open_key = ?
            """;

    private static final String CLEAR = """
            update problem
               set open_key = null, over_at = ?
             where open_key = ?
            """;

    private static final String ACKNOWLEDGE = """
            update problem
               set acknowledged_by = ?, acknowledged_at = ?, note = ?
             where id = ? and over_at is null
            """;

    private static final String OPEN = COLUMNS + " where over_at is null order by id";
    private static final String OPEN_OF_A_KIND = COLUMNS + " where over_at is null and kind = ? order by id";
    private static final String BEFORE = COLUMNS + " where id < ? order by id desc limit ?";
    private static final String ONE = COLUMNS + " where id = ?";

    private ProblemRows() {}

    static long raise(Session session, Problem problem, Instant now) throws SQLException {
        var key = key(problem.kind(), problem.key());
        var where = problem.where();
        var subject = problem.subject();
        @Nullable Object[] said = {
            Values.words(problem.text()), Values.words(problem.fix()),
            where == null ? null : Values.cut(where.file(), FILE), where == null ? null : where.line(),
            where == null ? null : where.column(),
            subject == null ? null : Values.cut(subject.kind(), 50), subject == null ? null : Values.cut(subject.id(), 500),
            Values.time(now), key};
        if (session.run(AGAIN, said) == 0) {
            var all = Arrays.copyOf(said, said.length + 2);
            all[said.length] = Codes.of(Codes.PROBLEMS, problem.kind());
            all[said.length + 1] = Values.time(now);
            return session.insert(RAISE, all);
        }
        var id = session.first(BY_KEY, Row::big, key);
        return id == null ? 0 : id;
    }

    static int clear(Session session, Problem.Kind kind, String key, Instant now) throws SQLException {
        return session.run(CLEAR, Values.time(now), key(kind, key));
    }

    static List<Long> openKeys(Session session, Problem.Kind kind, String key) throws SQLException {
        return session.list(BY_KEY, Row::big, key(kind, key));
    }

    static int acknowledge(Session session, long id, String by, String note, Instant now) throws SQLException {
        return session.run(ACKNOWLEDGE, Values.cut(by, 250), Values.time(now), Values.words(note), id);
    }

    static List<StoredProblem> open(Session session) throws SQLException {
        return session.list(OPEN, ProblemRows::read);
    }

    static List<StoredProblem> open(Session session, Problem.Kind kind) throws SQLException {
        return session.list(OPEN_OF_A_KIND, ProblemRows::read, Codes.of(Codes.PROBLEMS, kind));
    }

    static List<StoredProblem> before(Session session, long id, int limit) throws SQLException {
        return session.list(BEFORE, ProblemRows::read, id, limit);
    }

    static Optional<StoredProblem> find(Session session, long id) throws SQLException {
        return Optional.ofNullable(session.first(ONE, ProblemRows::read, id));
    }

    /** What is too long for a key is told apart by its beginning: an overlong path is a rare and small problem. */
    private static String key(Problem.Kind kind, String key) {
        return Values.cut(Codes.of(Codes.PROBLEMS, kind) + ":" + key, KEY);
    }

    private static StoredProblem read(Row row) throws SQLException {
        var id = row.big();
        var kind = row.word(Codes.PROBLEMS);
        var key = row.anyText();
        var words = row.text();
        var fix = row.anyText();
        var file = row.anyText();
        int line = row.number();
        int column = row.number();
        var subjectKind = row.anyText();
        var subject = row.anyText();
        var problem = new Problem(
                kind, key == null ? "" : key.substring(key.indexOf(':') + 1), words,
                file == null ? null : new Problem.Where(file, line, column), fix,
                subjectKind == null || subject == null ? null : new Problem.Subject(subjectKind, subject));
        var first = row.instant();
        var last = row.instant();
        int times = row.number();
        var by = row.anyText();
        var at = row.anyInstant();
        var note = row.anyText();
        return new StoredProblem(
                id, problem, first, last, times,
                by == null || at == null ? null : new StoredProblem.Acknowledged(by, at, note == null ? "" : note), row.anyInstant());
    }
}
