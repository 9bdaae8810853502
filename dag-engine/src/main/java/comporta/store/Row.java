package comporta.store;

import comporta.dag.PlainData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of an answer; columns are read from left to right. */
final class Row {
    private final ResultSet answer;
    private int column;

    Row(ResultSet answer) {
        this.answer = answer;
    }

    boolean next() throws SQLException {
        column = 0;
        return answer.next();
    }

    boolean truth() throws SQLException {
        return answer.getBoolean(++column);
    }

    int number() throws SQLException {
        return answer.getInt(++column);
    }

    @Nullable Integer anyNumber() throws SQLException {
        var read = answer.getInt(++column);
        return answer.wasNull() ? null : read;
    }

    long big() throws SQLException {
        return answer.getLong(++column);
    }

    @Nullable Long anyBig() throws SQLException {
        var read = answer.getLong(++column);
        return answer.wasNull() ? null : read;
    }

    double fraction() throws SQLException {
        return answer.getDouble(++column);
    }

    @Nullable Double anyFraction() throws SQLException {
        var read = answer.getDouble(++column);
        return answer.wasNull() ? null : read;
    }

    String text() throws SQLException {
        return Objects.requireNonNull(answer.getString(++column));
    }

    @Nullable String anyText() throws SQLException {
        return answer.getString(++column);
    }

    Instant instant() throws SQLException {
        return Objects.requireNonNull(anyInstant());
    }

    @Nullable Instant anyInstant() throws SQLException {
        var read = answer.getObject(++column, OffsetDateTime.class);
        return read == null ? null : read.toInstant();
    }

    Map<String, Object> data() throws SQLException {
        return PlainData.mapFromJson(text());
    }

    <E extends Enum<E>> E word(List<E> codes) throws SQLException {
        return Codes.word(codes, number());
    }

    <E extends Enum<E>> @Nullable E anyWord(List<E> codes) throws SQLException {
        return Codes.anyWord(codes, anyNumber());
    }
}
