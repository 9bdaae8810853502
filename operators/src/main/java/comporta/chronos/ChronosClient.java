package comporta.chronos;

import comporta.job.HttpSettings;
import comporta.job.JsonDoor;
import comporta.job.Reply;
import comporta.job.Unseen;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of Chronos 2.3 to 3.0. Any node may be asked; one that does not lead passes on the status of an error and loses its body,
 * so only the status is trusted.
 */
public final class ChronosClient implements AutoCloseable {
    static final String V3 = "/v1/scheduler";
    static final String V2 = "/scheduler";
    private static final Pattern NODE = Pattern.compile("node,([^,]*),([^,]*),(.*)");

    private final JsonDoor door;
    private final URI url;
    private final AtomicReference<JsonDoor.Before> before = new AtomicReference<>();
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
        this.door = new JsonDoor(http, url);
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
        var answer = door.answered(door.get(V3 + "/jobs/summary"));
        var found = switch (answer.status()) {
            case 200 -> V3;
            case 404 -> V2;
            default -> throw door.wrong("GET " + V3 + "/jobs/summary", answer);
        };
        prefix = found;
        return found;
    }

    /** Host and port of who leads; empty where nobody says so. */
    public Optional<String> leader() throws Unseen {
        var answer = door.answered(door.get(prefix() + "/leader"));
        if (!answer.isGood()) {
            return Optional.empty();
        }
        return door.object(answer).get("leader") instanceof String leader ? Optional.of(leader) : Optional.empty();
    }

    /** How every job stands, by one request. */
    public Map<String, State> states() throws Unseen {
        return isThree() ? summary() : graph();
    }

    private Map<String, State> summary() throws Unseen {
        var answer = door.good("GET /jobs/summary", door.get(V3 + "/jobs/summary"));
        var states = new LinkedHashMap<String, State>();
        for (var job : door.objects(door.object(answer, before).get("jobs"))) {
            states.put(String.valueOf(job.get("name")), new State(String.valueOf(job.get("status")), String.valueOf(job.get("state"))));
        }
        return states;
    }

    private Map<String, State> graph() throws Unseen {
        var answer = door.good("GET /graph/csv", door.get(V2 + "/graph/csv"));
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
        return door.objects(door.good("GET /jobs", door.get(prefix() + "/jobs")));
    }

    /** The definition of a job, with its counters. */
    public Optional<Map<String, Object>> find(String name) throws Unseen {
        if (isThree()) {
            var answer = door.answered(door.get(V3 + "/job/" + encoded(name)));
            // there is no 404 for a job that is not there, and a proxied 400 has no words
            if (answer.status() == 400 || answer.status() == 404) {
                return Optional.empty();
            }
            return Optional.of(door.object(door.good("GET /job/" + name, answer)));
        }
        // a search takes parts of names, and ten when nothing is said
        return door.objects(door.good("GET /jobs/search", door.get(V2 + "/jobs/search?limit=1000&name=" + encoded(name)))).stream()
                .filter(job -> name.equals(job.get("name")))
                .findFirst();
    }

    /** Adds a job, or replaces the one of that name; may be sent again. */
    public Reply save(Map<String, Object> job) throws Unseen {
        var parents = job.get("parents") instanceof List<?> some && !some.isEmpty();
        return door.post(prefix() + (parents ? "/dependency" : "/iso8601"), job);
    }

    /** Starts a job now. Not to be sent again without a look. */
    public Reply start(String name) throws Unseen {
        return door.put(prefix() + "/job/" + encoded(name), null);
    }

    /** Kills the running tasks of a job and keeps the job; may be sent again. */
    public Reply kill(String name) throws Unseen {
        return door.delete(prefix() + "/task/kill/" + encoded(name));
    }

    /** Removes a job and kills its running tasks; may be sent again. */
    public Reply delete(String name) throws Unseen {
        return door.delete(prefix() + "/job/" + encoded(name));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        door.close();
    }
}
