package comporta.api;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The description of the API, made of its routes and shapes: OpenAPI 3.1. */
final class OpenApi {
    private static final String PROBLEM = "Problem";

    private final Schemas schemas = new Schemas();

    private OpenApi() {}

    /** The whole document as plain data. */
    static Map<String, Object> of(List<Route> routes, String version) {
        return new OpenApi().document(routes, version);
    }

    private Map<String, Object> document(List<Route> routes, String version) {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (var route : routes) {
            @SuppressWarnings("unchecked")
            var path = (Map<String, Object>) paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<String, Object>());
            path.put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        schemas.named(Problem.class, false);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas.all());
        components.put("securitySchemes", Map.of(
                "token", Map.of("type", "http", "scheme", "bearer"),
                "session", Map.of("type", "apiKey", "in", "cookie", "name", Gate.COOKIE)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Comporta", "version", version, "description",
                "Changing requests take an Idempotency-Key, and dry_run=true to be told what would be done. Lists go on with cursor = next."));
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("paths", paths);
        document.put("components", components);
        return document;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id(route));
        operation.put("summary", route.summary());
        operation.put("tags", List.of(tag(route)));
        if (route.needs() != null) {
            operation.put("x-needs-role", route.needs().word());
            operation.put("security", List.of(Map.of("token", List.of()), Map.of("session", List.of()), Map.of()));
        }
        var parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        var request = route.request();
        if (request != null) {
            operation.put("requestBody", Map.of("content", Map.of(Answer.JSON, Map.of("schema", schemas.named(request, true)))));
        }
        operation.put("responses", responses(route));
        return operation;
    }

    /** {@code getDagsDagRuns}. */
    private static String id(Route route) {
        var id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (var part : route.path().replace("/api/v1", "").split("[^A-Za-z]+", -1)) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return id.toString();
    }

    private static String tag(Route route) {
        var words = List.of(route.path().replace("/api/v1", "").split("/", -1));
        return words.stream().filter(word -> !word.isEmpty() && !word.startsWith("{"))
                .reduce((first, last) -> List.of("runs", "tasks", "tries").contains(last) ? last : first).orElse("server");
    }

    private List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        for (var part : route.path().split("/", -1)) {
            if (part.startsWith("{")) {
                parameters.add(Map.of(
                        "name", part.substring(1, part.length() - 1), "in", "path", "required", true,
                        "schema", Map.of("type", "string", "minLength", 1L)));
            }
        }
        route.parameters().forEach(each -> parameters.add(parameter(each)));
        if (route.changes() && route.knows()) {
            parameters.add(Map.of(
                    "name", "Idempotency-Key", "in", "header", "required", false, "description", "The same again is done once",
                    "schema", Map.of("type", "string", "minLength", 1L, "maxLength", 100L, "pattern", "^[!-~]+$")));
        }
        return parameters;
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", parameter.name());
        told.put("in", "query");
        told.put("required", false);
        told.put("description", parameter.description());
        switch (parameter.kind()) {
            case TEXT -> told.put("schema", Map.of("type", "string", "maxLength", parameter.most()));
            case WORDS -> {
                told.put("schema", Map.of("type", "array", "items", Map.of("type", "string", "enum", parameter.words()), "minItems", 1L));
                told.put("style", "form");
                told.put("explode", false);
            }
            case INTEGER -> told.put("schema", Map.of("type", "integer", "minimum", parameter.least(), "maximum", parameter.most()));
            case TRUTH -> told.put("schema", Map.of("type", "boolean"));
            case INSTANT -> told.put("schema", Map.of("type", "string", "format", "date-time"));
            case DATE -> told.put("schema", Map.of("type", "string", "format", "date"));
        }
        return told;
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new TreeMap<>();
        route.answers().forEach((status, type) -> responses.put(Integer.toString(status), response(status, type)));
        for (var status : refusals(route)) {
            responses.putIfAbsent(Integer.toString(status), Map.of(
                    "description", title(status),
                    "content", Map.of(ApiHandler.PROBLEM, Map.of("schema", Map.of("$ref", "#/components/schemas/" + PROBLEM)))));
        }
        if (!route.changes()) {
            responses.put("304", Map.of("description", "It is what you know already"));
        }
        return responses;
    }

    private Map<String, Object> response(int status, Type type) {
        var description = status < 300 ? "Done" : "Not done";
        if (type == Void.class) {
            return Map.of("description", description);
        }
        if (type == Streaming.class) {
            return Map.of("description", description, "content", Map.of(EventResource.TYPE, Map.of("schema", Map.of("type", "string"))));
        }
        return type == String.class
                ? Map.of("description", description, "content", Map.of("text/plain", Map.of("schema", Map.of("type", "string"))))
                : Map.of("description", description, "content", Map.of(Answer.JSON, Map.of("schema", schemas.of(type))));
    }

    /** What every route may be refused with, by what it is. */
    static List<Integer> refusals(Route route) {
        var statuses = new TreeSet<>(List.of(400, 414, 421, 431, 503));
        statuses.addAll(route.refusals());
        if (route.knows()) {
            statuses.addAll(List.of(401, 403));
        }
        if (route.path().contains("{")) {
            statuses.add(404);
        }
        if (route.changes()) {
            statuses.addAll(List.of(403, 413, 415));
        }
        if (route.request() != null || !route.parameters().isEmpty() || route.changes()) {
            statuses.add(422);
        }
        return List.copyOf(statuses);
    }

    private static String title(int status) {
        for (var kind : Refusal.Kind.values()) {
            if (kind.status() == status) {
                return kind.title();
            }
        }
        throw new IllegalArgumentException("nothing is refused with " + status);
    }

    /** Where the routes are described. */
    static List<Route> routes(List<Route> all, String version) {
        var whole = new ArrayList<>(all);
        var described = new ArrayList<Map<String, Object>>();
        whole.add(Route.get("/api/openapi.json", "This description").open().answers(Map.class).by(_ -> {
            synchronized (described) {   // made when first asked for: a start has no time for it
                if (described.isEmpty()) {
                    described.add(of(whole, version));
                }
                return Answer.ok(described.getFirst());
            }
        }));
        return List.copyOf(whole);
    }
}
