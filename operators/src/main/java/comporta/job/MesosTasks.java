package comporta.job;

import comporta.dag.PlainData;
import comporta.operator.Refused;
import comporta.tasklog.LogStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Mesos below another system knows of its tasks, by the operator API of its master: exit codes, reasons, and where the sandboxes
 * are, whose files the agents give. Numbers of recordings stand in {@code protocols/mesos.md}, section 15.
 */
public final class MesosTasks implements AutoCloseable {
    private static final long ANSWER = 64 * 1024;
    private static final int FOLLOWED = 3;

    private final HttpDoor door;
    private final Map<String, URI> agents = new ConcurrentHashMap<>();
    private final MasterAddress address;
    /** Who answered last; null: nobody did, or it does not any more. */
    private volatile @Nullable URI master;
    /** What {@link #all} told last: the same answer is not read again. */
    private volatile @Nullable Before before;

    private record Before(Reply.Answer answer, List<MesosTask> tasks) {}

    public MesosTasks(HttpSettings http, MasterAddress address) {
        this.door = new HttpDoor(http);
        this.address = address;
    }

    /**
     * The Mesos that {@code mesos} of a cluster names; null: it names none.
     *
     * @throws IllegalArgumentException when it is no address, or a file of the cluster cannot be read
     */
    public static @Nullable MesosTasks below(Cluster cluster) {
        var masters = cluster.text("mesos");
        if (masters == null) {
            return null;
        }
        try {
            return new MesosTasks(cluster.mesosHttp(), new MasterAddress(masters));
        } catch (Refused e) {
            throw new IllegalArgumentException("backend \"" + cluster.name() + "\": " + e.getMessage(), e);
        }
    }

    /**
     * All that the master remembers, in no order.
     *
     * @throws Unseen when it cannot be asked
     */
    public List<MesosTask> all() throws Unseen {
        var answer = answered("GET_TASKS");
        var last = before;
        if (last != null && answer.isSame(last.answer())) {
            return last.tasks();
        }
        var told = PlainData.block(read(answer), "get_tasks");
        var tasks = new ArrayList<MesosTask>();
        for (var kind : List.of("tasks", "unreachable_tasks", "completed_tasks")) {
            for (var task : list(told, kind)) {
                tasks.add(task(task));
            }
        }
        before = new Before(answer, List.copyOf(tasks));
        return tasks;
    }

    /**
     * Opens the stream of what becomes of tasks, at whoever answered last, or leads instead.
     *
     * @throws IOException when there is none
     */
    HttpResponse<InputStream> events() throws IOException, InterruptedException {
        var at = known();
        for (int hop = 0; ; hop++) {
            var stream = door.open(request(at.resolve("/api/v1"), Map.of("type", "SUBSCRIBE")));
            var location = stream.headers().firstValue("Location");
            if (stream.statusCode() != 307 || location.isEmpty() || hop == FOLLOWED) {
                return stream;
            }
            stream.body().close();
            at = MasterAddress.redirected(at, location.get());
        }
    }

    private URI known() throws IOException {
        var known = master;
        return known == null ? address.next() : known;
    }

    /**
     * That a task is in another state.
     *
     * @param isWhole whether message and reason are of that state; false: of an earlier one, which its framework has not heard of yet
     */
    record Change(String task, String framework, String state, boolean isWhole, String message, String reason) {
        static Change of(Map<String, Object> event) {
            var updated = PlainData.block(event, "task_updated");
            var status = PlainData.block(updated, "status");
            return new Change(
                    value(status, "task_id"), value(updated, "framework_id"), text(updated, "state"),
                    text(updated, "state").equals(text(status, "state")), text(status, "message"), text(status, "reason"));
        }
    }

    /**
     * The frameworks that the master remembers, those first that have gone.
     *
     * @throws Unseen when the master cannot be asked
     */
    public List<MesosFramework> frameworks() throws Unseen {
        var told = PlainData.block(ask("GET_FRAMEWORKS"), "get_frameworks");
        var frameworks = new ArrayList<MesosFramework>();
        for (var kind : List.of("completed_frameworks", "frameworks")) {
            for (var framework : list(told, kind)) {
                var info = PlainData.block(framework, "framework_info");
                frameworks.add(new MesosFramework(value(info, "id"), text(info, "name"), text(info, "webui_url"),
                        kind.equals("completed_frameworks")));
            }
        }
        return frameworks;
    }

    /**
     * Ends a framework with all its tasks, for ever.
     *
     * @throws Unseen when the master does not say that it is done
     */
    public void teardown(String framework) throws Unseen {
        var question = Map.of("type", "TEARDOWN", "teardown", Map.of("framework_id", Map.of("value", framework)));
        try {
            var at = known();
            if (!(post(at.resolve("/api/v1"), question) instanceof Reply.Answer answer && answer.isGood())) {
                throw new Unseen("the Mesos master at " + at + " does not end framework " + framework);
            }
        } catch (IOException e) {
            throw new Unseen(String.valueOf(e.getMessage()));
        }
    }

    private static MesosTask task(Map<String, Object> task) {
        var statuses = list(task, "statuses");
        Map<String, Object> first = statuses.isEmpty() ? Map.of() : statuses.getFirst();
        Map<String, Object> last = statuses.isEmpty() ? Map.of() : statuses.getLast();
        var labels = new LinkedHashMap<String, String>();
        list(PlainData.block(task, "labels"), "labels").forEach(label -> labels.put(text(label, "key"), text(label, "value")));
        return new MesosTask(
                value(task, "task_id"), text(task, "name"), value(task, "framework_id"), value(task, "agent_id"), text(task, "state"),
                text(last, "message"), text(last, "reason"),
                Instant.ofEpochMilli(first.get("timestamp") instanceof Number seconds ? (long) (seconds.doubleValue() * 1000) : 0), labels);
    }

