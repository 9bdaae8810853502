package comporta.nodes;

import comporta.dag.PlainData;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.Reply;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The few calls of the Spotinst API that Elastigroups take. There is no client token: who creates looks by name first. */
final class Spotinst implements AutoCloseable {
    private static final String GROUPS = "/aws/ec2/group";
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final SpotinstSettings settings;
    private final HttpDoor door = new HttpDoor(HttpSettings.PLAIN);

    Spotinst(SpotinstSettings settings) {
        this.settings = settings;
    }

    /** Groups of that very name that live, as the API tells of them. */
    List<Map<String, Object>> named(String name) {
        return call("GET", GROUPS, "name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), null).stream()
                .filter(group -> name.equals(group.get("name")))
                .toList();
    }

    void create(Map<String, Object> group) {
        call("POST", GROUPS, "", Map.of("group", group));
    }

    void setCapacity(String id, int target) {
        call("PUT", GROUPS + "/" + id + "/capacity", "", Map.of("capacity", Map.of("minimum", 0, "maximum", target, "target", target)));
    }

    /** Ends instances of a group, and makes it so much smaller. */
    void detach(String id, List<String> instances) {
        call("PUT", GROUPS + "/" + id + "/detachInstances", "", Map.of(
                "instancesToDetach", instances, "shouldTerminateInstances", true, "shouldDecrementTargetCapacity", true, "drainingTimeout", 0));
    }

    /** Ends a group and all its instances. */
    void delete(String id) {
        call("DELETE", GROUPS + "/" + id, "", null);
    }

    /**
     * Its answer's items.
     *
     * @throws NotNow when there is none, or it may be another one later
     * @throws Refused when it says no
     */
    private List<Map<String, Object>> call(String method, String path, String query, @Nullable Object body) {
        var account = settings.account() == null ? "" : "accountId=" + URLEncoder.encode(settings.account(), StandardCharsets.UTF_8);
        var asked = account.isEmpty() || query.isEmpty() ? account + query : account + "&" + query;
        var request = HttpRequest.newBuilder(URI.create(settings.endpoint() + path + (asked.isEmpty() ? "" : "?" + asked)))
                .header("Authorization", "Bearer " + settings.token())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(PlainData.toJson(body)));
        return switch (door.send(request)) {
            case Reply.Answer answer when answer.isGood() -> items(answer);
            case Reply.Answer answer when answer.status() == 429 || answer.status() >= 500 -> throw new NotNow("Spotinst answers " + answer.status(), PAUSE);
            case Reply.Answer answer -> throw new Refused(Cause.USER, "Spotinst refuses " + method + " " + path + ": " + errors(answer));
            case Reply.NotSent(var why) -> throw new NotNow("Spotinst cannot be reached: " + why, PAUSE);
            case Reply.Lost(var why) -> throw new NotNow("Spotinst did not answer: " + why, PAUSE);
        };
    }

    private static List<Map<String, Object>> items(Reply.Answer answer) {
        try {
            return list(PlainData.block(PlainData.mapFromJson(answer.text()), "response").get("items"));
        } catch (IllegalArgumentException e) {
            throw new NotNow("Spotinst's answer makes no sense: " + e.getMessage(), PAUSE);
        }
    }

    private static String errors(Reply.Answer answer) {
        try {
            var errors = list(PlainData.block(PlainData.mapFromJson(answer.text()), "response").get("errors"));
            return errors.isEmpty() ? String.valueOf(answer.status()) : errors.getFirst().get("code") + ": " + errors.getFirst().get("message");
        } catch (IllegalArgumentException e) {
            return String.valueOf(answer.status());
        }
    }

    @SuppressWarnings("unchecked") // an object of JSON has names
    private static List<Map<String, Object>> list(@Nullable Object items) {
        return items instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(item -> (Map<String, Object>) item).toList()
                : List.of();
    }

    @Override
    public void close() {
        door.close();
    }
}
