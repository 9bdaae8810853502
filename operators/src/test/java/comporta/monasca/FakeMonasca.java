package comporta.monasca;

import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keystone and Monasca in one. Refusals are answered with the words that were recorded of the real ones. */
public final class FakeMonasca extends FakeCluster {
    private final List<String> good = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> metrics = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final Map<String, Map<String, Object>> alarms = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> methods = new LinkedHashMap<>();
    private Duration life = Duration.ofHours(1);
    private boolean hasRole = true;
    private int tokens;
    private int ids;

    public FakeMonasca(Path folder) throws IOException {
        super(folder);
    }

    synchronized void tokensLive(Duration span) {
        life = span;
    }

    /** Every token that was given ends now. */
    void revokeAll() {
        good.clear();
    }

    synchronized void takeTheRoleAway() {
        hasRole = false;
    }

    synchronized int tokens() {
        return tokens;
    }

    /** What was taken, in order. */
    public synchronized List<Map<String, Object>> metrics() {
        return List.copyOf(metrics);
    }

    /** How many metrics each message had that was taken. */
    synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }

    /** Waits until so many metrics are here; a test that waits in vain is ended by its time limit. */
    public synchronized void awaitMetrics(int number) throws InterruptedException {
        while (metrics.size() < number) {
            wait();
        }
    }

    /** Alarm definitions, by id. */
    public synchronized Map<String, Map<String, Object>> alarms() {
        return Map.copyOf(alarms);
    }

    @Override
    public boolean holds(String name) {
        return false;
    }

    @Override
    protected synchronized FakeAnswer answer(FakeCall call) {
        if (call.path().equals("/v3/auth/tokens") && call.method().equals("POST")) {
            return signIn(call);
        }
        if (call.path().contains("/v3")) {
            return Recording.of("keystone/20-seed-url-doubled-v3").asAnswer();
        }
        if (!good.contains(String.valueOf(call.headers().getFirst("X-Auth-Token")))) {
            return Recording.of("monasca/02-bogus-token").asAnswer();
        }
        if (!hasRole) {
            return Recording.of("monasca/99-no-monasca-role-401").asAnswer();
        }
        if (call.bytes().length > 0 && !"application/json".equals(call.headers().getFirst("Content-Type"))) {
            return Recording.of("monasca/14-metric-wrong-content-type").asAnswer();
        }
        var parts = call.path().split("/", -1);
        return switch (parts.length > 2 ? parts[2] : "") {
            case "metrics" -> parts.length == 3 && call.method().equals("POST") ? posted(call) : Recording.of("monasca/20-statistics").asAnswer();
            case "alarm-definitions" -> things(call, parts, alarms, "monasca/35-alarm-definition-duplicate");
            case "notification-methods" -> things(call, parts, methods, "monasca/26-notification-error-WEBHOOK");
            case "alarms" -> Recording.of("monasca/49-alarms-list").asAnswer();
            default -> Recording.of("monasca/47-alarm-missing").asAnswer();
        };
    }

    private FakeAnswer signIn(FakeCall call) {
        var wanted = PlainData.mapFromJson(Recording.of("keystone/03-auth-password-project-scoped").body());
        if (!PlainData.mapFromJson(call.body()).equals(wanted)) {
            return Recording.of("keystone/05-auth-wrong-password").asAnswer();
        }
        tokens++;
        var token = "gAAAA" + tokens;
        good.add(token);
        var body = Recording.of("keystone/03-auth-password-project-scoped").answer()
                .replaceFirst("\"expires_at\": \"[^\"]+\"", "\"expires_at\": \"" + Instant.now().plus(life) + "\"");
        return new FakeAnswer(201, Map.of("Content-Type", "application/json", "X-Subject-Token", token), body.getBytes(StandardCharsets.UTF_8));
    }

    private FakeAnswer posted(FakeCall call) {
        var data = PlainData.fromJson(call.body());
        var all = data instanceof List<?> list ? list : List.of(data);
        for (var each : all) {
            var metric = (Map<?, ?>) each;
            if (!(metric.get("value") instanceof Number)) {
                return Recording.of("monasca/13-metric-value-string").asAnswer();
            }
            if (!(metric.get("timestamp") instanceof Number)) {
                return Recording.of("monasca/10-metric-no-timestamp").asAnswer();
            }
            if (!String.valueOf(metric.get("name")).matches("[^<>={},\"\\\\;&()\\s]{1,255}") || "refused".equals(metric.get("name"))) {
                return Recording.of("monasca/11-metric-name-bad-char").asAnswer();
            }
        }
        all.forEach(each -> metrics.add(PlainData.plain((Map<?, ?>) each)));
        batches.add(all.size());
        notifyAll();
        return FakeAnswer.of(204);
    }

    /** A page holds two, so that who reads has to turn them. */
    private FakeAnswer things(FakeCall call, String[] parts, Map<String, Map<String, Object>> things, String taken) {
        var id = parts.length > 3 ? parts[3] : "";
        return switch (call.method()) {
            case "POST" -> added(call, things, taken);
            case "PATCH" -> changed(call, things, id);
            case "DELETE" -> things.remove(id) == null ? Recording.of("monasca/40-alarm-definition-missing").asAnswer() : FakeAnswer.of(204);
            default -> id.isEmpty() ? page(call, things)
                    : things.containsKey(id) ? FakeAnswer.json(200, Objects.requireNonNull(things.get(id)))
                    : Recording.of("monasca/30-notification-missing").asAnswer();
        };
    }

    private FakeAnswer added(FakeCall call, Map<String, Map<String, Object>> things, String taken) {
        var thing = new LinkedHashMap<>(PlainData.mapFromJson(call.body()));
        if (things.values().stream().anyMatch(each -> Objects.equals(each.get("name"), thing.get("name")))) {
            return Recording.of(taken).asAnswer();
        }
        thing.put("id", "id-" + ++ids);
        things.put("id-" + ids, PlainData.plain(thing));
        return FakeAnswer.json(201, thing);
    }

    private static FakeAnswer changed(FakeCall call, Map<String, Map<String, Object>> things, String id) {
        var changes = PlainData.mapFromJson(call.body());
        if (changes.containsKey("match_by")) {
            return Recording.of("monasca/42-alarm-definition-patch-match-by").asAnswer();
        }
        var thing = new LinkedHashMap<>(things.getOrDefault(id, Map.of()));
        thing.putAll(changes);
        things.put(id, PlainData.plain(thing));
        return FakeAnswer.json(200, thing);
    }

    private static FakeAnswer page(FakeCall call, Map<String, Map<String, Object>> things) {
        int from = Integer.parseInt(call.query().getOrDefault("offset", "0"));
        var links = new ArrayList<Map<String, Object>>();
        if (from + 2 < things.size()) {
            links.add(Map.of("rel", "next", "href", "http://elsewhere:8070" + call.path() + "?offset=" + (from + 2)));
        }
        return FakeAnswer.json(200, Map.of("links", links, "elements", things.values().stream().skip(from).limit(2).toList()));
    }
}
