package comporta.chronos;

import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.FakeMesosView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Chronos 2.4 or 3.0 as {@code protocols/chronos.md} describes it, over one machine. What it knows of queues and runs is in its memory alone. */
public final class FakeChronos extends FakeCluster {
    private static final Duration GRACE = Duration.ofSeconds(1);   // of the agent's executor; Chronos has none of its own

    private final boolean isThree;
    private final FakeMesosView mesos;
    private final @Nullable String credentials;
    private final Map<String, Map<String, Object>> jobs = new TreeMap<>();
    /** Task ids of running tasks, by job. */
    private final Map<String, String> running = new LinkedHashMap<>();
    private final List<String> queue = new ArrayList<>();
    private boolean offers = true;
    private boolean isStunned;
    private int attempts;

    /** @param credentials {@code user:password}; null: everybody is let in */
    public FakeChronos(Path folder, boolean isThree, @Nullable String credentials) throws IOException {
        super(folder);
        this.isThree = isThree;
        this.credentials = credentials;
        this.mesos = new FakeMesosView(folder.resolve("mesos"));
    }

    /** The Mesos below. */
    public FakeMesosView mesos() {
        return mesos;
    }

    /** Another node leads: what stood in memory is forgotten, and tasks run on. */
    public synchronized void changeLeader() {
        running.clear();
        queue.clear();
    }

    /** From now on it does not notice that tasks end. */
    public synchronized void stun() {
        isStunned = true;
    }

    /** No machine has room: starts stay in the queue. */
    public synchronized void full(boolean isFull) {
        offers = !isFull;
        offer();
    }

    @Override
    public synchronized boolean holds(String name) {
        return jobs.containsKey(name);
    }

    @Override
    protected synchronized FakeAnswer answer(FakeCall call) {
        if (credentials != null && !credentials.equals(call.signedIn())) {
            return new FakeAnswer(401, Map.of("WWW-Authenticate", "Basic realm=\"Mesosphere\""), new byte[0]);
        }
        var prefix = isThree ? "/v1/scheduler" : "/scheduler";
        if (call.is("GET", "/ping")) {
            return FakeAnswer.text(200, "pong");
        }
        if (!call.path().startsWith(prefix + "/")) {
            return FakeAnswer.of(404);
        }
        var path = call.path().substring(prefix.length());
        return switch (call.method()) {
            case "GET" -> read(path, call);
            case "POST" -> path.equals("/iso8601") || path.equals("/dependency") ? save(PlainData.mapFromJson(call.body())) : FakeAnswer.of(404);
            case "PUT" -> path.startsWith("/job/") ? start(path.substring(5)) : FakeAnswer.of(404);
            case "DELETE" -> path.startsWith("/task/kill/") ? kill(path.substring(11))
                    : path.startsWith("/job/") ? delete(path.substring(5)) : FakeAnswer.of(404);
            default -> FakeAnswer.of(405);
        };
    }

    private FakeAnswer read(String path, FakeCall call) {
        if (path.equals("/leader")) {
            return FakeAnswer.json(200, Map.of("leader", url().getAuthority()));
        }
        if (path.equals("/jobs")) {
            return FakeAnswer.json(200, List.copyOf(jobs.values()));
        }
        if (isThree && path.equals("/jobs/summary")) {
            return FakeAnswer.json(200, Map.of("jobs", jobs.values().stream().map(this::summary).toList()));
        }
        if (!isThree && path.equals("/graph/csv")) {
            var lines = new StringBuilder();
            jobs.values().forEach(job -> lines.append("node,").append(job.get("name")).append(',').append(result(job)).append(',')
                    .append(state(name(job)).replaceFirst("^\\d+ ", "")).append('\n'));
            return FakeAnswer.text(200, lines.toString());
        }
        if (path.equals("/jobs/search")) {
            int limit = Integer.parseInt(call.query().getOrDefault("limit", "10"));
            var part = call.query().getOrDefault("name", "").toLowerCase(Locale.ROOT);
            return FakeAnswer.json(200, jobs.values().stream()
                    .filter(job -> name(job).toLowerCase(Locale.ROOT).contains(part))
                    .limit(limit)
                    .toList());
        }
        if (isThree && path.startsWith("/job/")) {
            var job = jobs.get(path.substring(5));
            return job == null ? unknown(path.substring(5)) : FakeAnswer.json(200, job);
        }
        return FakeAnswer.of(404);
    }

    private Map<String, Object> summary(Map<String, Object> job) {
        return Map.of(
                "name", name(job), "status", result(job), "state", state(name(job)), "schedule", String.valueOf(job.get("schedule")),
                "parents", List.of(), "disabled", job.get("disabled"));
    }

