package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands values of {@code bind} to a statement. */
final class SqlValues {
    private SqlValues() {}

    static void set(PreparedStatement statement, List<String> names, Map<String, Object> values) throws SQLException {
        for (int i = 0; i < names.size(); i++) {
            set(statement, i + 1, names.get(i), values.get(names.get(i)));
        }
    }

    private static void set(PreparedStatement statement, int at, String name, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, Types.NULL);
            case String text -> statement.setString(at, text);
            case Boolean truth -> statement.setBoolean(at, truth);
            case Integer number -> statement.setLong(at, number);
            case Long number -> statement.setLong(at, number);
            case BigInteger number -> statement.setBigDecimal(at, new BigDecimal(number));
            case BigDecimal number -> statement.setBigDecimal(at, number);
            case Double number -> statement.setDouble(at, number);
            case List<?> list -> statement.setArray(at, statement.getConnection().createArrayOf(
                    list.stream().allMatch(Long.class::isInstance) && !list.isEmpty() ? "bigint" : "varchar",
                    list.stream().map(item -> item instanceof Long ? item : item == null ? null : item.toString()).toArray()));
            default ->
                    throw new Refused(Cause.USER, "bind." + name + " is a map, and no database takes one. Use | json, or bind its parts");
        }
    }
}
