package comporta.monasca;

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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The API v2.0 of Monasca. A token that is not taken any more is renewed, and the call repeated once; who lacks a role hears the same
 * status and is not helped by another token.
 */
public final class MonascaClient implements AutoCloseable {
    private static final String VERSION = "/v2.0";

    private final HttpDoor door;
    private final Keystone keystone;
    private final URI url;

    public MonascaClient(MonascaCredentials who, HttpSettings http, InstantSource clock) {
        door = new HttpDoor(http);
        keystone = new Keystone(door, who, clock);
        url = who.monasca();
    }

    /** A token of the project, for other programs. */
    public String token() throws Unseen {
        return keystone.token();
    }

    /**
     * Sends metrics, all or none; at most 1000.
     *
     * @throws MonascaRefused when one of them is not taken
     */
    public void sendMetrics(List<Map<String, Object>> metrics) throws Unseen, MonascaRefused {
        good("POST", "/metrics", metrics);
    }

    /** Creates an alarm definition and gives it with its id. */
    public Map<String, Object> createAlarmDefinition(Map<String, Object> definition) throws Unseen, MonascaRefused {
        return map(good("POST", "/alarm-definitions", definition));
    }

    /** Changes some of an alarm definition; what it matches by and its metrics never change. */
    public void patchAlarmDefinition(String id, Map<String, Object> changes) throws Unseen, MonascaRefused {
        good("PATCH", "/alarm-definitions/" + encoded(id), changes);
    }

    /** Removes an alarm definition with its alarms; false: there is none. */
    public boolean deleteAlarmDefinition(String id) throws Unseen, MonascaRefused {
        return deleted("/alarm-definitions/" + encoded(id));
    }

    /** All alarm definitions of the project. */
    public List<Map<String, Object>> alarmDefinitions() throws Unseen, MonascaRefused {
        return all("/alarm-definitions");
    }

    /** Alarms by query, such as {@code state=ALARM}; empty: all. */
    public List<Map<String, Object>> alarms(String query) throws Unseen, MonascaRefused {
        return all("/alarms" + (query.isEmpty() ? "" : "?" + query));
    }

    /** Removes an alarm that a job left behind; false: there is none. */
    public boolean deleteAlarm(String id) throws Unseen, MonascaRefused {
        return deleted("/alarms/" + encoded(id));
    }

    /** A way to tell people, by its id or its name. */
    public Optional<Map<String, Object>> notification(String idOrName) throws Unseen, MonascaRefused {
        var answer = sent("GET", "/notification-methods/" + encoded(idOrName), null);
        if (answer.isGood()) {
            return Optional.of(map(answer));
        }
        if (answer.status() != 404) {
            throw new MonascaRefused(answer);
        }
        return notifications().stream().filter(each -> idOrName.equals(each.get("name"))).findFirst();
    }

    /** All ways to tell people. The API links to its next page by an id, and takes only a count: so the pages are counted here. */
    public List<Map<String, Object>> notifications() throws Unseen, MonascaRefused {
        var all = new ArrayList<Map<String, Object>>();
        boolean more = true;
        while (more) {
            var page = map(good("GET", "/notification-methods" + (all.isEmpty() ? "" : "?offset=" + all.size()), null));
            var elements = elements(page);
            all.addAll(elements);
            more = !elements.isEmpty() && next(page) != null;
        }
        return all;
    }

    /** Creates a way to tell people and gives it with its id. */
    public Map<String, Object> createNotification(Map<String, Object> method) throws Unseen, MonascaRefused {
        return map(good("POST", "/notification-methods", method));
    }

    /** Statistics by query, the elements of the answer. */
    public List<Map<String, Object>> statistics(String query) throws Unseen, MonascaRefused {
        return all("/metrics/statistics?" + query);
    }

    /** Measurements by query, the elements of the answer. */
    public List<Map<String, Object>> measurements(String query) throws Unseen, MonascaRefused {
        return all("/metrics/measurements?" + query);
    }

    private boolean deleted(String path) throws Unseen, MonascaRefused {
        var answer = sent("DELETE", path, null);
        if (!answer.isGood() && answer.status() != 404) {
            throw new MonascaRefused(answer);
        }
        return answer.isGood();
    }

    /** Page after page, as the answers say. */
    private List<Map<String, Object>> all(String path) throws Unseen, MonascaRefused {
        var elements = new ArrayList<Map<String, Object>>();
        String next = path;
        while (next != null) {
            var page = map(good("GET", next, null));
            elements.addAll(elements(page));
            next = next(page);
        }
        return elements;
    }

    private static List<Map<String, Object>> elements(Map<String, Object> page) {
        return page.get("elements") instanceof List<?> some
                ? some.stream().<Map<String, Object>>map(each -> PlainData.plain((Map<?, ?>) each)).toList()
                : List.of();
    }

    /** Where the next page is; null: there is none. */
    private static @Nullable String next(Map<String, Object> page) {
        if (page.get("links") instanceof List<?> links) {
            for (var link : links) {
                if (link instanceof Map<?, ?> map && "next".equals(map.get("rel")) && map.get("href") instanceof String href) {
                    return below(href);
                }
            }
        }
        return null;
    }

    /** The server may know itself by another name than we do: only what follows the version counts. */
    private static String below(String href) {
        return href.substring(href.indexOf(VERSION) + VERSION.length());
    }

    private Reply.Answer good(String method, String path, @Nullable Object body) throws Unseen, MonascaRefused {
        var answer = sent(method, path, body);
        if (!answer.isGood()) {
            throw new MonascaRefused(answer);
        }
        return answer;
    }

    private Reply.Answer sent(String method, String path, @Nullable Object body) throws Unseen {
        var token = keystone.token();
        var answer = sent(method, path, body, token);
        if (answer.status() == 401 && meansTheToken(answer)) {
            keystone.spoil(token);
            answer = sent(method, path, body, keystone.token());
        }
        return answer;
    }

    /** Status and header are the same for a token that has ended and for a role that is missing; only the body tells. */
    private static boolean meansTheToken(Reply.Answer answer) {
        try {
            return !"Forbidden".equals(PlainData.mapFromJson(answer.text()).get("title"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private Reply.Answer sent(String method, String path, @Nullable Object body, String token) throws Unseen {
        var request = HttpRequest.newBuilder(URI.create(url + VERSION + path)).header("X-Auth-Token", token)
                .header("Accept", "application/json");
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(PlainData.toJson(body)));
        }
        return switch (door.send(request)) {
            case Reply.Answer answer when answer.isTrouble()
                    && answer.status() != 500 -> throw new Unseen("Monasca at " + url + " answers " + answer);
            case Reply.Answer answer -> answer;
            case Reply.NotSent not -> throw new Unseen(not.why());
            case Reply.Lost lost -> throw new Unseen(lost.why());
        };
    }

    private Map<String, Object> map(Reply.Answer answer) throws Unseen {
        try {
            return PlainData.mapFromJson(answer.text());
        } catch (IllegalArgumentException e) {
            throw new Unseen("Monasca at " + url + " answers what is no JSON object");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        door.close();
    }
}
