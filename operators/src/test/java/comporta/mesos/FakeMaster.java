package comporta.mesos;

import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.Trouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A leading master of Mesos 1.12 with its agents: the v1 scheduler API, and as much of the operator API as is asked for. */
public final class FakeMaster extends FakeCluster {
    private static final String SCHEDULER = "/api/v1/scheduler";
    private static final Set<String> CALLS = Set.of(
            "SUBSCRIBE", "TEARDOWN", "ACCEPT", "DECLINE", "REVIVE", "SUPPRESS", "KILL", "ACKNOWLEDGE", "RECONCILE", "REQUEST",
            "ACCEPT_INVERSE_OFFERS", "DECLINE_INVERSE_OFFERS", "UPDATE_FRAMEWORK");
    private static final Set<String> WITHOUT_BODY = Set.of("TEARDOWN", "REVIVE", "SUPPRESS", "REQUEST", "UPDATE_FRAMEWORK");

    final String id = UUID.randomUUID().toString();
    final List<FakeAgent> agents = new ArrayList<>();
    final Map<String, FakeGuest> guests = new LinkedHashMap<>();
    private final FakeAllocation allocation = new FakeAllocation(this);
    private final FakeReports reports;
    private final Path folder;
    private final long heartbeatMillis;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private @Nullable String signIn;
    private boolean knowsTasks = true;
    private boolean hasLead = true;
    private boolean listsAll = true;
    private int subscriptions;
    private int agentsEver;
    /** What an operator said of agents, for good. */
    private final Set<String> gone = new HashSet<>();

    public FakeMaster(Path folder) throws IOException {
        this(folder, 15_000, 10_000);
    }

    /**
     * @param heartbeatMillis between heartbeats
     * @param resendMillis until a report is told again that is not acknowledged
     */
    FakeMaster(Path folder, long heartbeatMillis, long resendMillis) throws IOException {
        super(folder);
        this.folder = folder;
        this.heartbeatMillis = heartbeatMillis;
        this.reports = new FakeReports(resendMillis);
        next(FakeMaster::isSubscribe, (exchange, work) -> {
            var answer = work.answer();
            var stream = stream(answer.headers().get("Mesos-Stream-Id"));
            if (stream == null) {
                Trouble.NONE.meet(exchange, () -> answer);
            } else {
                stream.pump(exchange);
            }
        }, Integer.MAX_VALUE);
        var _ = clock.scheduleWithFixedDelay(this::look, 50, 50, TimeUnit.MILLISECONDS);
    }

    static boolean isSubscribe(FakeCall call) {
        return call.path().endsWith(SCHEDULER) && call.body().contains("\"SUBSCRIBE\"");
    }

    /** Whether it is a scheduler call of that type. */
    static boolean isCall(FakeCall call, String type) {
        return call.path().endsWith(SCHEDULER) && call.body().contains("\"type\":\"" + type + "\"");
    }

    /** One more machine. */
    synchronized FakeAgent agent(double cpus, double mem, Map<String, String> attributes) throws IOException {
        var agent = new FakeAgent(folder, id + "-S" + agentsEver++, cpus, mem, attributes);
        agents.add(agent);
        return agent;
    }

    /** One more machine, which holds the programs of every image. */
    public void agent(double cpus, double mem, Map<String, String> attributes, Path images) throws IOException {
        agent(cpus, mem, attributes).processes.programs(images);
    }

    /** The ids of machines that have registered, by their attribute {@code instance-id}. */
    public synchronized List<String> instances() {
        return agents.stream().filter(agent -> agent.connected).flatMap(agent -> Stream.ofNullable(agent.attributes.get("instance-id"))).toList();
    }

    /** From now on an agent that does not answer is listed no more, as a real master does after little more than a minute; its tasks stay unreachable. */
    public synchronized void listOnlyThoseThatAnswer() {
        listsAll = false;
    }

    /** Those that the operator API tells of. */
    synchronized List<FakeAgent> listed() {
        return agents.stream().filter(agent -> listsAll || agent.connected).toList();
    }

