package comporta.template;

import comporta.template.Parsed.Piece;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that read secrets: they are not rendered before they are sent. Until then plain data stands in their place, which can be stored:
 * the text as written, what it reads that is no secret, and the names of the secrets.
 */
public final class LateText {
    private static final String TEXT = "{{late}}";
    private static final String ZONE = "zone";
    private static final String KNOWN = "known";
    private static final String SECRETS = "secrets";

    private LateText() {}

    /** Where secrets come from at last. */
    @FunctionalInterface
    public interface Secrets {
        /**
         * The secret behind a name.
         *
         * @param path its parts: {@code conn, warehouse, password} or {@code params, token}
         * @param kept what the run holds in its place; null: nothing
         */
        Object value(List<String> path, @Nullable Object kept);
    }

    /**
     * Renders every text of a tree as {@code VALUE}, and puts off those that read secrets.
     *
     * @param secretParams names of the parameters that are secret
     * @throws TemplateFailed as {@link Templates#render} does
     */
    public static @Nullable Object prepare(@Nullable Object tree, Names names, Set<String> secretParams) {
        return switch (tree) {
            case String text -> prepared(text, names, secretParams);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
                map.forEach((key, value) -> rendered.put(String.valueOf(key), prepare(value, names, secretParams)));
                yield rendered;
            }
            case List<?> list -> {
                List<@Nullable Object> rendered = new ArrayList<>();
                list.forEach(item -> rendered.add(prepare(item, names, secretParams)));
                yield rendered;
            }
            case null, default -> tree;
        };
    }

    private static Object prepared(String text, Names names, Set<String> secretParams) {
        var open = new LinkedHashSet<List<String>>();
        var secret = new LinkedHashSet<List<String>>();
        for (var path : paths(text, names)) {
            if (path.equals(List.of("params"))) {
                secretParams.forEach(param -> secret.add(List.of("params", param)));
                open.add(path);
            } else if (isSecret(path, secretParams)) {
                secret.add(path.getFirst().equals("conn") ? path.subList(0, 3) : path.subList(0, 2));
            } else {
                open.add(path);
            }
        }
        if (secret.isEmpty()) {
            return Templates.render(text, Templates.Use.VALUE, names);
        }
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        open.forEach(path -> keep(known, path, names));
        secret.forEach(path -> keep(known, path, names));
        return Map.of(TEXT, text, ZONE, names.zone().getId(), KNOWN, known, SECRETS, List.copyOf(secret));
    }

    private static Set<List<String>> paths(String text, Names names) {
        var paths = new LinkedHashSet<List<String>>();
        if (Templates.hasTemplate(text)) {
            for (var piece : Parsed.parse(text, names::ids, names.passThrough()).pieces()) {
                if (piece instanceof Piece.Hole hole) {
                    paths.addAll(Reads.paths(hole.expr()));
                }
            }
        }
        return paths;
    }

    private static boolean isSecret(List<String> path, Set<String> secretParams) {
        return switch (path.getFirst()) {
            case "conn" -> path.size() >= 3 && Known.SECRET_CONNECTION_FIELDS.contains(path.get(2));
            case "params" -> path.size() >= 2 && secretParams.contains(path.get(1));
            default -> false;
        };
    }

    /** Notes down what stands behind a name now; of one that does not exist, how far it does. */
    private static void keep(Map<String, @Nullable Object> known, List<String> path, Names names) {
        var value = names.value(path.getFirst());
        int depth = 1;
        while (depth < path.size() && (value instanceof Names.Lookup || value instanceof Map)) {
            var part = path.get(depth);
            var next = value instanceof Names.Lookup lookup ? lookup.get(part) : ((Map<?, ?>) value).get(part);
            if (next == null) {
                put(known, path.subList(0, depth), Map.of());
                return;
            }
            value = next;
            depth++;
        }
        if (value != null) {
            put(known, path.subList(0, depth), Values.plain(value, names.zone()));
        }
    }

    private static Map<String, @Nullable Object> copy(@Nullable Object tree) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }

    /** Puts a value into a tree of maps; what stands there stays when it is more. */
    private static void put(Map<String, @Nullable Object> tree, List<String> path, @Nullable Object value) {
        var at = tree;
        for (var part : path.subList(0, path.size() - 1)) {
            var below = copy(at.get(part));
            at.put(part, below);
            at = below;
        }
        if (value instanceof Map<?, ?> empty && empty.isEmpty()) {
            at.putIfAbsent(path.getLast(), value);
        } else {
            at.put(path.getLast(), value);
        }
    }

    /**
     * Renders what was put off in a tree; all else stays.
     *
     * @throws TemplateFailed as {@link Templates#render} does
     */
    public static @Nullable Object render(@Nullable Object tree, Secrets secrets) {
        return switch (tree) {
            case Map<?, ?> map when map.get(TEXT) instanceof String text -> late(text, map, secrets);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
                map.forEach((key, value) -> rendered.put(String.valueOf(key), render(value, secrets)));
                yield rendered;
            }
            case List<?> list -> {
                List<@Nullable Object> rendered = new ArrayList<>();
                list.forEach(item -> rendered.add(render(item, secrets)));
                yield rendered;
            }
            case null, default -> tree;
        };
    }

    private static Object late(String text, Map<?, ?> kept, Secrets secrets) {
        var known = copy(kept.get(KNOWN));
        if (kept.get(SECRETS) instanceof List<?> paths) {
            for (var each : paths) {
                var path = each instanceof List<?> parts ? parts.stream().map(String::valueOf).toList() : List.<String>of();
                put(known, path, secrets.value(path, at(known, path)));
            }
        }
        instants(known);
        var names = Names.in(ZoneId.of(String.valueOf(kept.get(ZONE))));
        known.forEach((root, value) -> {
            if (value != null) {
                names.with(root, value);
            }
            if (value instanceof Map<?, ?> map && Known.ASKED_BY_NAME.contains(root)) {
                var ids = new LinkedHashSet<String>();
                map.keySet().forEach(id -> ids.add(String.valueOf(id)));
                names.ids(root, ids);
            }
        });
        return Templates.render(text, Templates.Use.VALUE, names.build());
    }

    private static @Nullable Object at(Map<String, @Nullable Object> tree, List<String> path) {
        Object found = tree;
        for (var part : path) {
            found = found instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return found;
    }

    /** Instants were stored as text. */
    private static void instants(Map<String, @Nullable Object> known) {
        Known.FIELDS.forEach((name, kind) -> {
            var path = List.of(name.split("\\.", -1));
            if (kind == Kind.INSTANT && at(known, path) instanceof String text) {
                put(known, path, OffsetDateTime.parse(text));
            }
        });
    }
}
