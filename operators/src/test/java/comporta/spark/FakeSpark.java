package comporta.spark;

import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A driver's page as it was recorded, and on the same port a Mesos master with one framework, one agent and the sandbox of executor 0. */
final class FakeSpark extends FakeCluster {
    private final String name;
    private volatile boolean registered = true;
    private final Queue<String> stdout = new ConcurrentLinkedQueue<>();
    private volatile boolean isStarved;
    private volatile boolean isLost;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String jobs = "ui-jobs-running";

    /** @param name of the application and the framework */
    FakeSpark(Path folder, String name) throws IOException {
        this(folder, name, null);
    }

    /** @param tls of the master and of its agents; null: they speak in the open */
    FakeSpark(Path folder, String name, @Nullable SSLContext tls) throws IOException {
        super(folder, tls);
        this.name = name;
    }

    static String recorded(String exchange) throws IOException {
        try (InputStream in = Objects.requireNonNull(FakeSpark.class.getResourceAsStream("recordings/" + exchange + ".response.http"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\r?\n\r?\n", 2)[1];
        }
    }

    /** No agent has anything for it: its jobs wait. */
    void starve() {
        isStarved = true;
    }

    void show(String exchange) {
        jobs = exchange;
    }

    /** The executor writes. */
    void print(String text) {
        stdout.add(text);
    }

    /** An executor on a machine that does not answer any more stands before the one that writes. */
    void loseAnAgent() {
        isLost = true;
    }

    /** The framework goes, as Mesos has it when a driver ends in order. */
    void unregister() {
        registered = false;
    }

    @Override
    public boolean holds(String framework) {
        return registered;
    }

    @Override
    protected FakeAnswer answer(FakeCall call) throws IOException {
        if (call.is("POST", "/api/v1")) {
            return mesos(PlainData.mapFromJson(call.body()));
        }
        return switch (call.path()) {
            case "/api/v1/applications" -> json(recorded("ui-applications").replace("itaipu-contracts", name));
            case "/api/v1/applications/local-1795222110656/jobs" -> json(isStarved ? without("numActiveTasks", recorded(jobs)) : recorded(jobs));
            case "/api/v1/applications/local-1795222110656/executors" ->
                json(isStarved ? without("totalCores", recorded("ui-executors")) : recorded("ui-executors"));
            default -> FakeAnswer.text(404, "no such app: nope");
        };
    }

    private static String without(String number, String text) {
        return text.replaceAll("\"" + number + "\" : \\d+", "\"" + number + "\" : 0");
    }

    private static FakeAnswer json(String text) {
        return new FakeAnswer(200, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
    }

    private FakeAnswer mesos(Map<String, Object> question) {
        return switch (String.valueOf(question.get("type"))) {
            case "GET_FRAMEWORKS" -> FakeAnswer.json(200, Map.of("get_frameworks", Map.of("frameworks", registered
                    ? List.of(Map.of("framework_info", Map.of("name", name, "id", Map.of("value", "fw-1"), "webui_url", url().toString())))
                    : List.of(), "completed_frameworks", registered
                    ? List.of()
                    : List.of(Map.of("framework_info", Map.of("name", name, "id", Map.of("value", "fw-1"), "webui_url", url().toString()))))));
            case "GET_TASKS" -> FakeAnswer.json(200, Map.of("get_tasks", Map.of(registered ? "tasks" : "completed_tasks",
                    isLost ? List.of(executor("1"), executor("0")) : List.of(executor("0")))));
            case "GET_AGENTS" -> FakeAnswer.json(200, Map.of("get_agents", Map.of("agents", List.of(Map.of(
                    "agent_info", Map.of("id", Map.of("value", "S0")), "pid", "slave(1)@" + url().getAuthority())))));
            case "READ_FILE" -> read(PlainData.block(question, "read_file"));
            case "TEARDOWN" -> {
                note("teardown " + PlainData.block(PlainData.block(question, "teardown"), "framework_id").get("value"));
                registered = false;
                yield FakeAnswer.of(200);
            }
            default -> FakeAnswer.text(400, "unknown call");
        };
    }

    private Map<String, Object> executor(String id) {
        return Map.of(
                "name", name + " " + id, "task_id", Map.of("value", id), "framework_id", Map.of("value", "fw-1"),
                "agent_id", Map.of("value", "S0"), "state", registered ? "TASK_RUNNING" : "TASK_KILLED");
    }

    private FakeAnswer read(Map<String, Object> wanted) {
        if (String.valueOf(wanted.get("path")).startsWith("/frameworks/fw-1/executors/1/")) {
            try {
                closed.await();   // a machine that is gone says nothing at all
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!"/frameworks/fw-1/executors/0/runs/latest/stdout".equals(wanted.get("path"))) {
            return FakeAnswer.text(404, "");
        }
        byte[] all = String.join("", stdout).getBytes(StandardCharsets.UTF_8);
        int offset = Math.min(all.length, ((Number) wanted.getOrDefault("offset", 0)).intValue());
        var rest = Arrays.copyOfRange(all, offset, all.length);
        return FakeAnswer.json(200, Map.of("read_file", Map.of("data", Base64.getEncoder().encodeToString(rest), "size", all.length)));
    }

    @Override
    public void close() {
        closed.countDown();
        super.close();
    }
}