    /** The machine of that instance is no more: its processes end with it, and the master only knows that it does not answer. */
    public synchronized void vanish(String instance) {
        agents.stream().filter(agent -> agent.connected && instance.equals(agent.attributes.get("instance-id"))).toList().forEach(agent -> {
            lose(agent);
            guests.values()
                    .forEach(guest -> guest.tasks.values().stream().filter(task -> task.agent == agent)
                            .forEach(task -> agent.kill(task.id, Duration.ZERO)));
        });
    }

    /** An operator says that an agent is no more: its tasks are over. */
    synchronized void gone(String agentId, String reason) {
        agents.stream().filter(agent -> agent.id.equals(agentId)).toList().forEach(agent -> {
            guests.values().forEach(guest -> {
                allocation.rescind(guest, agent);
                for (var task : List.copyOf(guest.tasks.values())) {
                    if (task.agent == agent && !task.isTerminal()) {
                        agent.kill(task.id, Duration.ZERO);
                        guest.tell(task.id, guest.inItsWords("TASK_GONE_BY_OPERATOR"), reason, "Agent has been marked gone", agent.id);
                        guest.tasks.remove(task.id);
                        allocation.giveBack(task);
                    }
                }
            });
            gone.add(agent.id);
            agents.remove(agent);
            agent.cutOff();
        });
    }

    /** Nothing new is started there; what runs goes on. */
    synchronized void deactivate(String agentId) {
        agents.stream().filter(agent -> agent.id.equals(agentId)).forEach(agent -> {
            agent.draining = true;
            guests.values().forEach(guest -> allocation.rescind(guest, agent));
        });
    }

    /** What tasks hold of an agent. */
    synchronized Map<String, Double> used(FakeAgent agent) {
        return allocation.used(agent);
    }

    /** One more machine, on which tasks are said to run, and no process is started. */
    public void paperAgent(double cpus, double mem) throws IOException {
        agent(cpus, mem, Map.of()).paper = true;
    }

    /** The task of that name, which runs on paper, ends well. */
    public void finish(String name) {
        agents.forEach(agent -> agent.finish(name));
    }

    /** Only who signs in so is let in; null: everybody. */
    synchronized void demand(@Nullable String userAndPassword) {
        signIn = userAndPassword;
    }

    private void look() {
        try {
            synchronized (this) {
                guests.values().stream().filter(guest -> guest.stream != null).forEach(guest -> {
                    if (knowsTasks) {
                        reports.resend(guest);
                    }
                    allocation.offer(guest);
                });
            }
        } catch (RuntimeException e) {
            e.printStackTrace();   // a fault of the fake, which the test is to show
            throw e;
        }
    }

    private synchronized @Nullable FakeStream stream(@Nullable String streamId) {
        return guests.values().stream()
                .map(guest -> guest.stream)
                .filter(stream -> stream != null && stream.id.equals(streamId))
                .findFirst()
                .orElseGet(() -> refusals.remove(streamId));
    }

    /** Streams of who is told at once why it cannot stay. */
    private final Map<@Nullable String, FakeStream> refusals = new HashMap<>();

    @Override
    protected synchronized FakeAnswer answer(FakeCall call) throws IOException {
        if (call.path().equals("/health")) {
            return FakeAnswer.of(200);
        }
        if (signIn != null && !signIn.equals(call.signedIn())) {
            return new FakeAnswer(401, Map.of("WWW-Authenticate", "Basic realm=\"mesos-master-scheduler\""),
                    "401 Unauthorized.".getBytes(StandardCharsets.UTF_8));
        }
        if (!hasLead) {
            return FakeAnswer.text(503, "No leader elected");
        }
        if (call.path().endsWith(SCHEDULER)) {
            return scheduler(call);
        }
        if (call.is("POST", "/api/v1") && call.path().equals("/api/v1")) {
            return new FakeOperators(this).answer(Tree.read(call.body()));
        }
        return FakeAnswer.text(404, "404 Not Found.");
    }

