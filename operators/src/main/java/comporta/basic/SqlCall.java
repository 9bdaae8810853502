package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.LaunchSpec;
import comporta.operator.Refused;
import comporta.operator.Try;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one try asks of a database, as it is stored.
 *
 * @param bind values by name
 * @param maxRows rows that are handed on
 * @param timeout for the statements together; null: none
 */
record SqlCall(String connection, String query, Map<String, Object> bind, int maxRows, @Nullable Duration timeout, Path logFolder) {
    private static final int MAX_ROWS = 100;

    SqlCall {
        bind = PlainData.ordered(bind);
    }

    /** @throws Refused when names and values do not belong together */
    static SqlCall of(Try attempt) {
        var settings = attempt.settings();
        var call = new SqlCall(
                String.valueOf(settings.get("connection")), String.valueOf(settings.get("query")), PlainData.block(settings, "bind"),
                maxRows(settings), attempt.task().timeouts().execution(), attempt.logFolder());
        checkNames(call.query(), call.bind());
        return call;
    }

    /** @throws Refused when {@code query} reads a value that is not there, or there is one that it does not read */
    static void checkNames(String query, Map<String, Object> bind) {
        var wanted = SqlText.parse(query, "?").wanted();
        var missing = new TreeSet<>(wanted);
        missing.removeAll(bind.keySet());
        if (!missing.isEmpty()) {
            throw new Refused(Cause.USER, "the query reads :" + missing.getFirst() + ", which bind does not have. Add " + missing.getFirst()
                    + " to bind, or quote the colon if it is none of a value");
        }
        var unused = new TreeSet<>(bind.keySet());
        unused.removeAll(wanted);
        if (!unused.isEmpty()) {
            throw new Refused(Cause.USER, "bind has " + unused.getFirst() + ", which the query does not read. Write :" + unused.getFirst()
                    + " where it belongs, or remove it");
        }
    }

    private static int maxRows(Map<String, Object> data) {
        return data.get("max_rows") instanceof Number rows ? rows.intValue() : MAX_ROWS;
    }

    LaunchSpec stored() {
        var data = new LinkedHashMap<String, Object>();
        data.put("connection", connection);
        data.put("query", query);
        data.put("bind", bind);
        data.put("max_rows", maxRows);
        if (timeout != null) {
            data.put("timeout_ms", timeout.toMillis());
        }
        data.put("log_folder", logFolder.toString());
        return new LaunchSpec(data);
    }

    static SqlCall of(LaunchSpec stored) {
        var data = stored.data();
        return new SqlCall(
                String.valueOf(data.get("connection")), String.valueOf(data.get("query")), PlainData.block(data, "bind"), maxRows(data),
                data.get("timeout_ms") instanceof Number millis ? Duration.ofMillis(millis.longValue()) : null,
                Path.of(String.valueOf(data.get("log_folder"))));
    }
}
