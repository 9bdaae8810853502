package comporta.marathon;

import com.sun.net.httpserver.HttpExchange;
import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.FakeMesosView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Marathon 1.5 as {@code protocols/marathon.md} describes it, over one machine: it keeps every app alive, and tells events once. */
public final class FakeMarathon extends FakeCluster {
    private static final String ID = "/?((([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])\\.)*([a-z0-9]|[a-z0-9][a-z0-9\\-]*[a-z0-9])/?)+";

    private final FakeMesosView mesos;
    private final @Nullable String credentials;
    private final Map<String, App> apps = new TreeMap<>();
    private final List<BlockingQueue<String>> listeners = new CopyOnWriteArrayList<>();
    private boolean isDeaf;
    private boolean isStunned;
    private volatile boolean sendsOn;
    private volatile boolean closed;
    private int count;

    private static final class App {
        String version = version();
        final Map<String, Object> definition = new LinkedHashMap<>();
        final Map<String, Instant> tasks = new LinkedHashMap<>();
        @Nullable Map<String, Object> lastFailure;
    }

    /** @param credentials {@code user:password}; null: everybody is let in */
    public FakeMarathon(Path folder, @Nullable String credentials) throws IOException {
        super(folder);
        this.credentials = credentials;
        this.mesos = new FakeMesosView(folder.resolve("mesos"));
    }

    /** The Mesos below. */
    public FakeMesosView mesos() {
        return mesos;
    }

    /** From now on events reach nobody. */
    public synchronized void silence() {
        isDeaf = true;
    }

    /** From now on it does not notice that tasks end. */
    public synchronized void stun() {
        isStunned = true;
    }

    /** From now on it does not lead: who wants events is sent on, as since 1.7. */
    public void standBy() {
        sendsOn = true;
    }

    /** How many hear its events. */
    public int listeners() {
        return listeners.size();
    }

    /** What ended long ago is started again now, as after the backoff. */
    public synchronized void relaunch() {
        apps.forEach(this::fill);
    }

    @Override
    public synchronized boolean holds(String name) {
        return apps.containsKey("/" + name);
    }

