package comporta.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of this JVM's tests: real, on loopback, begun by the first test that wants a database, never as root. It ends with the
 * JVM, however that ends.
 */
final class PostgresqlServer {
    /** Folder of {@code initdb} and {@code pg_ctl}; {@code ./test} sets it where no package has installed them. */
    private static final String BINARIES = "COMPORTA_POSTGRESQL_BIN";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final int STARTS = 5;

    private static @Nullable PostgresqlServer running;

    private final Process process;
    private final BufferedReader said;
    private final int port;
    private Connection administration;
    private int made;

    private PostgresqlServer(Process process, BufferedReader said, int port) throws SQLException {
        this.process = process;
        this.said = said;
        this.port = port;
        this.administration = DriverManager.getConnection(url("postgres"), "comporta", "");
    }

    /** The one of this JVM. */
    static synchronized PostgresqlServer get() {
        var present = running;
        if (present == null) {
            present = start();
            running = present;
        }
        return present;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Makes a database and returns its name; {@code template} is one that nobody is connected to. */
    synchronized String create(String template) {
        made++;
        var name = "test" + made;
        administer("create database " + name + " template " + template);
        return name;
    }

    void drop(String database) {
        administer("drop database " + database + " with (force)");
    }

    /** Does what only the owner of the server may. */
    synchronized void administer(String sql) {
        try (var statement = administration.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Ends it and begins it again, {@code fast} or {@code immediate}: all connections are lost. */
    synchronized void restart(String mode) {
        try {
            process.getOutputStream().write((mode + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            var line = said.readLine();
            if (!"ready".equals(line)) {
                throw new IllegalStateException("PostgreSQL for the tests does not start again: " + line + "\n" + said.readAllAsString());
            }
            administration = DriverManager.getConnection(url("postgres"), "comporta", "");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("PostgreSQL for the tests does not start again", e);
        }
    }

    void end() {
        end(process);
    }

    /** One that is not shared. */
    static PostgresqlServer start() {
        var said = "";
        for (var attempt = 0; attempt < STARTS; attempt++) {   // another process may take the free port first
            try {
                var port = freePort();
                var server = new ProcessBuilder(command(port)).redirectErrorStream(true).start();
                var output = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
                var line = output.readLine();
                if ("ready".equals(line)) {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
                    return new PostgresqlServer(server, output, port);
                }
                said = line + "\n" + output.readAllAsString();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("PostgreSQL for the tests does not start", e);
            }
        }
        throw new IllegalStateException("PostgreSQL for the tests does not start: " + said);
    }

    /** The script ends the server when it hears nothing any more. */
    private static void end(Process server) {
        try {
            server.getOutputStream().close();
            server.waitFor(20, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            server.destroy();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> command(int port) throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {   // PostgreSQL refuses to run as root
            command.addAll(List.of("runuser", "-u", isKnown("postgres") ? "postgres" : "nobody", "--"));
        }
        command.addAll(List.of("sh", "-c", script(), "postgresql.sh", binaries().toString(), Integer.toString(port)));
        return command;
    }

    private static boolean isKnown(String user) throws IOException {
        return Files.readAllLines(Path.of("/etc/passwd")).stream().anyMatch(line -> line.startsWith(user + ":"));
    }

    private static String script() throws IOException {
        try (var text = Objects.requireNonNull(PostgresqlServer.class.getResourceAsStream("postgresql.sh"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Path binaries() {
        var named = System.getenv(BINARIES);
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        if (Files.isDirectory(DEBIAN)) {
            try (var versions = Files.list(DEBIAN)) {
                var newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Comparator.naturalOrder());
                if (newest.isPresent()) {
                    return newest.get();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no PostgreSQL for the tests: ./test sets one up; or install the package postgresql, or name the "
                + "folder of initdb and pg_ctl in " + BINARIES);
    }
}
