package comporta.marathon;

import comporta.dag.PlainData;
import comporta.job.HttpSettings;
import comporta.job.JsonDoor;
import comporta.job.Reply;
import comporta.job.Unseen;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The REST API of Marathon 1.0 to 1.10. Any node may be asked. Ids are paths with a slash in front. */
public final class MarathonClient implements AutoCloseable {
    private static final int FOLLOWED = 3;

    private final JsonDoor door;
    private final AtomicReference<JsonDoor.Before> before = new AtomicReference<>();

    public MarathonClient(HttpSettings http, URI url) {
        this.door = new JsonDoor(http, url);
    }

    /** Version and who leads, among others. */
    public Map<String, Object> info() throws Unseen {
        return door.object(door.good("GET /v2/info", door.get("/v2/info")));
    }

    /**
     * Apps with their tasks and last failures, by one request.
     *
     * @param label only those that have it; empty: all
     */
    public List<Map<String, Object>> apps(String label) throws Unseen {
        var query = "?embed=apps.tasks&embed=apps.lastTaskFailure"
                + (label.isEmpty() ? "" : "&label=" + URLEncoder.encode(label, StandardCharsets.UTF_8));
        return door.objects(door.object(door.good("GET /v2/apps", door.get("/v2/apps" + query)), before).get("apps"));
    }

    /** An app with its tasks and last failure. */
    public Optional<Map<String, Object>> find(String id) throws Unseen {
        var answer = door.answered(door.get("/v2/apps" + id + "?embed=app.tasks&embed=app.lastTaskFailure"));
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(PlainData.block(door.object(door.good("GET /v2/apps" + id, answer)), "app"));
    }

    /** Adds an app; 409 when the id is taken. */
    public Reply create(Map<String, Object> app) {
        return door.post("/v2/apps", app);
    }

    /** Changes what is named and leaves the rest, over any deployment under way; may be sent again. */
    public Reply update(String id, Map<String, Object> changes) {
        return door.put("/v2/apps" + id + "?force=true", changes);
    }

    /** Replaces the tasks of an app by new ones. */
    public Reply restart(String id) {
        return door.post("/v2/apps" + id + "/restart?force=true", null);
    }

    /** Kills the tasks of an app, which is going to start new ones. */
    public Reply kill(String id) {
        return door.delete("/v2/apps" + id + "/tasks?force=true");
    }

    /** Removes an app and kills its tasks; may be sent again. */
    public Reply delete(String id) {
        return door.delete("/v2/apps" + id + "?force=true");
    }

    /**
     * Opens the stream of what becomes of tasks. A node that does not lead passes on every other request, and sends this one to the leader.
     *
     * @throws IOException when there is none
     */
    HttpResponse<InputStream> events() throws IOException, InterruptedException {
        var request = door.request("/v2/events?event_type=status_update_event");
        for (int hop = 0; ; hop++) {
            var stream = door.door().open(request.setHeader("Accept", "text/event-stream").GET());
            var location = stream.headers().firstValue("Location");
            if (stream.statusCode() / 100 != 3 || location.isEmpty() || hop == FOLLOWED) {
                return stream;
            }
            stream.body().close();
            try {
                request = HttpRequest.newBuilder(stream.uri().resolve(location.get()));
            } catch (IllegalArgumentException e) {
                throw new IOException("Marathon sends us on to what is no address: " + location.get(), e);
            }
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