    @Override
    protected boolean streams(FakeCall call, HttpExchange exchange) throws IOException {
        if (!call.is("GET", "/v2/events")) {
            return false;
        }
        if (sendsOn && !call.query().containsKey("leader")) {
            exchange.getResponseHeaders().set("Location", "/v2/events?leader=1&" + exchange.getRequestURI().getRawQuery());
            exchange.sendResponseHeaders(302, -1);
            return true;
        }
        var told = new LinkedBlockingQueue<String>();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        listeners.add(told);
        try (var out = exchange.getResponseBody()) {
            out.write("event: event_stream_attached\ndata: {\"eventType\":\"event_stream_attached\"}\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            while (!closed) {
                var event = told.poll(100, TimeUnit.MILLISECONDS);
                out.write(((event == null ? "" : event) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(told);
        }
        return true;
    }

    @Override
    protected synchronized FakeAnswer answer(FakeCall call) {
        if (credentials != null && !credentials.equals(call.signedIn())) {
            return FakeAnswer.json(401, Map.of("message", "Invalid username or password."));
        }
        if (call.is("GET", "/v2/info")) {
            return FakeAnswer.json(200, Map.of("name", "marathon", "version", "1.5.0", "leader", url().getAuthority(), "elected", true));
        }
        if (call.path().equals("/v2/apps")) {
            return switch (call.method()) {
                case "GET" -> list(call.query().getOrDefault("label", ""));
                case "POST" -> create(PlainData.mapFromJson(call.body()));
                default -> FakeAnswer.of(405);
            };
        }
        if (!call.path().startsWith("/v2/apps/")) {
            return FakeAnswer.of(404);
        }
        var path = call.path().substring("/v2/apps".length()).replaceFirst("^//", "/");
        var id = path.replaceFirst("/(restart|tasks)$", "");
        var app = apps.get(id);
        if (app == null) {
            return FakeAnswer.json(404, Map.of("message", "App '" + id + "' does not exist"));
        }
        return switch (call.method()) {
            case "GET" -> FakeAnswer.json(200, Map.of("app", shown(id, app)));
            case "PUT" -> update(id, app, PlainData.mapFromJson(call.body()));
            case "POST" -> restart(id, app);
            case "DELETE" -> path.endsWith("/tasks") ? kill(app) : delete(id, app);
            default -> FakeAnswer.of(405);
        };
    }

    private FakeAnswer list(String label) {
        var shown = new ArrayList<Object>();
        apps.forEach((id, app) -> {
            if (label.isEmpty() || PlainData.block(app.definition, "labels").containsKey(label)) {
                shown.add(shown(id, app));
            }
        });
        return FakeAnswer.json(200, Map.of("apps", shown));
    }

    private static Map<String, Object> shown(String id, App app) {
        var shown = new LinkedHashMap<>(app.definition);
        shown.put("id", id);
        shown.put("version", app.version);
        var tasks = new ArrayList<Object>();
        app.tasks.forEach((task, since) -> tasks.add(Map.of(
                "id", task, "appId", id, "host", "localhost", "state", "TASK_RUNNING", "startedAt", since.truncatedTo(ChronoUnit.MILLIS).toString())));
        shown.put("tasks", tasks);
        shown.put("tasksRunning", tasks.size());
        if (app.lastFailure != null) {
            shown.put("lastTaskFailure", app.lastFailure);
        }
        return shown;
    }

    private FakeAnswer create(Map<String, Object> posted) {
        var id = String.valueOf(posted.get("id"));
        if (!id.matches(ID) || posted.containsKey("version")
                || (!posted.containsKey("cmd") && !posted.containsKey("args") && !posted.containsKey("container"))) {
            return FakeAnswer.json(422, Map.of("message", "Object is not valid", "details", List.of(Map.of("path", "/id", "errors", List.of("must match")))));
        }
        if (apps.containsKey(id)) {
            return FakeAnswer.json(409, Map.of("message", "An app with id [" + id + "] already exists."));
        }
        var app = new App();
        app.definition.put("instances", 1);
        app.definition.put("labels", Map.of());
        app.definition.putAll(posted);
        apps.put(id, app);
        fill(id, app);
        return FakeAnswer.json(201, shown(id, app));
    }

    private static String version() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static int instances(App app) {
        return ((Number) Objects.requireNonNull(app.definition.get("instances"))).intValue();
    }

    private void fill(String id, App app) {
        while (app.tasks.size() < instances(app)) {
            var task = id.substring(1).replace('/', '_') + ".instance-" + count++ + "._app.1";
            app.tasks.put(task, Instant.now());
            note("start " + id.substring(1));
            var environment = new LinkedHashMap<String, String>();
            PlainData.block(app.definition, "env").forEach((name, value) -> environment.put(name, String.valueOf(value)));
            environment.put("MARATHON_APP_ID", id);
            environment.put("MESOS_TASK_ID", task);
            var labels = new LinkedHashMap<String, String>();
            PlainData.block(app.definition, "labels").forEach((name, value) -> labels.put(name, String.valueOf(value)));
            mesos.launch(task, id.substring(1), labels, String.valueOf(app.definition.get("cmd")), environment, state -> ended(id, app, task, state));
        }
    }

    private synchronized void ended(String id, App app, String task, String state) {
        if (isStunned) {
            return;
        }
        app.tasks.remove(task);
        if (state.equals("TASK_FAILED")) {
            app.lastFailure = Map.of("appId", id, "message", "Command exited with status 1", "state", state, "taskId", task);
        }
        if (!isDeaf) {
            var data = PlainData.toJson(Map.of(
                    "eventType", "status_update_event", "taskId", task, "appId", id, "taskStatus", state, "message", "Command exited with status 1"));
            listeners.forEach(listener -> listener.add("event: status_update_event\ndata: " + data + "\n"));
        }
        // it is started again after backoffSeconds, which no test waits for
    }

    private FakeAnswer update(String id, App app, Map<String, Object> changes) {
        app.definition.putAll(changes);
        app.version = version();
        if (instances(app) == 0) {
            kill(app);
        } else {
            restart(id, app);
        }
        return FakeAnswer.json(200, Map.of("version", Instant.now().toString(), "deploymentId", "d" + count));
    }

    private FakeAnswer restart(String id, App app) {
        var old = List.copyOf(app.tasks.keySet());
        kill(app);
        old.forEach(app.tasks::remove);
        fill(id, app);
        return FakeAnswer.json(200, Map.of("version", Instant.now().toString(), "deploymentId", "d" + count));
    }

    private FakeAnswer kill(App app) {
        var grace = app.definition.get("taskKillGracePeriodSeconds") instanceof Number seconds ? seconds.longValue() : 3;
        app.tasks.keySet().forEach(task -> mesos.kill(task, Duration.ofSeconds(grace)));
        return FakeAnswer.json(200, Map.of("tasks", List.of()));
    }

    private FakeAnswer delete(String id, App app) {
        kill(app);
        apps.remove(id);
        return FakeAnswer.json(200, Map.of("version", Instant.now().toString(), "deploymentId", "d" + count));
    }

    @Override
    public void close() {
        closed = true;
        super.close();
        mesos.close();
    }
}
