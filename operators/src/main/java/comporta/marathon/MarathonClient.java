package comporta.marathon;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The REST API of Marathon 1.0 to 1.10. Any node may be asked. Ids are paths with a slash in front. */
public final class MarathonClient implements AutoCloseable {
    private final HttpDoor door;
    private final URI url;

    public MarathonClient(HttpSettings http, URI url) {
        this.door = new HttpDoor(http);
        this.url = url;
    }

    /** Version and who leads, among others. */
    public Map<String, Object> info() throws Unseen {
        return map(good("GET /v2/info", get("/v2/info")));
    }

    /**
     * Apps with their tasks and last failures, by one request.
     *
     * @param label only those that have it; empty: all
     */
    public List<Map<String, Object>> apps(String label) throws Unseen {
        var query = "?embed=apps.tasks&embed=apps.lastTaskFailure" + (label.isEmpty() ? "" : "&label=" + URLEncoder.encode(label, StandardCharsets.UTF_8));
        var apps = new ArrayList<Map<String, Object>>();
        if (!(map(good("GET /v2/apps", get("/v2/apps" + query))).get("apps") instanceof List<?> items)) {
            throw new Unseen(url + " answers what is no list of apps");
        }
        for (var item : items) {
            if (item instanceof Map<?, ?> app) {
                apps.add(PlainData.plain(app));
            }
        }
        return apps;
    }

    /** An app with its tasks and last failure. */
    public Optional<Map<String, Object>> find(String id) throws Unseen {
        var answer = answered(get("/v2/apps" + id + "?embed=app.tasks&embed=app.lastTaskFailure"));
        return answer.status() == 404 ? Optional.empty() : Optional.of(PlainData.block(map(expectGood("GET /v2/apps" + id, answer)), "app"));
    }

    /** Adds an app; 409 when the id is taken. */
    public Reply create(Map<String, Object> app) {
        return door.send(withBody("/v2/apps").POST(BodyPublishers.ofString(PlainData.toJson(app))));
    }

    /** Changes what is named and leaves the rest, over any deployment under way; may be sent again. */
    public Reply update(String id, Map<String, Object> changes) {
        return door.send(withBody("/v2/apps" + id + "?force=true").PUT(BodyPublishers.ofString(PlainData.toJson(changes))));
    }

    /** Replaces the tasks of an app by new ones. */
    public Reply restart(String id) {
        return door.send(withBody("/v2/apps" + id + "/restart?force=true").POST(BodyPublishers.noBody()));
    }

    /** Kills the tasks of an app, which is going to start new ones. */
    public Reply kill(String id) {
        return door.send(request("/v2/apps" + id + "/tasks?force=true").DELETE());
    }

    /** Removes an app and kills its tasks; may be sent again. */
    public Reply delete(String id) {
        return door.send(request("/v2/apps" + id + "?force=true").DELETE());
    }

    HttpDoor door() {
        return door;
    }

    HttpRequest.Builder events() {
        return HttpRequest.newBuilder(URI.create(url + "/v2/events?event_type=status_update_event")).header("Accept", "text/event-stream").GET();
    }

    private Reply get(String path) {
        return door.send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    }

    private HttpRequest.Builder withBody(String path) {
        return request(path).header("Content-Type", "application/json");
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
            throw new Unseen(what + " at " + url + ": " + (answer.status() == 401 ? "who asks is not let in (401). Check user and password" : answer));
        }
        return answer;
    }

    private Map<String, Object> map(Reply.Answer answer) throws Unseen {
        try {
            return PlainData.mapFromJson(answer.text());
        } catch (IllegalArgumentException e) {
            throw new Unseen(url + " answers what is no JSON object");
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
