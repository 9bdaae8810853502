package comporta.mesos;

import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.FakeTasks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/** An agent: runs the commands of tasks as processes of this machine, and shows their sandboxes by the operator API. */
final class FakeAgent extends FakeCluster {
    private static final int PAGE = 64 * 1024;

    final String id;
    final Map<String, Double> scalars = new LinkedHashMap<>();
    final Map<String, String> attributes;
    final FakeTasks processes;
    /** Whether the master sees it. */
    boolean connected = true;
    boolean draining;
    /** Tasks are said to run, and no process is started. */
    boolean paper;
    private final Map<String, IntConsumer> onPaper = new ConcurrentHashMap<>();

    FakeAgent(Path folder, String id, double cpus, double mem, Map<String, String> attributes) throws IOException {
        super(folder.resolve(id));
        this.id = id;
        this.attributes = attributes;
        scalars.put("cpus", cpus);
        scalars.put("mem", mem);
        scalars.put("disk", mem);
        processes = new FakeTasks(folder.resolve(id + "/sandboxes"));
    }

    @Override
    protected FakeAnswer answer(FakeCall call) throws IOException {
        if (!call.is("POST", "/api/v1")) {
            return FakeAnswer.text(404, "404 Not Found.");
        }
        var asked = Tree.read(call.body());
        return switch (asked.text("type")) {
            case "READ_FILE" -> read(asked.in("read_file"));
            case "GET_HEALTH" -> FakeAnswer.json(200, Map.of("type", "GET_HEALTH", "get_health", Map.of("healthy", true)));
            default -> FakeAnswer.text(400, "Failed to validate agent::Call: Expecting 'type' to be present");
        };
    }

    /** {@code /frameworks/F/executors/T/runs/latest/stdout}. */
    private FakeAnswer read(Tree wanted) throws IOException {
        var parts = wanted.text("path").split("/", -1);
        var file = parts.length == 8 ? processes.sandbox(parts[4]).resolve(parts[7]) : Path.of("/nothing");
        if (!Files.exists(file)) {
            return FakeAnswer.of(404);
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long size = in.length();
            in.seek(Math.min(size, wanted.whole("offset")));
            int wish = wanted.has("length") ? (int) wanted.whole("length") : PAGE;
            var bytes = new byte[(int) Math.min(Math.min(PAGE, wish), size - in.getFilePointer())];
            in.readFully(bytes);
            return FakeAnswer.json(200, Tree.of(
                    "type", "READ_FILE", "read_file", Tree.of("size", size, "data", Base64.getEncoder().encodeToString(bytes))));
        }
    }

    /** Runs the command of a task description. */
    void launch(String task, Tree command, IntConsumer ended) {
        if (paper) {
            onPaper.put(task, ended);
            return;
        }
        var environment = new LinkedHashMap<String, String>();
        command.in("environment").all("variables").forEach(variable -> environment.put(variable.text("name"), variable.text("value")));
        environment.put("MESOS_TASK_ID", task);
        var words = new ArrayList<String>();
        if (command.fields().get("shell") instanceof Boolean shell && !shell) {
            words.add(command.text("value"));
            var arguments = command.texts("arguments");
            words.addAll(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
        } else {
            words.addAll(Arrays.asList("/bin/sh", "-c", command.text("value")));
        }
        processes.start(task, words, environment, ended);
    }

    /** A task on paper ends well. */
    void finish(String task) {
        var ended = onPaper.remove(task);
        if (ended != null) {
            ended.accept(0);
        }
    }

    /** All tasks on paper end well. */
    void finish() {
        List.copyOf(onPaper.keySet()).forEach(this::finish);
    }

    void kill(String task, Duration grace) {
        processes.kill(task, grace);
    }

    List<Map<String, Object>> attributesShown() {
        return attributes.entrySet().stream().map(FakeAgent::attribute).toList();
    }

    private static Map<String, Object> attribute(Map.Entry<String, String> attribute) {
        var value = attribute.getValue();
        if (value.matches("\\d+")) {
            return Tree.of("name", attribute.getKey(), "type", "SCALAR", "scalar", Map.of("value", Double.parseDouble(value)));
        }
        return Tree.of("name", attribute.getKey(), "type", "TEXT", "text", Map.of("value", value));
    }

    @Override
    public boolean holds(String name) {
        return processes.isRunning(name);
    }

    @Override
    public void close() {
        processes.close();
        super.close();
    }

    @Override
    public String toString() {
        return id + PlainData.toJson(attributes);
    }
}
