import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** What one step of a chain costs the database alone, without any engine: its fence, its task, its launch and its history in one commit. */
final class OneCommit {
    private static final int COMMITS = 300;
    private static final String BODY = "{\"state\":\"launching\",\"try\":1}";

    private OneCommit() {}

    /** Median milliseconds, in a schema that is gone afterwards. */
    static double millis(String url) throws SQLException {
        try (var connection = connect(url)) {
            run(connection, "create schema bench_commit");
            try {
                run(connection, "set search_path to bench_commit");
                run(connection, "create table run (id bigint primary key, version int not null)");
                run(connection, "create table task (run_id bigint, task_no int, state smallint, reason varchar(4000), primary key (run_id, task_no))");
                run(connection, "create table launch (run_id bigint, task_no int, spec varchar(10000), primary key (run_id, task_no))");
                run(connection, "create table history (id bigint primary key, run_id bigint, body varchar(10000))");
                run(connection, "insert into run values (1, 1)");
                run(connection, "insert into task select 1, n, 0, null from generate_series(0, " + COMMITS + ") n");
                return measured(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                run(connection, "drop schema bench_commit cascade");
            }
        }
    }

    private static double measured(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        var millis = new double[COMMITS];
        try (var fence = connection.prepareStatement("update run set version = version + 1 where id = ? and version = ?");
                var task = connection.prepareStatement("update task set state = ?, reason = ? where run_id = 1 and task_no = ?");
                var launch = connection.prepareStatement("insert into launch values (1, ?, ?)");
                var history = connection.prepareStatement("insert into history values (?, 1, ?)")) {
            for (int i = 0; i < COMMITS; i++) {
                long begin = System.nanoTime();
                run(fence, 1L, i + 1);
                run(task, 8, "", i);
                run(task, 2, "", i + 1);
                run(launch, i, BODY);
                run(history, 2L * i, BODY);
                run(history, 2L * i + 1, BODY);
                connection.commit();
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        Arrays.sort(millis);
        return millis[COMMITS / 2];
    }

    private static void run(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Connection connect(String url) throws SQLException {
        var address = URI.create(url.replaceFirst("^jdbc:", ""));
        var login = new Properties();
        login.setProperty("user", address.getUserInfo() == null ? System.getProperty("user.name") : address.getUserInfo());
        for (var name : List.of("PGPASSWORD", "COMPORTA_DATABASE_PASSWORD")) {
            var password = System.getenv(name);
            if (password != null) {
                login.setProperty("password", password);
            }
        }
        return DriverManager.getConnection("jdbc:postgresql://" + address.getRawAuthority().replaceFirst("^.*@", "") + address.getRawPath()
                + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()), login);
    }
}
