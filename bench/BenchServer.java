import comporta.dag.PlainData;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@code comporta start} of its own, and what one asks it. */
final class BenchServer implements AutoCloseable {
    private static final int CREATED = 201;

    private final Process process;
    private final URI api;
    private final double readySeconds;
    private final HttpClient http = HttpClient.newHttpClient();

    private BenchServer(Process process, URI api, double readySeconds) {
        this.process = process;
        this.api = api;
        this.readySeconds = readySeconds;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param home {@code $COMPORTA_HOME}
     * @param database address of a PostgreSQL; null: a file
     */
    static BenchServer start(Path comporta, Path home, Path dags, int parallel, String database) throws IOException {
        var builder = new ProcessBuilder(List.of(
                comporta.toString(), "start", "--dags", dags.toString(), "--port", "0", "--parallel", Integer.toString(parallel), "--output", "json"));
        builder.environment().put("COMPORTA_HOME", home.toString());
        if (database != null) {
            builder.environment().put("COMPORTA_DATABASE_URL", database);
        }
        long begin = System.nanoTime();
        var process = builder.redirectError(ProcessBuilder.Redirect.to(home.resolveSibling("server.err").toFile())).start();
        var line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IllegalStateException("the server does not start; see " + home.resolveSibling("server.err"));
        }
        var url = String.valueOf(PlainData.mapFromJson(line).get("url"));
        return new BenchServer(process, URI.create(url + "/api/v1/"), (System.nanoTime() - begin) / 1e9);
    }

    /** From the start of the launcher. */
    double readySeconds() {
        return readySeconds;
    }

    Usage usage() throws IOException {
        return Usage.of(process.pid());
    }

    /** The id of a new run of that DAG. */
    String trigger(String dag) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(api.resolve("dags/" + dag + "/runs"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != CREATED) {
            throw new IllegalStateException(dag + ": " + answer.statusCode() + " " + answer.body());
        }
        return String.valueOf(PlainData.mapFromJson(answer.body()).get("run_id"));
    }

    /** What is at that path below {@code /api/v1}. */
    String get(String path) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(api.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** The items of a list, all pages of it. */
    List<Map<?, ?>> items(String path) throws IOException, InterruptedException {
        var items = new ArrayList<Map<?, ?>>();
        var more = "";
        while (true) {
            var page = PlainData.mapFromJson(get(path + (path.contains("?") ? "&" : "?") + "limit=200" + more));
            ((List<?>) page.get("items")).forEach(item -> items.add((Map<?, ?>) item));
            if (page.get("next") == null) {
                return items;
            }
            more = "&cursor=" + page.get("next");
        }
    }

    /** The run, once it has succeeded. */
    Map<String, Object> ended(String dag, String run) throws IOException, InterruptedException {
        while (true) {
            var now = PlainData.mapFromJson(get("dags/" + dag + "/runs/" + run));
            switch (String.valueOf(now.get("state"))) {
                case "success":
                    return now;
                case "queued", "running":
                    Thread.sleep(Duration.ofMillis(20));
                    break;
                default:
                    throw new IllegalStateException(dag + "/" + run + " ended: " + now);
            }
        }
    }

    static double seconds(Object from, Object to) {
        return Duration.between(Instant.parse(String.valueOf(from)), Instant.parse(String.valueOf(to))).toNanos() / 1e9;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
        http.close();
    }
}
