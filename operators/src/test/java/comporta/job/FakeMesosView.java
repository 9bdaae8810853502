package comporta.job;

import com.sun.net.httpserver.HttpExchange;
import comporta.dag.PlainData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Mesos master and its one agent as other frameworks' tasks are seen there: what runs, how it ended, what stands in the sandboxes.
 * Answers are built like recordings 201, 230, 200 and 425, events like recording 270.
 */
public final class FakeMesosView extends FakeCluster {
    private static final String AGENT = "1c136576-e6a7-4004-800c-af237f718958-S0";
    private static final String FRAMEWORK = "1c136576-e6a7-4004-800c-af237f718958-0000";

    private final FakeTasks tasks;
    private final Map<String, Task> known = new LinkedHashMap<>();
    private final List<LinkedBlockingQueue<byte[]>> listeners = new ArrayList<>();
    private final AtomicInteger listings = new AtomicInteger();
    private volatile boolean isOld;
    private volatile boolean closed;
    /** Who may ask, {@code user:password}; null: everybody. */
    private volatile @Nullable String guest;

    /** A task with all that the master tells of it. */
    private static final class Task {
        final String id;
        final String name;
        final Map<String, String> labels;
        final List<Map<String, Object>> statuses = new ArrayList<>();

        Task(String id, String name, Map<String, String> labels) {
            this.id = id;
            this.name = name;
            this.labels = labels;
        }

        String state() {
            return String.valueOf(statuses.getLast().get("state"));
        }

        boolean isOver() {
            return !state().equals("TASK_RUNNING") && !state().equals("TASK_STAGING") && !state().equals("TASK_KILLING");
        }
    }

    public FakeMesosView(Path folder) throws IOException {
        super(folder);
        tasks = new FakeTasks(folder.resolve("sandboxes"));
    }

    /** From now on tasks are said to run, and no process is started. */
    public void paper() {
        tasks.paper();
    }

    /** The task of that name, which runs on paper, ends well. */
    public void finish(String name) {
        String id;
        synchronized (known) {
            id = known.values().stream().filter(task -> task.name.equals(name) && !task.isOver()).map(task -> task.id).findFirst().orElse("");
        }
        tasks.finish(id);
    }

    /** The programs of every image: they are found first. */
    public void programs(Path images) {
        tasks.programs(images);
    }

    /** From now on only they may ask, the master and the agent. */
    public void onlyFor(Credentials who) {
        guest = who.user() + ":" + who.password();
    }

    /** It tells nobody of events. */
    public void old() {
        isOld = true;
    }

    /** How often it was asked for all tasks. */
    public int listings() {
        return listings.get();
    }

    /** How many hear its events. */
    public int listeners() {
        synchronized (known) {
            return listeners.size();
        }
    }

    /** Runs a task; {@code ended} hears its last state. */
    public void launch(String id, String name, Map<String, String> labels, String line, Map<String, String> environment, Consumer<String> ended) {
        var task = new Task(id, name, labels);
        synchronized (known) {
            known.put(id, task);
            tell(Map.of("type", "TASK_ADDED", "task_added", Map.of("task", Map.of(
                    "name", name, "task_id", Map.of("value", id), "framework_id", Map.of("value", FRAMEWORK),
                    "agent_id", Map.of("value", AGENT), "state", "TASK_STAGING"))));
            status(task, "TASK_RUNNING", "");
        }
        note("start " + name);
        tasks.start(id, List.of("/bin/sh", "-c", line), environment, code -> {
            synchronized (known) {
                if (task.state().equals("TASK_KILLING")) {
                    status(task, "TASK_KILLED", "Command terminated with signal Terminated");
                } else if (code == 0) {
                    status(task, "TASK_FINISHED", "Command exited with status 0");
                } else if (code > 128) {
                    status(task, "TASK_FAILED", "Command terminated with signal " + (code - 128));
                } else {
                    status(task, "TASK_FAILED", "Command exited with status " + code);
                }
            }
            ended.accept(task.state());
        });
    }

    /** TERM, the grace, KILL. */
    public void kill(String id, Duration grace) {
        synchronized (known) {
            var task = known.get(id);
            if (task == null || task.isOver()) {
                return;
            }
            status(task, "TASK_KILLING", "");
        }
        tasks.kill(id, grace);
    }

    /** Whether the task runs. */
    public boolean isRunning(String id) {
        synchronized (known) {
            var task = known.get(id);
            return task != null && !task.isOver();
        }
    }

    private void status(Task task, String state, String message) {
        var status = new LinkedHashMap<String, Object>();
        status.put("task_id", Map.of("value", task.id));
        status.put("state", state);
        if (!message.isEmpty()) {
            status.put("message", message);
        }
        status.put("source", "SOURCE_EXECUTOR");
        status.put("timestamp", Instant.now().toEpochMilli() / 1000.0);
        task.statuses.add(status);
        tell(Map.of("type", "TASK_UPDATED", "task_updated", Map.of(
                "framework_id", Map.of("value", FRAMEWORK), "status", status, "state", state)));
    }

