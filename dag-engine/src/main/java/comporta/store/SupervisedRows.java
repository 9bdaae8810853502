package comporta.store;

import comporta.dag.PlainData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Table {@code supervised}. */
final class SupervisedRows {
    private static final String TOKEN = "token";

    private static final String OPEN = """
            select token, body
              from supervised
             where is_open = 1
             order by uuid
            """;

    private static final String UPDATE = """
            update supervised
               set is_open = ?, token = ?, body = ?
             where uuid = ?
            """;

    private static final String INSERT = """
            insert into supervised (is_open, token, body, uuid)
            values (?, ?, ?, ?)
            """;

    private SupervisedRows() {}

    static List<Map<String, Object>> open(Session session) throws SQLException {
        return session.list(OPEN, row -> {
            var token = row.anyText();
            var job = new LinkedHashMap<>(row.data());
            if (token != null) {
                job.put(TOKEN, token);
            }
            return job;
        });
    }

    static void write(Session session, String uuid, Map<String, Object> job, boolean isOpen) throws SQLException {
        var body = new LinkedHashMap<>(job);
        var token = body.remove(TOKEN) instanceof String secret ? Values.all("the token of the job", secret, 250) : null;
        var key = Values.all("the uuid of the job", uuid, 250);
        var text = PlainData.toJson(body);
        if (session.run(UPDATE, isOpen ? 1 : 0, token, text, key) == 0) {
            session.run(INSERT, isOpen ? 1 : 0, token, text, key);
        }
    }
}
