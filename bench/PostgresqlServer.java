import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL on loopback as it comes, every commit safe against a power cut; it ends with this process. */
final class PostgresqlServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private PostgresqlServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param home of the checkout
     * @param binaries folder of {@code initdb} and {@code pg_ctl}
     */
    static PostgresqlServer start(Path home, Path binaries) throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {   // PostgreSQL refuses to run as root
            command.addAll(List.of("runuser", "-u", "nobody", "--"));
        }
        var script = Files.readString(home.resolve("dag-engine/src/test/resources/comporta/store/postgresql.sh"));
        command.addAll(List.of("sh", "-c", script, "postgresql.sh", binaries.toString(), Integer.toString(port), "durable"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = said.readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("PostgreSQL does not start: " + line + "\n" + said.readAllAsString());
        }
        return new PostgresqlServer(process, port);
    }

    String url() {
        return "postgresql://comporta@127.0.0.1:" + port + "/postgres";
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
