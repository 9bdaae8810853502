package comporta.api;

import comporta.dag.PlainData;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes requests of an operation: as described, nearly so, and not at all. */
final class Guesser {
    private static final List<String> ODD = List.of(
            "", " ", "0", "-1", "null", "true", "[]", "{}", "~", "a~0", "…", "𝒳", "a\tb", "%", "'", "\"", "<img onerror=x>", "9223372036854775808",
            "../..", "x".repeat(300), "2030-01-01", "2030-01-01T00:00:00Z", "NaN", "\u202e", "success,failed");

    private final RandomGenerator random;
    private final Contract contract;
    private final Map<String, List<String>> known;

    /** @param known what path variables may stand for */
    Guesser(RandomGenerator random, Contract contract, Map<String, List<String>> known) {
        this.random = random;
        this.contract = contract;
        this.known = known;
    }

    /** A request. */
    record Guess(String path, @Nullable String body, List<String> headers) {}

    Guess guess(Contract.Operation operation) {
        var path = new StringBuilder();
        for (var part : operation.path().substring(1).split("/", -1)) {
            path.append('/').append(part.startsWith("{") ? segment(part.substring(1, part.length() - 1)) : part);
        }
        var sign = '?';
        var headers = new ArrayList<String>();
        if (operation.told().get("parameters") instanceof List<?> parameters) {
            for (var each : parameters) {
                var parameter = Contract.map(each);
                if ("query".equals(parameter.get("in")) && random.nextInt(3) == 0) {
                    path.append(sign).append(parameter.get("name")).append('=').append(encoded(query(PlainData.block(parameter, "schema"))));
                    sign = '&';
                }
            }
        }
        if (random.nextInt(30) == 0) {
            path.append(sign).append(encoded(odd().replace("\t", ""))).append("=1");
        }
        if (random.nextInt(20) == 0) {
            headers.addAll(List.of("If-None-Match", "*"));
        }
        if (operation.method().equals("GET")) {
            return new Guess(path.toString(), null, headers);
        }
        if (random.nextInt(4) == 0) {
            headers.addAll(List.of("Idempotency-Key", "key" + random.nextInt(3)));
        }
        if (random.nextInt(25) == 0) {
            headers.addAll(List.of("Content-Type", "text/plain"));
        }
        return new Guess(path.toString(), body(operation), headers);
    }

    private String segment(String variable) {
        var usual = known.getOrDefault(variable, List.of("x"));
        var odd = odd();
        return random.nextInt(16) == 0 && !odd.isEmpty() && !odd.contains("..") ? encoded(odd) : usual.get(random.nextInt(usual.size()));
    }

    private String query(Map<String, Object> schema) {
        if (random.nextInt(4) == 0) {
            return odd();
        }
        if (String.valueOf(schema.get("type")).equals("integer")) {
            return Long.toString(random.nextLong(1, 200));
        }
        if (String.valueOf(schema.get("type")).equals("boolean")) {
            return Boolean.toString(random.nextBoolean());
        }
        if (String.valueOf(schema.get("type")).equals("array")) {
            var words = (List<?>) Objects.requireNonNull(PlainData.block(schema, "items").get("enum"));
            return String.valueOf(words.get(random.nextInt(words.size())));
        }
        return "date-time".equals(schema.get("format")) ? "2030-01-01T00:00:00Z" : List.of("night", "a", "x").get(random.nextInt(3));
    }

    private @Nullable String body(Contract.Operation operation) {
        var request = PlainData.block(PlainData.block(PlainData.block(operation.told(), "requestBody"), "content"), "application/json");
        if (request.isEmpty()) {
            return random.nextInt(10) == 0 ? "{}" : null;
        }
        if (random.nextInt(12) == 0) {
            return odd();
        }
        var data = new LinkedHashMap<String, Object>();
        var shape = contract.resolved(PlainData.block(request, "schema"));
        PlainData.block(shape, "properties").forEach((name, schema) -> {
            if (random.nextInt(5) > 0) {
                data.put(name, value(Contract.map(schema), 0));
            }
        });
        if (random.nextInt(20) == 0) {
            data.put(odd(), odd());
        }
        return PlainData.toJson(data);
    }

    @SuppressWarnings("NullAway")   // null is a value of JSON, too
    private Object value(Map<String, Object> schema, int depth) {
        if (random.nextInt(6) == 0) {
            return switch (random.nextInt(6)) {
                case 0 -> null;
                case 1 -> 1L;
                case 2 -> true;
                case 3 -> List.of(odd(), 2L);
                case 4 -> Map.of(odd(), odd());
                default -> odd();
            };
        }
        if (schema.get("enum") instanceof List<?> words) {
            return words.get(random.nextInt(words.size()));
        }
        var type = String.valueOf(schema.get("type") instanceof List<?> types ? types.getFirst() : schema.get("type"));
        return switch (type) {
            case "boolean" -> random.nextBoolean();
            case "integer" -> random.nextLong(0, 20);
            case "array" -> List.of(List.of("extract", "load", "tick", "x").get(random.nextInt(4)));
            case "object" -> depth > 1 ? Map.of() : Map.of(List.of("limit", "filter", "host", "password", "nightly").get(random.nextInt(5)),
                    List.of("viewer", 3L, "operator").get(random.nextInt(3)));
            default -> random.nextInt(3) == 0 ? odd() : List.of("2030-01-01", "a reason", "load").get(random.nextInt(3));
        };
    }

    private String odd() {
        return ODD.get(random.nextInt(ODD.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
