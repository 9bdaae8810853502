package comporta.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A connection with the statements that were prepared on it; they stay prepared. For one thread at a time. */
final class Session implements AutoCloseable {
    /** Makes a value of a row. */
    interface Reading<T> {
        T of(Row row) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, Prepared> prepared = new HashMap<>();

    /** Takes the connection over. */
    Session(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        this.connection = connection;
    }

    <T> List<T> list(String sql, Reading<T> reading, @Nullable Object... values) throws SQLException {
        var statement = prepare(sql).statement;
        set(statement, values);
        List<T> found = new ArrayList<>();
        try (var answer = statement.executeQuery()) {
            var row = new Row(answer);
            while (row.next()) {
                found.add(reading.of(row));
            }
        }
        return found;
    }

    <T> @Nullable T first(String sql, Reading<T> reading, @Nullable Object... values) throws SQLException {
        var found = list(sql, reading, values);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Hears of each row of an answer that may be larger than the memory, by names of columns; returns how many there were. */
    long each(String sql, Consumer<Map<String, @Nullable Object>> rows) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(1_000);
            try (var answer = statement.executeQuery()) {
                var columns = answer.getMetaData();
                var count = 0L;
                for (; answer.next(); count++) {
                    var row = new LinkedHashMap<String, @Nullable Object>();
                    for (int column = 1; column <= columns.getColumnCount(); column++) {
                        row.put(columns.getColumnLabel(column).toLowerCase(Locale.ROOT), Values.plain(answer.getObject(column)));
                    }
                    rows.accept(row);
                }
                return count;
            }
        }
    }

    /** Returns how many rows it concerned. */
    int run(String sql, @Nullable Object... values) throws SQLException {
        var statement = prepare(sql).statement;
        set(statement, values);
        return statement.executeUpdate();
    }

    /** Inserts one row and returns its new {@code id}. */
    long insert(String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql, new String[] {"id"})) {
            set(statement, values);
            statement.executeUpdate();
            try (var keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    /** Adds a row to what {@link #flush} will do. */
    void add(String sql, @Nullable Object... values) throws SQLException {
        var row = prepare(sql);
        if (row.waiting++ > 0) {
            row.statement.addBatch();
        }
        set(row.statement, values);
    }

    /** Does what was added; a single row without the cost of a batch. Returns how many rows each concerned, in the order of adding. */
    int[] flush(String sql) throws SQLException {
        var rows = prepare(sql);
        var waiting = rows.waiting;
        rows.waiting = 0;
        if (waiting == 0) {
            return new int[0];
        }
        if (waiting == 1) {
            return new int[] {rows.statement.executeUpdate()};
        }
        rows.statement.addBatch();
        return rows.statement.executeBatch();
    }

    /** Waits for a notice of a channel that was listened to, at most so long; only PostgreSQL has such. */
    boolean hears(Duration atMost) throws SQLException {
        var heard = connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(Math.max(1, atMost.toMillis())));
        return heard != null && heard.length > 0;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    /** Forgets the transaction, and statements that may be left half filled. */
    void rollback() throws SQLException {
        for (var one : prepared.values()) {
            one.statement.close();
        }
        prepared.clear();
        connection.rollback();
    }

    /** Ends a transaction that only read. */
    void doneReading() throws SQLException {
        connection.rollback();
    }

    /** Runs a statement without values, outside any transaction. */
    void command(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private Prepared prepare(String sql) throws SQLException {
        var known = prepared.get(sql);
        if (known == null) {
            known = new Prepared(connection.prepareStatement(sql));
            prepared.put(sql, known);
        }
        return known;
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static final class Prepared {
        final PreparedStatement statement;
        int waiting;

        Prepared(PreparedStatement statement) {
            this.statement = statement;
        }
    }
}
