package comporta.store;

import comporta.dag.DagId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Tables {@code dag_version} and {@code dag_source}. */
final class DagVersions {
    private static final int PATH = 4096;

    /** Room of one part; a DAG file may be larger than a row. */
    private static final int PART = 500_000;

    private static final String KNOWN = """
            select id, number
              from dag_version
             where dag_id = ? and fingerprint = ?
            """;

    private static final String HIGHEST = """
            select coalesce(max(number), 0)
              from dag_version
             where dag_id = ?
            """;

    private static final String PIN = """
            insert into dag_version (dag_id, number, path, fingerprint, pinned_at)
            values (?, ?, ?, ?, ?)
            """;

    private static final String ADD_PART = """
            insert into dag_source (dag_version, part, body)
            values (?, ?, ?)
            """;

    private static final String ONE = """
            select id, number, path
              from dag_version
             where id = ?
            """;

    private static final String PARTS = """
            select body
              from dag_source
             where dag_version = ?
             order by part
            """;

    /** A version with its text. */
    record Pinned(DagVersion version, String path, String source) {}

    private DagVersions() {}

    /** The same text in the same place is the same version; in another place its relative paths mean something else. */
    static DagVersion pin(Session session, DagId dag, String path, String source, Instant now) throws SQLException {
        if (!Values.isKept(source)) {
            throw new StoreFailed("the DAG file " + path
                    + " has a character that no database can hold, U+0000 or half of another: remove it");
        }
        var fingerprint = fingerprint(Values.all("the path of the DAG file", path, PATH), source);
        var known = session.first(KNOWN, row -> new DagVersion(row.big(), row.number()), dag.value(), fingerprint);
        if (known != null) {
            return known;
        }
        var highest = session.first(HIGHEST, Row::number, dag.value());
        var number = (highest == null ? 0 : highest) + 1;
        var id = session.insert(PIN, dag.value(), number, path, fingerprint, Values.time(now));
        var part = 0;
        for (var body : parts(source)) {
            session.add(ADD_PART, id, part++, body);
        }
        session.flush(ADD_PART);
        return new DagVersion(id, number);
    }

    /** Never cuts a character in two. */
    static List<String> parts(String source) {
        List<String> parts = new ArrayList<>();
        var from = 0;
        while (from < source.length()) {
            var end = Math.min(from + PART, source.length());
            end -= end < source.length() && Character.isHighSurrogate(source.charAt(end - 1)) ? 1 : 0;
            parts.add(source.substring(from, end));
            from = end;
        }
        return parts;
    }

    static Pinned load(Session session, long id) throws SQLException {
        var source = String.join("", session.list(PARTS, Row::text, id));
        var found = session.first(ONE, row -> new Pinned(new DagVersion(row.big(), row.number()), row.text(), source), id);
        if (found == null) {
            throw new StoreFailed("DAG version " + id + " is not in the store");
        }
        return found;
    }

    private static String fingerprint(String path, String source) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);   // every JDK has SHA-256
        }
    }
}
