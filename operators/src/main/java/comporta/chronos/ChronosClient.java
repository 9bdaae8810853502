package comporta.chronos;

import comporta.dag.PlainData;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.Reply;
import comporta.job.Unseen;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of Chronos 2.3 to 3.0. Any node may be asked; one that does not lead passes on the status of an error and loses its body,
 * so only
 * the status is trusted.
 */
public final class ChronosClient implements AutoCloseable {
    static final String V3 = "/v1/scheduler";
    static final String V2 = "/scheduler";
    private static final Pattern NODE = Pattern.compile("node,([^,]*),([^,]*),(.*)");

    private final HttpDoor door;
    private final URI url;
    private volatile @Nullable String prefix;

    /**
     * How a job stands.
     *
     * @param result {@code fresh}, {@code success} or {@code failure}: of its last run
     * @param state {@code idle}, {@code queued} or {@code N running}
     */
    public record State(String result, String state) {
        /** Whether nothing of it runs or waits to run. */
        public boolean isIdle() {
            return !isRunning() && !isQueued();
        }

        boolean isRunning() {
            return state.endsWith("running");
        }

        boolean isQueued() {
            return state.equals("queued");
        }
    }

    /** @param prefix path before the API; null: found out by asking */
    public ChronosClient(HttpSettings http, URI url, @Nullable String prefix) {
        this.door = new HttpDoor(http);
        this.url = url;
        this.prefix = prefix;
    }

    /** Whether it is of the 3.x line. */
    public boolean isThree() throws Unseen {
        return prefix().equals(V3);
    }

    private String prefix() throws Unseen {
        var known = prefix;
        if (known != null) {
            return known;
        }
        var answer = answered(get(V3 + "/jobs/summary"));
        var found = switch (answer.status()) {
            case 200 -> V3;
            case 404 -> V2;
            default -> throw wrong("GET " + V3 + "/jobs/summary", answer);
        };
        prefix = found;
        return found;
    }

    /** Host and port of who leads; empty where nobody says so. */
    public Optional<String> leader() throws Unseen {
        var answer = answered(get(prefix() + "/leader"));
        if (!answer.isGood()) {
            return Optional.empty();
        }
        return parsed(answer) instanceof Map<?, ?> said && said.get("leader") instanceof String leader ? Optional.of(leader) : Optional.empty();
    }

    /** How every job stands, by one request. */
    public Map<String, State> states() throws Unseen {
        return isThree() ? summary() : graph();
    }

    private Map<String, State> summary() throws Unseen {
        var answer = good("GET /jobs/summary", get(V3 + "/jobs/summary"));
        var states = new LinkedHashMap<String, State>();
        if (!(parsed(answer) instanceof Map<?, ?> summary && summary.get("jobs") instanceof List<?> jobs)) {
            throw new Unseen(url + " answers what is no summary of jobs");
        }
        for (var each : jobs) {
            if (each instanceof Map<?, ?> job) {
                states.put(String.valueOf(job.get("name")), new State(String.valueOf(job.get("status")), String.valueOf(job.get("state"))));
            }
        }
        return states;
    }

    private Map<String, State> graph() throws Unseen {
        var answer = good("GET /graph/csv", get(V2 + "/graph/csv"));
        var states = new LinkedHashMap<String, State>();
        for (var line : answer.text().lines().toList()) {
            var node = NODE.matcher(line.strip());
            if (node.matches()) {
                states.put(node.group(1), new State(node.group(2), node.group(3)));
            } else if (!line.isBlank() && !line.startsWith("link,")) {
                throw new Unseen(url + " answers what is no list of jobs");
            }
        }
        return states;
    }

    /** All jobs with their definitions. */
    public List<Map<String, Object>> jobs() throws Unseen {
        return maps(good("GET /jobs", get(prefix() + "/jobs")));
    }

    /** The definition of a job, with its counters. */
    public Optional<Map<String, Object>> find(String name) throws Unseen {
        if (isThree()) {
            var answer = answered(get(V3 + "/job/" + encoded(name)));
            if (answer.status() == 400 || answer.status() == 404) {   // there is no 404 for a job that is not there, and a proxied 400 has no words
                return Optional.empty();
            }
            return Optional.of(map(expectGood("GET /job/" + name, answer)));
        }
        // a search takes parts of names, and ten when nothing is said
        return maps(good("GET /jobs/search", get(V2 + "/jobs/search?limit=1000&name=" + encoded(name)))).stream()
                .filter(job -> name.equals(job.get("name")))
                .findFirst();
    }

    /** Adds a job, or replaces the one of that name; may be sent again. */
    public Reply save(Map<String, Object> job) throws Unseen {
        var parents = job.get("parents") instanceof List<?> some && !some.isEmpty();
        return door.send(request(prefix() + (parents ? "/dependency" : "/iso8601"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(PlainData.toJson(job))));
    }

    /** Starts a job now. Not to be sent again without a look. */
    public Reply start(String name) throws Unseen {
        return door.send(request(prefix() + "/job/" + encoded(name)).PUT(BodyPublishers.noBody()));
    }

    /** Kills the running tasks of a job and keeps the job; may be sent again. */
    public Reply kill(String name) throws Unseen {
        return door.send(request(prefix() + "/task/kill/" + encoded(name)).DELETE());
    }

    /** Removes a job and kills its running tasks; may be sent again. */
    public Reply delete(String name) throws Unseen {
        return door.send(request(prefix() + "/job/" + encoded(name)).DELETE());
    }

    private Reply get(String path) {
        return door.send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Reply.Answer answered(Reply reply) throws Unseen {
        return switch (reply) {
            case Reply.Answer answer -> answer;
            case Reply.NotSent not -> throw new Unseen(not.why());
            case Reply.Lost lost -> throw new Unseen(lost.why());
        };
    }

    private Reply.Answer good(String what, Reply reply) throws Unseen {
        return expectGood(what, answered(reply));
    }

    private Reply.Answer expectGood(String what, Reply.Answer answer) throws Unseen {
        if (!answer.isGood()) {
            throw wrong(what, answer);
        }
        return answer;
    }

    private Unseen wrong(String what, Reply.Answer answer) {
        return new Unseen(what + " at " + url + ": " + (answer.status() == 401 ? "who asks is not let in (401). Check user and password" : answer));
    }

    private @Nullable Object parsed(Reply.Answer answer) throws Unseen {
        try {
            return PlainData.fromJson(answer.text());
        } catch (IllegalArgumentException e) {
            throw new Unseen(url + " answers what is no JSON");
        }
    }

    private Map<String, Object> map(Reply.Answer answer) throws Unseen {
        if (parsed(answer) instanceof Map<?, ?> map) {
            return PlainData.plain(map);
        }
        throw new Unseen(url + " answers what is no job");
    }

    private List<Map<String, Object>> maps(Reply.Answer answer) throws Unseen {
        if (!(parsed(answer) instanceof List<?> items)) {
            throw new Unseen(url + " answers what is no list of jobs");
        }
        var maps = new ArrayList<Map<String, Object>>();
        for (var item : items) {
            if (item instanceof Map<?, ?> map) {
                maps.add(PlainData.plain(map));
            }
        }
        return maps;
    }

    @Override
    public void close() {
        door.close();
    }
}