    private FakeAnswer scheduler(FakeCall call) throws IOException {
        var refusal = headers(call);
        if (refusal != null) {
            return refusal;
        }
        Tree asked;
        try {
            asked = Tree.read(call.body());
        } catch (IllegalArgumentException e) {
            return FakeAnswer.text(400, "Failed to parse body into JSON: syntax error at line 1 near: ");
        }
        var type = asked.text("type");
        if (asked.fields().get("framework_id") instanceof String) {
            return FakeAnswer.text(400, "Failed to convert JSON into Call protobuf: Not expecting a JSON string for field 'framework_id'");
        }
        if (!CALLS.contains(type)) {
            return FakeAnswer.text(400, "Failed to validate scheduler::Call: Expecting 'type' to be present");
        }
        if (type.equals("SUBSCRIBE")) {
            return call.headers().containsKey("Mesos-Stream-Id")
                    ? FakeAnswer.text(400, "Subscribe calls should not include the 'Mesos-Stream-Id' header")
                    : subscribe(asked, call);
        }
        return known(asked, call);
    }

    private static @Nullable FakeAnswer headers(FakeCall call) {
        if (!call.method().equals("POST")) {
            return FakeAnswer.text(405, "405 Method Not Allowed. Expecting one of { 'POST' }, but received '" + call.method() + "'.");
        }
        var media = call.headers().getFirst("Content-Type");
        if (media == null) {
            return FakeAnswer.text(400, "Expecting 'Content-Type' to be present");
        }
        if (!media.equals("application/json")) {
            return FakeAnswer.text(415, "Expecting 'Content-Type' of application/json or application/x-protobuf");
        }
        var accept = call.headers().getFirst("Accept");
        return accept == null || accept.contains("application/json") || accept.contains("*/*")
                ? null
                : FakeAnswer.text(406, "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
    }

    private FakeAnswer subscribe(Tree asked, FakeCall call) {
        var info = asked.in("subscribe").in("framework_info");
        if (info.text("name").isEmpty()) {
            return FakeAnswer.text(400, "Failed to convert JSON into Call protobuf: Missing required fields: subscribe.framework_info.name");
        }
        var wanted = info.id("id");
        if (!wanted.equals(asked.id("framework_id"))) {
            return FakeAnswer.text(400, "Failed to validate scheduler::Call: 'framework_id' differs from 'subscribe.framework_info.id'");
        }
        var who = call.signedIn();
        if (who != null && info.has("principal") && !who.startsWith(info.text("principal") + ":")) {
            return FakeAnswer.text(400, "Failed to validate scheduler::Call: Authenticated principal does not match principal '"
                    + info.text("principal") + "' set in `FrameworkInfo`");
        }
        var error = invalid(info, wanted);
        var stream = new FakeStream(heartbeatMillis);
        if (error != null) {
            refusals.put(stream.id, stream);
            stream.tell(Tree.of("type", "ERROR", "error", Map.of("message", error)));
            stream.end();
        } else {
            welcome(info, wanted, stream);
        }
        return new FakeAnswer(200, Map.of("Mesos-Stream-Id", stream.id), new byte[0]);
    }

    private @Nullable String invalid(Tree info, String wanted) {
        if (info.has("roles") && info.all("capabilities").stream().noneMatch(each -> each.text("type").equals("MULTI_ROLE"))) {
            return "'FrameworkInfo.roles' must not be set if the framework does not have the MULTI_ROLE capability";
        }
        if (info.texts("roles").stream().anyMatch(role -> role.contains(".."))) {
            return "FrameworkInfo.roles is invalid";
        }
        if (wanted.contains("/")) {
            return "'" + wanted + "' contains invalid characters";
        }
        var known = guests.get(wanted);
        return known != null && known.removed ? "Framework has been removed" : null;
    }

    private void welcome(Tree info, String wanted, FakeStream stream) {
        var name = wanted.isEmpty() ? id + "-" + String.format("%04d", guests.size()) : wanted;
        var guest = guests.computeIfAbsent(name, each -> new FakeGuest(name, info));
        subscriptions++;
        guest.info = info;
        var before = guest.stream;
        if (before != null) {
            before.tell(Tree.of("type", "ERROR", "error", Map.of("message", "Framework failed over")));
            before.end();
        }
        allocation.takeBack(guest);
        guest.suppressed = false;
        guest.filters.clear();
        guest.stream = stream;
        stream.tell(Tree.of("type", "SUBSCRIBED", "subscribed", Tree.of(
                "framework_id", Tree.value(name),
                "heartbeat_interval_seconds", heartbeatMillis / 1000.0,
                "master_info", Tree.of("id", id, "version", "1.12.0", "port", url().getPort(), "hostname", "localhost"))));
        stream.tell(Map.of("type", "HEARTBEAT"));
        if (knowsTasks) {
            reports.resume(guest);
        }
    }

    private FakeAnswer known(Tree asked, FakeCall call) throws IOException {
        var type = asked.text("type");
        if (!asked.has("framework_id")) {
            return FakeAnswer.text(400, "Failed to validate scheduler::Call: Expecting 'framework_id' to be present");
        }
        var streamId = call.headers().getFirst("Mesos-Stream-Id");
        var member = type.toLowerCase(Locale.ROOT);
        if (!WITHOUT_BODY.contains(type) && !asked.has(member)) {
            return FakeAnswer.text(400, "Failed to validate scheduler::Call: Expecting '" + member + "' to be present");
        }
        var body = asked.in(member);
        if (type.equals("KILL") && body.id("task_id").isEmpty()) {
            return FakeAnswer.text(400, "Failed to convert JSON into Call protobuf: Missing required fields: kill.task_id");
        }
        var guest = guests.get(asked.id("framework_id"));
        if (guest == null || guest.removed) {
            return FakeAnswer.text(400, "Framework cannot be found");
        }
        if (streamId == null) {
            return FakeAnswer.text(400, "All non-subscribe calls should include the 'Mesos-Stream-Id' header");
        }
        var stream = guest.stream;
        if (stream == null) {
            return FakeAnswer.text(403, "Framework is not subscribed");
        }
        if (!stream.id.equals(streamId)) {
            return FakeAnswer.text(400, "The stream ID '" + streamId + "' included in this request didn't match the stream ID currently associated");
        }
        return carryOut(guest, type, body);
    }

    private FakeAnswer carryOut(FakeGuest guest, String type, Tree body) throws IOException {
        switch (type) {
            case "TEARDOWN" -> tearDown(guest);
            case "ACCEPT" -> accept(guest, body);
            case "DECLINE" -> allocation.decline(guest, body);
            case "REVIVE" -> {
                guest.suppressed = false;
                guest.filters.clear();
            }
            case "SUPPRESS" -> guest.suppressed = true;
            case "KILL" -> kill(guest, body);
            case "ACKNOWLEDGE" -> {
                return acknowledge(guest, body);
            }
            case "RECONCILE" -> reconcile(guest, body);
            case "UPDATE_FRAMEWORK" -> {
                return FakeAnswer.of(200);
            }
            default -> { }   // taken, and of no effect
        }
        return FakeAnswer.of(202);
    }

    void tearDown(FakeGuest guest) {
        guest.tasks.values().forEach(task -> task.agent.kill(task.id, Duration.ZERO));
        guest.removed = true;
        allocation.takeBack(guest);
        var stream = guest.stream;
        if (stream != null) {
            stream.end();
        }
        guest.stream = null;
    }

    private void accept(FakeGuest guest, Tree accept) {
        var offers = accept.all("offer_ids").stream().map(each -> each.text("value")).toList();
        var invalid = offers.stream().filter(offer -> !guest.offers.containsKey(offer)).findFirst();
        var infos = accept.all("operations").stream().flatMap(operation -> operation.in("launch").all("task_infos").stream()).toList();
        if (invalid.isPresent() || offers.isEmpty()) {
            infos.forEach(info -> guest.tell(
                    info.id("task_id"), guest.inItsWords("TASK_DROPPED"), "INVALID_OFFERS",
                    "Task launched with invalid offers: Offer " + invalid.orElse("") + " is no longer valid", info.id("agent_id")));
            return;
        }
        var held = allocation.use(guest, offers, accept);
        infos.forEach(info -> launch(guest, held, info));
    }

    private void launch(FakeGuest guest, FakeGuest.HeldOffer offer, Tree info) {
        var task = info.id("task_id");
        var error = invalid(guest, offer, info);
        if (error != null) {
            guest.tell(task, "TASK_ERROR", "TASK_INVALID", error, info.id("agent_id"));
            return;
        }
        if (!offer.agent().paper) {
            note("start " + task);
        }
        var launched = new FakeTask(task, offer.agent(), info);
        guest.tasks.put(task, launched);
        if (info.in("container").text("type").equals("DOCKER")) {
            report(guest, launched, "TASK_FAILED", "Abnormal executor termination: unknown container", "EXECUTOR_TERMINATED");
            return;
        }
        report(guest, launched, "TASK_STARTING", "", null);
        report(guest, launched, "TASK_RUNNING", "", null);
        offer.agent().launch(task, info.in("command"), code -> ended(guest, launched, code));
    }

    private @Nullable String invalid(FakeGuest guest, FakeGuest.HeldOffer offer, Tree info) {
        var task = info.id("task_id");
        if (task.contains("/")) {
            return "'" + task + "' contains invalid characters";
        }
        if (guest.tasks.containsKey(task)) {
            return "Task has duplicate ID: " + task;
        }
        if (!offer.agent().id.equals(info.id("agent_id"))) {
            return "Task uses invalid agent " + info.id("agent_id") + " while agent " + offer.agent().id + " was offered";
        }
        if (!info.has("command") && !info.has("executor")) {
            return "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present";
        }
        return allocation.take(offer, info);
    }

    private synchronized void ended(FakeGuest guest, FakeTask task, int code) {
        task.over = true;
        var state = task.killed ? "TASK_KILLED" : code == 0 ? "TASK_FINISHED" : "TASK_FAILED";
        report(guest, task, state, FakeTask.exited(code), null);
    }

    private void report(FakeGuest guest, FakeTask task, String state, String message, @Nullable String reason) {
        if (state.equals("TASK_FINISHED") || state.equals("TASK_FAILED") || state.equals("TASK_KILLED")) {
            allocation.giveBack(task);
        }
        reports.add(guest, task, task.report(state, message, reason), knowsTasks && task.agent.connected);
    }

    private void kill(FakeGuest guest, Tree kill) {
        var task = guest.tasks.get(kill.id("task_id"));
        if (task == null || !knowsTasks || !task.agent.connected) {
            answerFor(guest, kill.id("task_id"), kill.id("agent_id"));
            return;
        }
        if (task.over) {
            return;
        }
        if (!task.killed && guest.can("TASK_KILLING_STATE")) {
            report(guest, task, "TASK_KILLING", "", null);
        }
        task.killed = true;
        var own = task.info.in("kill_policy").in("grace_period");
        var asked = kill.in("kill_policy").in("grace_period");
        task.agent.kill(task.id, Duration.ofNanos(kill.has("kill_policy") ? asked.whole("nanoseconds") : own.has("nanoseconds")
                ? own.whole("nanoseconds")
                : 3_000_000_000L));
    }

    private FakeAnswer acknowledge(FakeGuest guest, Tree told) {
        byte[] uuid;
        try {
            uuid = Base64.getDecoder().decode(told.text("uuid"));
        } catch (IllegalArgumentException e) {
            return FakeAnswer.text(400, "Failed to convert JSON into Call protobuf: Failed to base64 decode bytes field 'uuid'");
        }
        if (uuid.length != 16) {
            return FakeAnswer.text(400, "Failed to validate scheduler::Call: Not a valid UUID");
        }
        var task = guest.tasks.get(told.id("task_id"));
        if (task != null && reports.acknowledge(guest, task, told.text("uuid"))) {
            guest.tasks.remove(task.id);
        }
        return FakeAnswer.of(202);
    }

    private void reconcile(FakeGuest guest, Tree asked) {
        if (asked.all("tasks").isEmpty()) {
            if (knowsTasks) {
                guest.tasks.values().stream().filter(task -> !task.isTerminal()).toList().forEach(task -> latest(guest, task));
            }
        } else {
            asked.all("tasks").forEach(each -> answerFor(guest, each.id("task_id"), each.id("agent_id")));
        }
    }

    private void latest(FakeGuest guest, FakeTask task) {
        guest.tell(task.id, task.state, "RECONCILIATION", "Reconciliation: Latest task state", task.agent.id);
    }

    private void answerFor(FakeGuest guest, String name, String agentId) {
        var task = guest.tasks.get(name);
        var agent = agents.stream().filter(each -> each.id.equals(task == null ? agentId : task.agent.id)).findFirst();
        if (gone.contains(agentId)) {
            guest.tell(name, guest.inItsWords("TASK_GONE_BY_OPERATOR"), "RECONCILIATION", "Reconciliation: Task is gone", agentId);
        } else if (!knowsTasks || agent.isEmpty()) {
            guest.tell(name, guest.inItsWords("TASK_UNKNOWN"), "RECONCILIATION", "Reconciliation: Task is unknown",
                    agentId.isEmpty() ? null : agentId);
        } else if (!agent.get().connected) {
            guest.tell(name, guest.inItsWords("TASK_UNREACHABLE"), "RECONCILIATION", "Reconciliation: Task is unreachable", agent.get().id);
        } else if (task == null) {
            guest.tell(name, guest.inItsWords("TASK_GONE"), "RECONCILIATION", "Reconciliation: Task is unknown to the agent", agent.get().id);
        } else {
            latest(guest, task);
        }
    }

    /** The agent answers nobody any more; what runs there goes on. */
    synchronized void lose(FakeAgent agent) {
        agent.connected = false;
        agent.cutOff();
        guests.values().forEach(guest -> {
            allocation.rescind(guest, agent);
            guest.tasks.values().stream().filter(task -> task.agent == agent && !task.isTerminal()).forEach(task -> guest.tell(
                    task.id, guest.inItsWords("TASK_UNREACHABLE"), "AGENT_REMOVED", "health check timed out", agent.id));
            guest.tell(Tree.of("type", "FAILURE", "failure", Tree.of("agent_id", Tree.value(agent.id))));
        });
    }

    /** It is back. */
    synchronized void regain(FakeAgent agent) throws IOException {
        agent.restore();
        agent.connected = true;
        guests.values().forEach(guest -> reregistered(guest, agent, "Unreachable agent re-reregistered"));
    }

    private void reregistered(FakeGuest guest, FakeAgent agent, String message) {
        guest.tasks.values().stream().filter(task -> task.agent == agent).toList().forEach(task -> {
            guest.tell(task.id, task.state, "AGENT_REREGISTERED", message, agent.id);
            reports.resume(guest, task);
        });
    }

    /** The leader is gone from one moment to the next; the new one knows no agent until {@link #agentsReturn}. */
    synchronized void changeLeader() {
        knowsTasks = false;
        guests.values().forEach(guest -> {
            allocation.takeBack(guest);
            var stream = guest.stream;
            guest.stream = null;
            if (stream != null) {
                stream.cut();
            }
        });
    }

    synchronized void agentsReturn() {
        knowsTasks = true;
        guests.values().forEach(guest -> agents.forEach(agent -> reregistered(guest, agent, "Unknown agent reregistered")));
    }

    /** Nobody leads; requests are answered so. */
    synchronized void electNobody(boolean nobody) {
        hasLead = !nobody;
    }

    /** Makes offers at once; when it did, on the clock of {@link System#nanoTime}. */
    synchronized long offerNow() {
        guests.values().forEach(guest -> guest.filters.clear());
        long now = System.nanoTime();
        guests.values().forEach(allocation::offer);
        return now;
    }

    boolean knowsTasks() {
        return knowsTasks;
    }

    /** How many frameworks have ever come. */
    public synchronized int frameworks() {
        return guests.size();
    }

    /** How often one of them has subscribed. */
    public synchronized int subscriptions() {
        return subscriptions;
    }

    /** The one framework that subscribed last. */
    synchronized FakeGuest guest() {
        return List.copyOf(guests.values()).getLast();
    }

    @Override
    public synchronized boolean holds(String name) {
        return guests.values().stream().anyMatch(guest -> guest.tasks.containsKey(name));
    }

    /** Says something to it. */
    synchronized void tell(Map<String, Object> event) {
        guest().tell(event);
    }

    /** An operator removes it. */
    synchronized void remove() {
        tearDown(guest());
    }

    /** Its stream; null while it has none. */
    synchronized @Nullable FakeStream stream() {
        return guest().stream;
    }

    /** Tasks that live, by name. */
    public synchronized Map<String, String> states() {
        var states = new TreeMap<String, String>();
        guests.values().forEach(guest -> guest.tasks.values().forEach(task -> states.put(task.id, task.state)));
        return states;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        super.close();
        agents.forEach(FakeAgent::close);
    }
}
