package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Refused;
import comporta.operator.Try;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code sql}: statements in one transaction, and what the last of them gives. */
public final class SqlOperator extends DeedOperator {
    private static final Logger LOG = LoggerFactory.getLogger(SqlOperator.class);
    private static final int FETCH = 500;
    private static final String CANCELED = "57014";
    /** Too many connections, a deadlock, a transaction that lost to another, H2 in use: the same may do later. */
    private static final Set<String> OF_THE_PLATFORM = Set.of("53300", "40001", "40P01", "90020");
    /** Of H2: connection broken, database closed. */
    private static final Set<String> GONE = Set.of("90067", "90098", "90121");
    private static final String LOOK = ". Whether the transaction was committed is not known; look, and clear the task to repeat it";

    /** @param state folder that outlives this process */
    public SqlOperator(Path state, Vault vault, InstantSource clock) {
        super(state, vault, clock);
    }

    @Override
    public String name() {
        return "sql";
    }

    /** A query in a file is a query. */
    @Override
    public Map<String, Object> complete(Map<String, Object> written, Path dagFolder) {
        if (!(written.get("file") instanceof String file)) {
            return written;
        }
        var whole = new LinkedHashMap<>(written);
        try {
            whole.put("query", Files.readString(dagFolder.resolve(file)));
        } catch (IOException e) {
            throw new Refused(Cause.USER,
                    "the file " + dagFolder.resolve(file) + " cannot be read: " + e + ". It lies beside the DAG file");
        }
        return whole;
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        return List.of(SqlCall.of(attempt).stored());
    }

    @Override
    Exit carryOut(Deed deed) {
        var call = SqlCall.of(deed.intent.spec());
        var log = new TryLog(call.logFolder(), vault.mask(), clock);
        var server = SqlServer.of(vault.connectionOrFail(call.connection()));
        log.line(call.query().strip());
        Exit exit;
        try (var connection = server.open("comporta " + deed.intent.id())) {
            exit = inOneTransaction(deed, call, server.parts(call.query()), connection);
        } catch (SQLException e) {
            exit = Exit.failure(isOfThePlatform(e) ? Cause.PLATFORM : Cause.USER, null,
                    "connection " + call.connection() + ": " + words(e));
        }
        log.line(exit.isSuccess() ? "→ " + exit.outputs().get("count") + " rows" : exit.reason());
        return exit;
    }

    private static Exit inOneTransaction(Deed deed, SqlCall call, List<SqlText> parts, Connection connection) {
        var began = System.nanoTime();
        var done = Exit.success(Map.of());
        try {
            connection.setAutoCommit(false);
            for (var part : parts) {
                try (var statement = connection.prepareStatement(part.jdbc())) {
                    if (call.timeout() != null) {
                        var left = call.timeout().minusNanos(System.nanoTime() - began);
                        statement.setQueryTimeout((int) Math.max(1, left.toSeconds()));
                    }
                    done = executed(deed, call, part, statement);
                }
            }
        } catch (SQLException e) {
            return undone(connection, failed(deed, call, e));
        } catch (Refused e) {
            return undone(connection, Exit.failure(e.because(), null, String.valueOf(e.getMessage())));
        }
        try {
            connection.commit();
            return done;
        } catch (SQLException e) {
            return isOutOfSight(e)
                    ? Exit.unknown("the connection was lost while it was committed: " + words(e) + LOOK)
                    : failed(deed, call, e);
        }
    }

    private static Exit executed(Deed deed, SqlCall call, SqlText text, PreparedStatement statement) throws SQLException {
        statement.setFetchSize(FETCH);
        SqlValues.set(statement, text.names(), call.bind());
        deed.abortBy(() -> cancel(statement));
        if (deed.isStopAsked()) {
            throw new Refused(Cause.OPERATOR, "stopped; nothing was changed");
        }
        return Exit.success(PlainData.plain(SqlRows.last(statement, statement.execute(), call.maxRows())));
    }

    /** Asked again when it came too early for the statement. */
    private static void cancel(PreparedStatement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.debug("a statement could not be cancelled; it may be over", e);
        }
    }

    private static Exit failed(Deed deed, SqlCall call, SQLException e) {
        if (deed.isStopAsked()) {
            return Exit.failure(Cause.OPERATOR, null, "stopped; nothing was changed");
        }
        if (CANCELED.equals(e.getSQLState())) {
            return Exit.failure(Cause.TIMEOUT, null, call.timeout() == null
                    ? "the database ended it: " + words(e)
                    : "it ran longer than execution_timeout (" + call.timeout().toSeconds() + "s); nothing was changed");
        }
        return Exit.failure(isOfThePlatform(e) ? Cause.PLATFORM : Cause.USER, null, words(e) + "; nothing was changed");
    }

    /** What was not committed is undone by the database, also when it cannot be told to. */
    private static Exit undone(Connection connection, Exit exit) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("a transaction could not be rolled back; the end of its connection does that", e);
        }
        return exit;
    }

    private static boolean isOfThePlatform(SQLException e) {
        return isOutOfSight(e) || (e.getSQLState() != null && OF_THE_PLATFORM.contains(e.getSQLState()));
    }

    /** The connection is gone, or was never there. */
    private static boolean isOutOfSight(SQLException e) {
        var state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || GONE.contains(state);
    }

    static String words(SQLException e) {
        var message = e.getMessage() == null ? e.toString() : e.getMessage();
        return String.join(" ", message.lines().map(String::strip).toList());
    }

    @Override
    Exit unknown(LaunchIntent intent, String why) {
        return Exit.unknown(why + LOOK);
    }
}