    /** The streams in the sandbox of a task that runs a command. */
    public RemoteLog log(MesosTask task) {
        // a command task's executor is called like the task; `latest` spares a look at the agent's state
        return log(task.agent(), "/frameworks/" + task.framework() + "/executors/" + task.id() + "/runs/latest");
    }

    /** The streams in a folder of an agent. */
    public RemoteLog log(String agent, String folder) {
        return new RemoteLog() {
            @Override
            public byte[] read(LogStream stream, long offset) throws IOException {
                // of a task that has not begun there is no file yet
                return MesosTasks.this.read(agent, folder + "/" + stream.word(), offset).orElseGet(() -> new byte[0]);
            }

            @Override
            public Optional<byte[]> older(LogStream stream, int age, long offset) throws IOException {
                return MesosTasks.this.read(agent, folder + "/" + stream.word() + "." + age, offset);
            }
        };
    }

    private Optional<byte[]> read(String agent, String path, long offset) throws IOException {
        var question = Map.of("type", "READ_FILE", "read_file", Map.of("path", path, "offset", offset, "length", ANSWER));
        var reply = post(agent(agent).resolve("/api/v1"), question);
        return switch (reply) {
            case Reply.Answer answer when answer.status() == 404 -> Optional.empty();
            case Reply.Answer answer when answer.isGood() -> {
                try {
                    yield Optional.of(Base64.getDecoder()
                            .decode(text(PlainData.block(PlainData.mapFromJson(answer.text()), "read_file"), "data")));
                } catch (IllegalArgumentException e) {
                    throw new IOException("agent " + agent + " gives " + path + " in a way that cannot be read", e);
                }
            }
            case Reply.Answer answer -> throw new IOException("agent " + agent + " answers " + answer);
            case Reply.NotSent not -> throw new IOException(not.why());
            case Reply.Lost lost -> throw new IOException(lost.why());
        };
    }

    private URI agent(String id) throws IOException {
        var known = agents.get(id);
        if (known != null) {
            return known;
        }
        try {
            for (var agent : list(PlainData.block(ask("GET_AGENTS"), "get_agents"), "agents")) {
                var info = PlainData.block(agent, "agent_info");
                // pid holds the address that the agent itself has: slave(1)@10.0.0.7:5051
                agents.put(value(info, "id"), URI.create(known().getScheme() + "://" + text(agent, "pid").replaceFirst(".*@", "")));
            }
        } catch (Unseen e) {
            throw new IOException(e.why(), e);
        }
        var found = agents.get(id);
        if (found == null) {
            throw new IOException("the Mesos master does not know agent " + id + " any more");
        }
        return found;
    }

    private Map<String, Object> ask(String type) throws Unseen {
        return read(answered(type));
    }

    private static Map<String, Object> read(Reply.Answer answer) throws Unseen {
        try {
            return PlainData.mapFromJson(answer.text());
        } catch (IllegalArgumentException e) {
            throw new Unseen("a Mesos master answers what is no JSON");
        }
    }

    private Reply.Answer answered(String type) throws Unseen {
        try {
            var at = known();
            int others = address.count();
            for (int hop = 0; hop < FOLLOWED + address.count(); hop++) {
                switch (post(at.resolve("/api/v1"), Map.of("type", type))) {
                    case Reply.Answer answer when answer.isGood() -> {
                        master = at;
                        return answer;
                    }
                    case Reply.Answer answer when answer.status() == 307 && answer.header("Location").isPresent() ->
                        at = MasterAddress.redirected(at, answer.header("Location").get());
                    case Reply.Answer answer -> throw new Unseen("the Mesos master at " + at + " answers " + answer
                            + (answer.status() == 401 ? ". Check principal and secret_file of the backend" : ""));
                    case Reply.NotSent not -> {
                        master = null;
                        if (others-- == 0) {
                            throw new Unseen(not.why());
                        }
                        at = address.next();
                    }
                    case Reply.Lost lost -> {
                        master = null;   // it may hang: whoever is asked next may lead by now
                        throw new Unseen(lost.why());
                    }
                }
            }
        } catch (IOException e) {
            throw new Unseen(String.valueOf(e.getMessage()));
        }
        throw new Unseen("the Mesos masters send on to each other: none of them leads");
    }

    private Reply post(URI where, Map<String, Object> question) {
        return door.send(request(where, question));
    }

    private static HttpRequest.Builder request(URI where, Map<String, Object> question) {
        return HttpRequest.newBuilder(where)
                .header("Content-Type", "application/json")   // with a charset it would be 415
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(PlainData.toJson(question)));
    }

    private static String value(Map<String, Object> of, String name) {
        return text(PlainData.block(of, name), "value");
    }

    private static String text(Map<String, Object> of, String name) {
        return of.get(name) instanceof String text ? text : "";
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
        return of.get(name) instanceof List<?> items
                ? items.stream().filter(Map.class::isInstance).map(item -> (Map<String, Object>) item).toList()
                : List.of();
    }

    @Override
    public void close() {
        door.close();
    }
}
