package comporta.app;

import comporta.dag.PlainData;
import comporta.nodes.AwsProxy;
import comporta.nodes.Moto;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server whose machines come from moto, over a proxy that makes trouble, and register with a fake master. It may be killed and started again. */
final class MachineStation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    /** Each look of a server has moto list all its machines, which takes its time: fewer looks are sooner over. */
    private static final String POLL = "1s";
    private static final int BETWEEN_LOOKS_MS = 150;

    final AwsProxy aws;
    private final String cluster;
    private final Path folder;
    private final Program program;
    private final int port = Ports.free();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Life life;
    private int lives;

    /**
     * @param cluster whose machines they are
     * @param master with which they register
     * @param more of the configuration, below {@code nodes} and then beside it
     */
    MachineStation(Program program, Path folder, String cluster, URI master, String more) throws IOException {
        this.program = program;
        this.folder = folder;
        this.cluster = cluster;
        aws = new AwsProxy(folder.resolve("aws"));
        Files.createDirectories(folder.resolve("dags"));
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/comporta.yaml"), """
                nodes:
                  provider: ec2
                  endpoint: %s
                  master: %s
                  cluster: %s
                  poll: %s
                  capacity_pause: 300ms
                  slave_types:
                    itaipu: {image: %s, instance_types: [m5.2xlarge, m5n.2xlarge], zones: [us-east-1a, us-east-1b]}
                """.formatted(aws.url(), master, cluster, POLL, Moto.IMAGE) + more);
    }

    /** A DAG with two machines, work on them that lasts until it is let go, and a teardown; with more keys of the DAG, the pool and the set-up. */
    void dag(String name, String dagKeys, String poolKeys) throws IOException {
        Files.writeString(file(name), """
                dag: %1$s
                %2$s
                tasks:
                  up: {operator: scale-ec2, node_pool: {name: %1$s, slave_type: itaipu, nodes: 2, scale_timeout: 5m%3$s}}
                  work: {run: 'until [ -e %4$s ]; do sleep 0.1; done', depends_on: up}
                  down: {operator: downscale-ec2, teardown_of: up, depends_on: work}
                """.formatted(name, dagKeys, poolKeys, go(name)));
    }

    Path file(String name) {
        return folder.resolve("dags").resolve(name + ".yaml");
    }

    private Path go(String name) {
        return folder.resolve("go-" + name);
    }

    /** Lets the work of that DAG end. */
    void letGo(String name) throws IOException {
        Files.writeString(go(name), "");
    }

    /** @param ahead how far its clock is before ours */
    void start(String ahead) throws IOException, InterruptedException {
        var begun = program.start(
                List.of("-Dcomporta.clock.ahead=" + ahead, "-D" + Backends.APART_PROPERTY + "=PT0.05S"),
                Map.of("COMPORTA_HOME", folder.resolve("home").toString(), "AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test"),
                List.of("start", "--dags", folder.resolve("dags").toString(), "--port", Integer.toString(port), "--output", "json"));
        life = begun;
        begun.awaitTold();
        if (!begun.isAlive()) {
            throw new IOException("the server does not start: " + begun.complaints());
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException, IOException {
        var dying = life;
        if (dying != null) {
            dying.killAfter(0);
            dying.keep(folder.resolve("life-" + ++lives));
            life = null;
        }
    }

    /** What it complained about in this life. */
    String complaints() {
        return life == null ? "" : life.complaints();
    }

    /** Begins a run, and returns its id. */
    String trigger(String dag) throws Exception {
        await(() -> status("GET", "/dags/" + dag, null) == 200);
        return String.valueOf(ask("POST", "/dags/" + dag + "/runs", Map.of()).get("run_id"));
    }

    Map<String, Object> ask(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        return PlainData.mapFromJson(client.send(request(method, path, body), BodyHandlers.ofString()).body());
    }

    /** Somebody at the command line of this server. */
    Ask person() {
        return new Ask(port);
    }

    /** What it tells Prometheus. */
    String metrics() throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(), BodyHandlers.ofString()).body();
    }

    int status(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        return client.send(request(method, path, body), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest request(String method, String path, @Nullable Object body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Content-Type", "application/json").header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(PlainData.toJson(body)))
                .build();
    }

    String state(String dag, String run) throws IOException, InterruptedException {
        return String.valueOf(ask("GET", "/dags/" + dag + "/runs/" + run, null).get("state"));
    }

    String stateOf(String dag, String run, String task) throws IOException, InterruptedException {
        return String.valueOf(ask("GET", "/dags/" + dag + "/runs/" + run + "/tasks/" + task, null).get("state"));
    }

    /** The lease of the pool of that name. */
    String lease(String pool) throws IOException, InterruptedException {
        return ask("GET", "/leases", null).get("items") instanceof List<?> items
                ? items.stream().filter(each -> each instanceof Map<?, ?> lease && pool.equals(lease.get("node_pool")))
                        .map(each -> String.valueOf(((Map<?, ?>) each).get("lease_id"))).findFirst().orElseThrow()
                : "";
    }

    /** How many leases are not closed. */
    int leases() throws IOException, InterruptedException {
        return ask("GET", "/leases", null).get("items") instanceof List<?> items ? items.size() : -1;
    }

    boolean isOver(String dag, String run) throws IOException, InterruptedException {
        return List.of("success", "failed", "cancelled").contains(state(dag, run));
    }

    /** Waits for it, and not without end. */
    void await(Callable<Boolean> wanted) throws Exception {
        var never = new CountDownLatch(1);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.call()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("it did not come about within " + PATIENCE + "; the server said " + complaints());
            }
            var _ = never.await(BETWEEN_LOOKS_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until nothing is left of all runs, and says how many machines are. */
    int left() throws Exception {
        await(() -> leases() == 0);
        return Moto.living(cluster).size();
    }

    @Override
    public void close() throws IOException {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
        aws.close();
    }
}
