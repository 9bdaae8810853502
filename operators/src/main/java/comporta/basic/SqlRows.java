package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the last of a task's statements gave, as outputs: {@code rows}, {@code first} and {@code count}. */
final class SqlRows {
    /** Bytes of JSON that the rows may have. */
    private static final int LIMIT = 64 * 1024;

    private SqlRows() {}

    /**
     * Reads all results of a statement that was executed.
     *
     * @param isRows whether its first result is rows
     * @throws Refused when the rows cannot be handed on
     */
    static Map<String, Object> last(Statement statement, boolean isRows, int maxRows) throws SQLException {
        var last = outputs(List.of(), 0);
        var rows = isRows;
        while (true) {
            long updated = rows ? -1 : statement.getLargeUpdateCount();
            if (rows) {
                last = read(statement.getResultSet(), maxRows);
            } else if (updated < 0) {
                return last;
            } else {
                last = outputs(List.of(), updated);
            }
            rows = statement.getMoreResults();
        }
    }

    private static Map<String, Object> outputs(List<Map<String, @Nullable Object>> rows, long count) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        outputs.put("rows", rows);
        outputs.put("first", rows.isEmpty() ? null : rows.getFirst());
        outputs.put("count", count);
        return PlainData.plain(outputs);
    }

    private static Map<String, Object> read(ResultSet result, int maxRows) throws SQLException {
        var columns = result.getMetaData();
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        long count = 0;
        int size = 0;
        while (result.next()) {
            count++;
            if (rows.size() < maxRows) {
                var row = row(result, columns);
                size += PlainData.toJson(row).length();
                if (size > LIMIT) {
                    throw new Refused(Cause.USER,
                            "the rows are larger than 64 KB; nothing was changed. Lower max_rows, read fewer columns, "
                            + "or keep the data in a table");
                }
                rows.add(row);
            }
        }
        return outputs(rows, count);
    }

    private static Map<String, @Nullable Object> row(ResultSet result, ResultSetMetaData columns) throws SQLException {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            var name = name(columns, i);
            if (row.containsKey(name)) {
                throw new Refused(Cause.USER,
                        "two columns are both called " + name + "; nothing was changed. Give one another name with AS");
            }
            row.put(name, value(result, columns, i));
        }
        return row;
    }

    /** H2 has its names in capitals unless they are quoted: a DAG reads the same from either database. */
    private static String name(ResultSetMetaData columns, int i) throws SQLException {
        var label = columns.getColumnLabel(i);
        return label.equals(label.toUpperCase(Locale.ROOT)) ? label.toLowerCase(Locale.ROOT) : label;
    }

    private static @Nullable Object value(ResultSet result, ResultSetMetaData columns, int i) throws SQLException {
        var type = columns.getColumnTypeName(i).toLowerCase(Locale.ROOT);
        return switch (columns.getColumnType(i)) {
            case Types.DATE -> text(result.getObject(i, LocalDate.class));
            case Types.TIME -> type.equals("timetz") ? result.getString(i) : text(result.getObject(i, LocalTime.class));
            case Types.TIMESTAMP_WITH_TIMEZONE -> instant(result.getObject(i, OffsetDateTime.class));
            case Types.TIMESTAMP -> type.equals("timestamptz")
                    ? instant(result.getObject(i, OffsetDateTime.class))
                    : text(result.getObject(i, LocalDateTime.class));
            default -> type.startsWith("json") ? json(result.getString(i)) : plain(result.getObject(i), result, i);
        };
    }

    private static @Nullable Object plain(@Nullable Object value, ResultSet result, int i) throws SQLException {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case Byte _, Short _, Integer _, Long _ -> ((Number) value).longValue();
            case BigDecimal number -> number;
            case Float number -> Float.isFinite(number) ? new BigDecimal(number.toString()) : number.toString();
            case Double number -> Double.isFinite(number) ? new BigDecimal(number.toString()) : number.toString();
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case Array array -> list(array, result, i);
            default -> result.getString(i);
        };
    }

    private static List<@Nullable Object> list(Array array, ResultSet result, int i) throws SQLException {
        var list = new ArrayList<@Nullable Object>();
        if (array.getArray() instanceof Object[] items) {
            for (var item : Arrays.asList(items)) {
                list.add(item == null || item instanceof String ? item : item instanceof Number || item instanceof Boolean
                        ? plain(item, result, i)
                        : item.toString());
            }
        }
        return list;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String instant(@Nullable OffsetDateTime instant) {
        return instant == null ? null : instant.withOffsetSameInstant(ZoneOffset.UTC).toString();
    }

    private static @Nullable Object json(@Nullable String text) {
        try {
            return text == null ? null : PlainData.fromJson(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
