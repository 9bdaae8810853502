package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;
import comporta.aurora.ThriftValue.Text;
import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler of Aurora with one agent per slave type and an observer on each, written from its protocol page and held to its recordings. It
 * reschedules what it loses, as the real one does.
 */
public final class FakeAurora extends FakeCluster {
    private static final String JSON = "application/vnd.apache.thrift.json";
    private static final String BINARY = "application/vnd.apache.thrift.binary";

    /** The first agent of each slave type. */
    private final Map<String, String> agents = new TreeMap<>(
            Map.of("mesos-fixed", "slave-1-hostname", "mesos-on-demand", "slave-3-hostname", "model", "slave-5-hostname"));

    private final List<Task> tasks = new ArrayList<>();
    private final FakeThermos thermos;
    private @Nullable String leader;
    private @Nullable String credentials;
    private int ports = 31_000;

    public FakeAurora(Path folder) throws IOException {
        super(folder);
        thermos = new FakeThermos(folder.resolve("sandboxes"));
    }

    /** From now on tasks are said to run, and no process is started. */
    public void paper() {
        thermos.paper();
    }

    /** The job of that name, which runs on paper, ends well. */
    public synchronized void finish(String name) {
        active(name).forEach(task -> thermos.finish(task.id));
    }

    /** The programs of every image: they are found first. */
    public void programs(Path images) {
        thermos.programs(images);
    }

    /** One more agent; jobs that waited for one of its slave type begin. */
    public synchronized void join(String slaveType, String host) {
        agents.put(slaveType, host);
        tasks.stream().filter(task -> task.status == ScheduleStatus.PENDING && unmet(task.config).isEmpty()).toList().forEach(this::place);
    }

    /** One generation of an instance. */
    private static final class Task {
        final String id;
        final Struct config;
        final String ancestor;
        final List<Struct> events = new ArrayList<>();
        final Map<String, Integer> ports = new TreeMap<>();
        ScheduleStatus status = ScheduleStatus.INIT;
        String host = "";
        int failures;

        Task(String id, Struct config, String ancestor) {
            this.id = id;
            this.config = config;
            this.ancestor = ancestor;
        }

        void to(ScheduleStatus next, @Nullable String message) {
            status = next;
            events.add(Struct.with().number64(1, System.currentTimeMillis()).number(2, next.number()).text(3, message).text(4, "fake").build());
        }

        JobKey job() {
            return JobKey.of(config.struct(28));
        }

        boolean isActive() {
            return !status.isOver();
        }

        Struct thrift(boolean withData) {
            var assigned = Struct.with().text(1, id);
            if (!host.isEmpty()) {
                assigned.text(2, host.replace("-hostname", "")).text(3, host);
            }
            assigned.struct(4, withData ? config : withoutData(config));
            var table = new TreeMap<ThriftValue, ThriftValue>((a, b) -> a.toString().compareTo(b.toString()));
            ports.forEach((name, port) -> table.put(new Text(name), new ThriftValue.I32(port)));
            assigned.value(5, new ThriftValue.Table(ThriftType.TEXT, ThriftType.I32, table)).number(6, 0);
            var scheduled = Struct.with().struct(1, assigned.build()).number(2, status.number()).number(3, failures).list(4, events);
            return scheduled.text(5, ancestor.isEmpty() ? null : ancestor).number(6, 0).build();
        }

        private static Struct withoutData(Struct config) {
            var fields = new TreeMap<>(config.fields());
            fields.put(25, Struct.with().text(1, config.struct(25).text(1)).build());
            return new Struct(fields);
        }
    }

    /** Calls of that method. */
    static Predicate<FakeCall> calls(String method) {
        byte[] name = method.getBytes(StandardCharsets.UTF_8);
        return call -> call.is("POST", "/api") && new String(call.bytes(), StandardCharsets.ISO_8859_1).contains(new String(name, StandardCharsets.ISO_8859_1));
    }

    /** From now on only these may change anything, as {@code user:password}. */
    void guard(String userAndPassword) {
        credentials = userAndPassword;
    }

    /** From now on somebody else leads; null: this one. */
    void follow(@Nullable String url) {
        leader = url;
    }

    @Override
    protected FakeAnswer answer(FakeCall call) throws IOException {
        if (call.path().equals("/api")) {
            return api(call);
        }
        if (call.path().equals("/leaderhealth")) {
            return FakeAnswer.text(leader == null ? 200 : 503, "");
        }
        return call.path().startsWith("/observer/") ? observed(call) : FakeAnswer.text(404, "no such page");
    }

