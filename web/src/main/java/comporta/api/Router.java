package comporta.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the route of an address. Words stand before variables: {@code /runs/new} is not a run. */
final class Router {
    private final List<Route> routes;
    private final List<List<String>> patterns = new ArrayList<>();

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        routes.forEach(route -> patterns.add(segments(route.path())));
    }

    /** A route with what its variables stand for. */
    record Found(Route route, Map<String, String> variables) {}

    List<Route> routes() {
        return routes;
    }

    /**
     * The route, if there is one of that path.
     *
     * @throws Refusal when there is one, but not with that method
     */
    Optional<Found> find(String method, String path) {
        var asked = segments(path);
        var methods = new TreeSet<String>();
        Found best = null;
        for (int i = 0; i < routes.size(); i++) {
            var variables = match(patterns.get(i), asked);
            if (variables != null) {
                var route = routes.get(i);
                methods.add(route.method());
                if (route.method().equals(method.equals("HEAD") ? "GET" : method)
                        && (best == null || variables.size() < best.variables().size())) {
                    best = new Found(route, variables);
                }
            }
        }
        if (best == null && !methods.isEmpty()) {
            throw new Refusal(
                    Refusal.Kind.METHOD, path + " takes " + String.join(", ", methods) + ", not " + Refusal.shortened(method),
                    Map.of("Allow", String.join(", ", methods)));
        }
        return Optional.ofNullable(best);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static @Nullable Map<String, String> match(List<String> pattern, List<String> asked) {
        if (pattern.size() != asked.size()) {
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            var part = pattern.get(i);
            if (part.startsWith("{")) {
                var value = decoded(asked.get(i));
                if (value.isEmpty()) {
                    return null;
                }
                variables.put(part.substring(1, part.length() - 1), value);
            } else if (!part.equals(asked.get(i))) {
                return null;
            }
        }
        return variables;
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_REQUEST,
                    "\"" + Refusal.shortened(segment) + "\" is not encoded as an address: write %25 for a per cent sign");
        }
    }
}