    private void tell(Map<String, Object> event) {
        listeners.forEach(listener -> listener.add(record(event)));
    }

    private static byte[] record(Map<String, Object> event) {
        var sorted = new LinkedHashMap<String, Object>();
        sorted.put("type", event.get("type"));
        sorted.putAll(event);
        var json = PlainData.toJson(sorted).getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        out.writeBytes((json.length + "\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(json);
        return out.toByteArray();
    }

    @Override
    protected boolean streams(FakeCall call, HttpExchange exchange) throws IOException {
        if (isOld || !call.is("POST", "/api/v1") || !call.body().contains("\"SUBSCRIBE\"")) {
            return false;
        }
        var told = new LinkedBlockingQueue<byte[]>();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        synchronized (known) {
            told.add(record(Map.of("type", "SUBSCRIBED", "subscribed", Map.of("get_state", Map.of("get_tasks", tasks())))));
            listeners.add(told);
        }
        try (var out = exchange.getResponseBody()) {
            while (!closed) {
                var event = told.poll(100, TimeUnit.MILLISECONDS);
                out.write(event == null ? record(Map.of("type", "HEARTBEAT")) : event);
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (known) {
                listeners.remove(told);
            }
        }
        return true;
    }

    @Override
    public boolean holds(String name) {
        synchronized (known) {
            return known.values().stream().anyMatch(task -> task.name.equals(name) && !task.isOver());
        }
    }

    @Override
    protected FakeAnswer answer(FakeCall call) throws IOException {
        if (!call.is("POST", "/api/v1")) {
            return FakeAnswer.of(404);
        }
        if (guest != null && !Objects.equals(guest, call.signedIn())) {
            return FakeAnswer.of(401);   // as recordings of a master that wants a sign-in: no body
        }
        if (!"application/json".equals(call.headers().getFirst("Content-Type"))) {
            return FakeAnswer.text(415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
        }
        var asked = PlainData.mapFromJson(call.body());
        return switch (String.valueOf(asked.get("type"))) {
            case "GET_TASKS" -> {
                listings.incrementAndGet();
                yield FakeAnswer.json(200, Map.of("type", "GET_TASKS", "get_tasks", tasks()));
            }
            case "GET_AGENTS" -> FakeAnswer.json(200, Map.of("type", "GET_AGENTS", "get_agents", Map.of("agents", List.of(Map.of(
                    "agent_info", Map.of("hostname", "localhost", "port", url().getPort(), "id", Map.of("value", AGENT), "attributes", List.of(
                            Map.of("name", "slave-type", "type", "TEXT", "text", Map.of("value", "mesos-fixed")))),
                    "active", true, "pid", "slave(1)@" + url().getAuthority())))));
            case "GET_VERSION" -> FakeAnswer.json(200, Map.of("type", "GET_VERSION", "get_version", Map.of("version_info", Map.of("version", "1.12.0"))));
            case "GET_MASTER" -> FakeAnswer.json(200, Map.of("type", "GET_MASTER", "get_master", Map.of("master_info", Map.of(
                    "hostname", "localhost", "port", url().getPort()))));
            case "READ_FILE" -> file(PlainData.block(asked, "read_file"));
            default -> FakeAnswer.text(400, "Failed to validate master::Call");
        };
    }

    private Map<String, Object> tasks() {
        var live = new ArrayList<Object>();
        var over = new ArrayList<Object>();
        synchronized (known) {
            for (var task : known.values()) {
                var shown = new LinkedHashMap<String, Object>();
                shown.put("name", task.name);
                shown.put("task_id", Map.of("value", task.id));
                shown.put("framework_id", Map.of("value", FRAMEWORK));
                shown.put("agent_id", Map.of("value", AGENT));
                shown.put("state", task.state());
                shown.put("statuses", List.copyOf(task.statuses));
                shown.put("labels", Map.of("labels", task.labels.entrySet().stream()
                        .map(label -> Map.of("key", label.getKey(), "value", label.getValue()))
                        .toList()));
                (task.isOver() ? over : live).add(shown);
            }
        }
        return Map.of("tasks", live, "unreachable_tasks", List.of(), "completed_tasks", over);
    }

    private FakeAnswer file(Map<String, Object> asked) throws IOException {
        var words = String.valueOf(asked.get("path")).split("/", -1);   // /frameworks/F/executors/TASK/runs/latest/stdout
        var file = tasks.sandbox(words[4]).resolve(words[words.length - 1]);
        if (!Files.exists(file)) {
            return FakeAnswer.of(404);
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long offset = Math.min(in.length(), ((Number) Objects.requireNonNull(asked.get("offset"))).longValue());
            in.seek(offset);
            var data = new byte[(int) Math.min(64 * 1024, in.length() - offset)];
            in.readFully(data);
            return FakeAnswer.json(200, Map.of("type", "READ_FILE", "read_file", Map.of(
                    "size", in.length(), "data", Base64.getEncoder().encodeToString(data))));
        }
    }

    @Override
    public void close() {
        closed = true;
        tasks.close();
        super.close();
    }
}
