package comporta.store;

import comporta.dag.PlainData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads every table from beginning to end, in no particular order. */
final class ExportRows {
    /** Who has these can sign in, or speak for a job: they stay here. */
    private static final Set<String> CREDENTIALS = Set.of("sign_in", "api_token", "answered");
    private static final Set<String> SECRET_COLUMNS = Set.of("password_hash", "token");

    private static final String TABLES = """
            select distinct lower(table_name)
              from information_schema.columns
             where lower(table_schema) = lower(current_schema) and lower(table_name) <> 'flyway_schema_history'
             order by 1
            """;

    private ExportRows() {}

    static List<String> tables(Session session) throws SQLException {
        return session.list(TABLES, Row::text).stream().filter(table -> !CREDENTIALS.contains(table)).toList();
    }

    /** One JSON object a row: {@code {"table": …, "row": {…}}}. */
    static long read(Session session, String table, Consumer<String> lines) throws SQLException {
        return session.each("select * from " + table, row -> {
            var data = new LinkedHashMap<>(row);
            data.keySet().removeAll(SECRET_COLUMNS);
            var line = new LinkedHashMap<String, Object>();
            line.put("table", table);
            line.put("row", data);
            lines.accept(PlainData.toJson(line));
        });
    }
}