    private FakeAnswer api(FakeCall call) {
        if (leader != null) {
            return FakeAnswer.redirect(307, leader + "/api");
        }
        var type = Objects.requireNonNullElse(call.headers().getFirst("Content-Type"), JSON).toLowerCase(Locale.ROOT);
        if (!List.of("application/json", "application/x-thrift", JSON, JSON + "; charset=utf-8", BINARY).contains(type)) {
            return FakeAnswer.text(415, "Unsupported Content-Type: " + type);
        }
        if (credentials != null && call.signedIn() != null && !credentials.equals(call.signedIn())) {
            return new FakeAnswer(401, Map.of("WWW-Authenticate", "BASIC realm=\"Apache Aurora Scheduler\""), new byte[0]);
        }
        ThriftMessage asked;
        try {
            asked = type.equals(BINARY) ? ThriftMessage.of(call.bytes()) : ThriftJson.read(call.body());
        } catch (ThriftBroken | IllegalArgumentException e) {
            return FakeAnswer.text(500, "<html>Problem accessing /api</html>");
        }
        var guarded = List.of("createJob", "killTasks", "restartShards").contains(asked.method());
        if (guarded && credentials != null && call.signedIn() == null) {
            return new FakeAnswer(401, Map.of("WWW-Authenticate", "BASIC realm=\"Apache Aurora Scheduler\""), new byte[0]);
        }
        var told = told(asked);
        return BINARY.equals(call.headers().getFirst("Accept"))
                ? new FakeAnswer(200, Map.of("Content-Type", BINARY), told.bytes())
                : new FakeAnswer(200, Map.of("Content-Type", JSON), ThriftJson.write(told).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized ThriftMessage told(ThriftMessage asked) {
        var query = asked.body().struct(1);
        Struct response = switch (asked.method()) {
            case "createJob" -> create(asked.body().struct(1));
            case "killTasks" -> kill(JobKey.of(asked.body().struct(4)), asked.body().text(6));
            case "restartShards" -> restart(JobKey.of(asked.body().struct(5)), asked.body().items(3));
            case "getTasksWithoutConfigs" -> tasks(query, false);
            case "getTasksStatus" -> tasks(query, true);
            case "getPendingReason" -> query.has(5)
                    ? refused("Statuses is not supported in TaskQuery(role:" + query.text(14) + ", statuses:[PENDING])")
                    : ok(21, Struct.with().structs(1, matching(query).stream()
                            .filter(task -> task.status == ScheduleStatus.PENDING)
                            .map(task -> Struct.with().text(1, task.id).text(2, unmet(task.config)).build())
                            .toList()).build());
            case "getQuota" -> ok(5, Struct.with().struct(1, Struct.with().structs(4, List.of(Struct.with().real(1, 10).build())).build()).build());
            default -> null;
        };
        return response == null
                ? new ThriftMessage(asked.method(), ThriftMessage.Kind.EXCEPTION, asked.sequence(),
                        Struct.with().text(1, "Invalid method name: '" + asked.method() + "'").number(2, 1).build())
                : new ThriftMessage(asked.method(), ThriftMessage.Kind.REPLY, asked.sequence(), Struct.with().struct(0, response).build());
    }

    private Struct create(Struct job) {
        var key = JobKey.of(job.struct(9));
        if (!key.name().matches("[\\w\\-.]{1,255}")) {
            // from before the scheduler itself, which would say who it is
            return Struct.with().number(1, 0).list(6, List.of(Struct.with().text(1, "Missing or invalid job key from request.").build())).build();
        }
        if (!key.environment().matches("prod|devel|test|staging\\d*")) {
            return refused("Job environment " + key.environment() + " doesn't match: ^(prod|devel|test|staging\\d*)$");
        }
        if (job.number(8, 0) < 1 || job.number(8, 0) > 4000) {
            return refused("Instance count must be between 1 and 4000 inclusive.");
        }
        var executor = job.struct(6).struct(25).text(1);
        if (!executor.equals("AuroraExecutor")) {
            return refused("Configuration for executor '" + executor + "' doesn't exist.");
        }
        if (active(key).findAny().isPresent()) {
            return refused("Job " + key + " already exists");
        }
        for (var resource : job.struct(6).structs(32)) {
            if (resource.has(1) && resource.real(1) <= 0) {
                return refused("num_cpus must be greater than 0.0");
            }
        }
        if (!List.of("", "preemptible", "preferred", "revocable").contains(job.struct(6).text(30))) {
            return refused("Invalid tier '" + job.struct(6).text(30) + "' in TaskConfig.");
        }
        note("start " + key.name());
        begin(new Task(taskId(key), job.struct(6), ""), null);
        return ok();
    }

    private static String taskId(JobKey key) {
        return (key.role() + "-" + key.environment() + "-" + key.name()).replaceAll("[^A-Za-z0-9_-]", "-") + "-0-" + UUID.randomUUID();
    }

    private void begin(Task task, @Nullable String message) {
        tasks.add(task);
        task.to(ScheduleStatus.PENDING, message);
        if (unmet(task.config).isEmpty()) {
            place(task);
        }
    }

    private void place(Task task) {
        task.host = host(task.config);
        for (var resource : task.config.structs(32)) {
            if (resource.has(4)) {
                task.ports.put(resource.text(4), ports++);
            }
        }
        task.to(ScheduleStatus.ASSIGNED, null);
        task.to(ScheduleStatus.STARTING, "Initializing sandbox.");
        task.to(ScheduleStatus.RUNNING, null);
        thermos.start(task.id, task.config.struct(25).text(2), task.ports, (good, words) -> ended(task, good, words));
    }

    private String host(Struct config) {
        return config.structs(20).stream()
                .filter(constraint -> constraint.text(1).equals("slave-type"))
                .flatMap(constraint -> agents.entrySet().stream().filter(agent -> suits(constraint, agent.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("slave-1-hostname");
    }

    private static boolean suits(Struct constraint, String value) {
        var wanted = constraint.struct(2).struct(1);
        return wanted.items(2).contains(new Text(value)) != wanted.truth(1);
    }

    private String unmet(Struct config) {
        for (var constraint : config.structs(20)) {
            var name = constraint.text(1);
            boolean known = name.equals("slave-type") || name.equals("host");
            if (!known || (name.equals("slave-type") && agents.keySet().stream().noneMatch(type -> suits(constraint, type)))) {
                return "Constraint not satisfied: " + name;
            }
        }
        return config.structs(32).stream().anyMatch(resource -> resource.real(1) > 16) ? "Insufficient: CPU" : "";
    }

    private synchronized void ended(Task task, boolean good, String words) {
        if (task.status == ScheduleStatus.KILLING) {
            task.to(ScheduleStatus.KILLED, "Instructed to kill task.");
        } else if (task.status == ScheduleStatus.RESTARTING) {
            task.to(ScheduleStatus.KILLED, "Instructed to kill task.");
            again(task);
        } else if (task.isActive()) {
            task.failures = good ? 0 : 1;
            task.to(good ? ScheduleStatus.FINISHED : ScheduleStatus.FAILED, words);
        }
    }

    private void again(Task task) {
        note("again " + task.job().name());
        begin(new Task(taskId(task.job()), task.config, task.id), "Rescheduled");
    }

    /** The agent of a job is gone; Aurora runs the job again by itself. */
    synchronized void loseAgent(String name) {
        for (var task : active(name)) {
            thermos.lose(task.id);
            task.to(ScheduleStatus.LOST, "Agent gone");
            again(task);
        }
    }

    /** The agent of a job is out of reach, and the task waits for what its policy says. */
    synchronized void partition(String name) {
        active(name).forEach(task -> task.to(ScheduleStatus.PARTITIONED, null));
    }

    /** It is in reach again. */
    synchronized void heal(String name) {
        active(name).forEach(task -> task.to(ScheduleStatus.RUNNING, null));
    }

    private List<Task> active(String name) {
        return tasks.stream().filter(task -> task.job().name().equals(name) && task.isActive()).toList();
    }

    private Stream<Task> active(JobKey key) {
        return tasks.stream().filter(task -> task.job().equals(key) && task.isActive());
    }

    /** A person kills it in Aurora's own way. */
    synchronized void killByHand(String name, String user) {
        for (var task : active(name)) {
            kill(task, "Killed by " + user + ".\nenough");
        }
    }

    /** A person restarts it in Aurora's own way. */
    synchronized void restartByHand(String name) {
        active(name).forEach(this::restart);
    }

    private void restart(Task task) {
        task.to(ScheduleStatus.RESTARTING, "Restarted by fake");
        thermos.kill(task.id, 1);
    }

    private Struct kill(JobKey key, String message) {
        var killed = active(key).toList();
        killed.forEach(task -> kill(task, "Killed by fake." + (message.isEmpty() ? "" : "\n" + message)));
        return killed.isEmpty() ? answer(AuroraAnswer.Code.OK, "No tasks to kill.") : ok();
    }

    private void kill(Task task, String message) {
        if (task.status == ScheduleStatus.PENDING) {
            tasks.remove(task);
        } else if (task.status != ScheduleStatus.KILLING) {
            task.to(ScheduleStatus.KILLING, message);
            var data = PlainData.block(PlainData.mapFromJson(task.config.struct(25).text(2)), "task");
            thermos.kill(task.id, ((Number) data.getOrDefault("finalization_wait", 30)).longValue());
        }
    }

    private Struct restart(JobKey key, List<ThriftValue> instances) {
        if (instances.isEmpty()) {
            return answer(AuroraAnswer.Code.ERROR, "Argument cannot be blank");
        }
        var found = active(key).toList();
        found.forEach(this::restart);
        return found.isEmpty() ? refused("Not all requested shards are active.") : ok();
    }

    private Struct tasks(Struct query, boolean withData) {
        return ok(3, Struct.with().list(1, matching(query).stream().map(task -> task.thrift(withData)).toList()).build());
    }

    private List<Task> matching(Struct query) {
        var keys = query.structs(11).stream().map(JobKey::of).collect(Collectors.toSet());
        return tasks.stream()
                .filter(task -> !query.has(11) || keys.contains(task.job()))
                .filter(task -> !query.has(14) || query.text(14).equals(task.job().role()))
                .filter(task -> !query.has(9) || query.text(9).equals(task.job().environment()))
                .filter(task -> !query.has(2) || query.text(2).equals(task.job().name()))
                .filter(task -> !query.has(5) || query.items(5).contains(new ThriftValue.I32(task.status.number())))
                .toList();
    }

    private static Struct refused(String why) {
        return answer(AuroraAnswer.Code.INVALID_REQUEST, why);
    }

    private static Struct ok() {
        return answer(AuroraAnswer.Code.OK, "");
    }

    private static Struct answer(AuroraAnswer.Code code, String message) {
        return response(code, message).build();
    }

    private static Struct ok(int result, Struct value) {
        return response(AuroraAnswer.Code.OK, "").struct(3, Struct.with().struct(result, value).build()).build();
    }

    private static ThriftValue.Builder response(AuroraAnswer.Code code, String message) {
        return Struct.with()
                .number(1, code.number())
                .struct(5, Struct.with().text(1, "local").text(3, "").build())
                .list(6, message.isEmpty() ? List.of() : List.of(Struct.with().text(1, message).build()));
    }

    private FakeAnswer observed(FakeCall call) throws IOException {
        var words = call.path().split("/", 6);   // "", observer, host, what, task, rest
        var sandbox = thermos.sandbox(words[4]);
        if (words[3].equals("download")) {
            var file = sandbox.resolve(words[5]);
            return Files.isRegularFile(file) ? new FakeAnswer(200, Map.of(), Files.readAllBytes(file)) : FakeAnswer.text(404, "no such file");
        }
        var file = sandbox.resolve(".logs/" + words[5]);
        if (!words[3].equals("logdata") || !Files.exists(file)) {
            return FakeAnswer.text(404, "no such log");
        }
        byte[] all = Files.readAllBytes(file);
        int offset = Math.min(all.length, Integer.parseInt(call.query().getOrDefault("offset", Integer.toString(all.length))));
        int length = Math.min(all.length - offset, Integer.parseInt(call.query().getOrDefault("length", Integer.toString(all.length))));
        var data = new String(all, offset, length, StandardCharsets.UTF_8);
        return length == 0
                ? FakeAnswer.json(200, Map.of("offset", offset, "length", 0))
                : FakeAnswer.json(200, Map.of(
                        "offset", offset, "length", length,
                        "data", data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&#34;").replace("'", "&#39;")));
    }

    @Override
    public synchronized boolean holds(String name) {
        return !active(name).isEmpty();
    }

    @Override
    public void close() {
        super.close();
        thermos.close();
    }
}
