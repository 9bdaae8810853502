package comporta.store;

import comporta.dag.PlainData;
import comporta.decide.Change;
import comporta.run.Expansion;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Table {@code expansion}. */
final class ExpansionRows {
    private static final String AGAIN = """
            update expansion
               set lists = ?, labels = ?, basis = ?, expanded_at = ?
             where run_id = ? and expanded_id = ?
            """;

    private static final String FIRST = """
            insert into expansion (lists, labels, basis, expanded_at, run_id, expanded_id)
            values (?, ?, ?, ?, ?, ?)
            """;

    private static final String OF_A_RUN = """
            select expanded_id, lists, labels, basis
              from expansion
             where run_id = ?
             order by expanded_id
            """;

    private ExpansionRows() {}

    static void write(Session session, Change.Expanded expanded) throws SQLException {
        var after = expanded.after();
        var lists = PlainData.toJson(after.lists());
        var labels = PlainData.toJson(after.labels());
        var basis = PlainData.toJson(after.basis());
        if (session.run(AGAIN, lists, labels, basis, Values.time(expanded.at()), expanded.run(), after.of()) == 0) {
            session.run(FIRST, lists, labels, basis, Values.time(expanded.at()), expanded.run(), after.of());
        }
    }

    static List<Expansion> of(Session session, long run) throws SQLException {
        return session.list(OF_A_RUN, ExpansionRows::read, run);
    }

    private static Expansion read(Row row) throws SQLException {
        return new Expansion(row.text(), lists(row.data()), labels(row.text()), basis(row.data()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<Object>> lists(Map<String, Object> data) {
        var lists = new LinkedHashMap<String, List<Object>>();
        data.forEach((name, list) -> lists.put(name, (List<Object>) list));
        return lists;
    }

    private static List<String> labels(String json) {
        return PlainData.fromJson(json) instanceof List<?> labels ? labels.stream().map(String::valueOf).toList() : List.of();
    }

    private static Map<String, Long> basis(Map<String, Object> data) {
        var basis = new LinkedHashMap<String, Long>();
        data.forEach((task, tries) -> basis.put(task, (Long) tries));
        return basis;
    }
}