    private static String name(Map<String, Object> job) {
        return String.valueOf(job.get("name"));
    }

    private static String result(Map<String, Object> job) {
        var success = String.valueOf(job.get("lastSuccess"));
        var error = String.valueOf(job.get("lastError"));
        return success.isEmpty() && error.isEmpty() ? "fresh" : success.compareTo(error) >= 0 ? "success" : "failure";
    }

    private String state(String name) {
        return running.containsKey(name) ? "1 running" : queue.contains(name) ? "queued" : "idle";
    }

    private FakeAnswer unknown(String name) {
        return isThree
                ? FakeAnswer.json(400, Map.of("status", "Bad Request", "message", "java.lang.IllegalArgumentException: Job '" + name + "' not found"))
                : FakeAnswer.text(400, "");
    }

    private FakeAnswer save(Map<String, Object> posted) {
        var name = String.valueOf(posted.get("name"));
        if (!name.matches("[\\w.-]+") || !String.valueOf(posted.get("schedule")).matches("(R[0-9]*)/(.*)/(P.*)")) {
            return isThree ? FakeAnswer.json(400, Map.of("status", "Bad Request", "message", "bad name or schedule")) : FakeAnswer.of(400);
        }
        if (!jobs.containsKey(name) && posted.containsKey("uris") && posted.containsKey("fetch")) {
            return FakeAnswer.json(400, Map.of("status", "Bad Request", "message", "both uris and fetch"));
        }
        var job = new LinkedHashMap<String, Object>();
        job.put("name", name);
        job.put("command", "");
        job.put("shell", true);
        job.put("disabled", false);
        job.put("retries", 2);
        job.put("successCount", 0);
        job.put("errorCount", 0);
        job.put("errorsSinceLastSuccess", 0);
        job.put("lastSuccess", "");
        job.put("lastError", "");
        job.put("cpus", 0.1);
        job.put("mem", 128);
        job.put("disk", 256);
        job.putAll(posted);   // what is absent has its default again, counters too
        jobs.put(name, job);
        return FakeAnswer.of(204);
    }

    private FakeAnswer start(String name) {
        if (!jobs.containsKey(name)) {
            return unknown(name);
        }
        if (!queue.contains(name)) {
            queue.add(name);
        }
        offer();
        return FakeAnswer.of(204);
    }

    private void offer() {
        if (!offers) {
            return;
        }
        for (var name : List.copyOf(queue)) {
            queue.remove(name);
            var job = jobs.get(name);
            if (job != null && !running.containsKey(name) && !Boolean.TRUE.equals(job.get("disabled"))) {   // else it is thrown away silently
                launch(name, job);
            }
        }
    }

    private void launch(String name, Map<String, Object> job) {
        var task = "ct:" + Instant.now().toEpochMilli() + ":" + attempts++ + ":" + name + ":";
        running.put(name, task);
        note("start " + name);
        var environment = new LinkedHashMap<String, String>();
        if (job.get("environmentVariables") instanceof List<?> variables) {
            variables.forEach(each -> {
                if (each instanceof Map<?, ?> variable) {
                    environment.put(String.valueOf(variable.get("name")), String.valueOf(variable.get("value")));
                }
            });
        }
        environment.put("MESOS_TASK_ID", task);
        environment.put("CHRONOS_JOB_NAME", name);
        mesos.launch(task, "ChronosTask:" + name, Map.of(), String.valueOf(job.get("command")), environment, state -> ended(name, task, state));
    }

    private synchronized void ended(String name, String task, String state) {
        if (isStunned) {
            return;
        }
        running.remove(name, task);
        var job = jobs.get(name);
        if (job == null || state.equals("TASK_KILLED")) {
            return;   // a kill changes no counter and no date
        }
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        boolean good = state.equals("TASK_FINISHED");
        job.put(good ? "lastSuccess" : "lastError", now);
        var counter = good ? "successCount" : "errorCount";
        job.put(counter, ((Number) Objects.requireNonNull(job.get(counter))).longValue() + 1);
    }

    private FakeAnswer kill(String name) {
        if (!jobs.containsKey(name)) {
            return isThree ? unknown(name) : FakeAnswer.of(500);
        }
        var task = running.get(name);
        if (task != null) {
            mesos.kill(task, GRACE);
        }
        return FakeAnswer.of(204);
    }

    private FakeAnswer delete(String name) {
        if (!jobs.containsKey(name)) {
            return unknown(name);
        }
        kill(name);
        jobs.remove(name);
        queue.remove(name);
        return FakeAnswer.of(204);
    }

    @Override
    public void close() {
        super.close();
        mesos.close();
    }
}
