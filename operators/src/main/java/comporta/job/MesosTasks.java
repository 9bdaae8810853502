package comporta.job;

import comporta.dag.PlainData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final List<URI> masters;
    /** Who answered last. */
    private volatile URI master;

    /** @param masters some of them, at least one; whoever leads is found from the first that answers */
    public MesosTasks(HttpSettings http, List<URI> masters) {
        this.door = new HttpDoor(http);
        this.masters = List.copyOf(masters);
        this.master = masters.getFirst();
    }

    /**
     * The Mesos that {@code mesos} of a cluster names; null: it names none.
     *
     * @throws IllegalArgumentException when it is no address, or a file of the cluster cannot be read
     */
    public static @Nullable MesosTasks below(Cluster cluster) {
        var masters = cluster.addresses("mesos");
        return masters.isEmpty() ? null : new MesosTasks(cluster.http().as(null), masters);
    }

    /**
     * All that the master remembers, in no order.
     *
     * @throws Unseen when it cannot be asked
     */
    public List<MesosTask> all() throws Unseen {
        var answer = PlainData.block(ask("GET_TASKS"), "get_tasks");
        var tasks = new ArrayList<MesosTask>();
        for (var kind : List.of("tasks", "unreachable_tasks", "completed_tasks")) {
            for (var task : list(answer, kind)) {
                tasks.add(task(task));
            }
        }
        return tasks;
    }

    /**
     * The frameworks that are registered now.
     *
     * @throws Unseen when the master cannot be asked
     */
    public List<MesosFramework> frameworks() throws Unseen {
        return list(PlainData.block(ask("GET_FRAMEWORKS"), "get_frameworks"), "frameworks").stream()
                .map(framework -> PlainData.block(framework, "framework_info"))
                .map(info -> new MesosFramework(value(info, "id"), text(info, "name"), text(info, "webui_url")))
                .toList();
    }

    /**
     * Ends a framework with all its tasks, for ever.
     *
     * @throws Unseen when the master does not say that it is done
     */
    public void teardown(String framework) throws Unseen {
        var question = Map.of("type", "TEARDOWN", "teardown", Map.of("framework_id", Map.of("value", framework)));
        if (!(post(master.resolve("/api/v1"), question) instanceof Reply.Answer answer && answer.isGood())) {
            throw new Unseen("the Mesos master at " + master + " does not end framework " + framework);
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
        return (stream, offset) -> read(agent, folder + "/" + stream.name().toLowerCase(Locale.ROOT), offset);
    }

    private byte[] read(String agent, String path, long offset) throws IOException {
        var question = Map.of("type", "READ_FILE", "read_file", Map.of("path", path, "offset", offset, "length", ANSWER));
        var reply = post(agent(agent).resolve("/api/v1"), question);
        return switch (reply) {
            // of a task that has not begun there is no file yet
            case Reply.Answer answer when answer.status() == 404 -> new byte[0];
            case Reply.Answer answer when answer.isGood() -> {
                try {
                    yield Base64.getDecoder().decode(text(PlainData.block(PlainData.mapFromJson(answer.text()), "read_file"), "data"));
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
                agents.put(value(info, "id"), URI.create(master.getScheme() + "://" + text(agent, "pid").replaceFirst(".*@", "")));
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
        var at = master;
        var others = masters.iterator();
        for (int hop = 0; hop < FOLLOWED + masters.size(); hop++) {
            switch (post(at.resolve("/api/v1"), Map.of("type", type))) {
                case Reply.Answer answer when answer.isGood() -> {
                    master = at;
                    try {
                        return PlainData.mapFromJson(answer.text());
                    } catch (IllegalArgumentException e) {
                        throw new Unseen("the Mesos master at " + at + " answers what is no JSON");
                    }
                }
                case Reply.Answer answer when answer.status() == 307 && answer.header("Location").isPresent() ->
                    at = leader(at, answer.header("Location").get());
                case Reply.Answer answer -> throw new Unseen("the Mesos master at " + at + " answers " + answer);
                case Reply.NotSent _ when others.hasNext() -> at = others.next();
                case Reply.NotSent not -> throw new Unseen(not.why());
                case Reply.Lost lost -> throw new Unseen(lost.why());
            }
        }
        throw new Unseen("the Mesos masters send on to each other: none of them leads");
    }

    /** A location such as {@code //host:port/master/api/v1}. */
    private static URI leader(URI asked, String location) {
        var there = asked.resolve(location);
        return URI.create(there.getScheme() + "://" + there.getRawAuthority());
    }

    private Reply post(URI where, Map<String, Object> question) {
        return door.send(HttpRequest.newBuilder(where)
                .header("Content-Type", "application/json")   // with a charset it would be 415
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(PlainData.toJson(question))));
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
