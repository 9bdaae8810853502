package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Refused;
import comporta.secret.SecretMissing;
import comporta.secret.Vault;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The first cell that a query gives is true, or a number other than 0. Nothing is changed, whatever the query says. */
record SqlCondition(Vault vault, String connection, String query, Map<String, Object> bind) implements Condition {
    /** For the query. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For the network, which is given up later, so that the database can say itself that it took too long. */
    private static final Duration LONGER = PATIENCE.plusSeconds(15);
    /** Classes of mistakes that no wait mends: values, read-only, signing in, syntax and names. */
    private static final Set<String> FOR_GOOD = Set.of("0A", "22", "25", "28", "42");
    /** A table that is not there may come. */
    private static final Set<String> MAY_COME = Set.of("42P01", "42S02", "42S03", "42S04");

    SqlCondition {
        bind = PlainData.ordered(bind);
    }

    @Override
    public Look look(Instant now) {
        try {
            var server = SqlServer.of(vault.connectionOrFail(connection));
            try (var session = server.open("comporta sensor")) {
                server.onlyRead(session, query);
                session.setNetworkTimeout(Runnable::run, (int) LONGER.toMillis());
                try {
                    return asked(session, SqlText.parse(query, server.questionMark()));
                } finally {
                    session.rollback();
                }
            }
        } catch (SecretMissing e) {
            throw new Refused(Cause.USER, "sql: " + e.getMessage());
        } catch (SQLException e) {
            var words = "sql: connection " + connection + ": " + vault.mask().hide(SqlOperator.words(e));
            if (isForGood(e)) {
                throw new Refused(Cause.USER, words);
            }
            return Look.notYet(words);
        }
    }

    private static boolean isForGood(SQLException e) {
        var state = e.getSQLState();
        return state != null && state.length() > 1 && FOR_GOOD.contains(state.substring(0, 2)) && !MAY_COME.contains(state);
    }

    private Look asked(java.sql.Connection session, SqlText text) throws SQLException {
        try (var statement = session.prepareStatement(text.jdbc())) {
            statement.setQueryTimeout((int) PATIENCE.toSeconds());
            statement.setMaxRows(1);
            SqlValues.set(statement, text.names(), bind);
            if (!statement.execute()) {
                throw new Refused(Cause.USER, "sql: the query gives no rows to look at. Write one select");
            }
            try (var rows = statement.getResultSet()) {
                return rows.next() ? judged(rows) : Look.notYet("the query gives no row");
            }
        }
    }

    private Look judged(ResultSet rows) throws SQLException {
        var cell = rows.getObject(1);
        var holds = switch (cell) {
            case null -> false;
            case Boolean truth -> truth;
            case Double number -> number != 0;
            case Float number -> number != 0;
            case Number number -> new BigDecimal(number.toString()).signum() != 0;
            default -> throw new Refused(Cause.USER, "sql: the query gives \"" + vault.mask().hide(String.valueOf(cell))
                    + "\" in its first cell. It must be true, false or a number");
        };
        return new Look(holds, "the query gives " + cell, null);
    }
}
