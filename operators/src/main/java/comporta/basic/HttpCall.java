package comporta.basic;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.LaunchSpec;
import comporta.operator.Refused;
import comporta.operator.Try;
import comporta.secret.Reference;
import comporta.secret.Vault;
import comporta.template.LateText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one try asks of an HTTP server, as it is stored: secrets stand in it by name.
 *
 * @param url where to; null: {@code connection} and {@code path} say so
 * @param body text, or a map that is sent as JSON; null: none
 * @param expect status codes that mean success, such as {@code 200} or {@code 2xx}
 * @param idempotent may be sent again after a lost answer
 * @param timeout for the whole answer
 */
record HttpCall(
        @Nullable String url,
        @Nullable String connection,
        String path,
        String method,
        Map<String, Object> headers,
        @Nullable Object body,
        List<String> expect,
        boolean idempotent,
        Duration timeout,
        Path logFolder) {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    HttpCall {
        headers = PlainData.ordered(headers);
        expect = List.copyOf(expect);
    }

    /** @throws Refused when it cannot be sent as written */
    static HttpCall of(Try attempt) {
        var settings = attempt.settings();
        var method = text(settings, "method", "GET");
        var limit = attempt.task().timeouts().execution();
        var url = settings.get("url") == null ? null : String.valueOf(settings.get("url"));
        if (url != null) {
            address(url);
        }
        return new HttpCall(
                url,
                settings.get("connection") == null ? null : String.valueOf(settings.get("connection")),
                text(settings, "path", ""),
                method,
                PlainData.block(settings, "headers"),
                settings.get("body"),
                expected(settings.get("expect")),
                settings.get("idempotent") instanceof Boolean own ? own : IDEMPOTENT.contains(method),
                limit == null ? TIMEOUT : limit,
                attempt.logFolder());
    }

    private static List<String> expected(@Nullable Object written) {
        return switch (written) {
            case null -> List.of("2xx");
            case List<?> codes -> codes.stream().map(String::valueOf).toList();
            default -> List.of(written.toString());
        };
    }

    private static String text(Map<String, Object> settings, String key, String otherwise) {
        var value = settings.get(key);
        return value == null ? otherwise : value.toString();
    }

    LaunchSpec stored() {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("url", url);
        data.put("connection", connection);
        data.put("path", path);
        data.put("method", method);
        data.put("headers", headers);
        data.put("body", body);
        data.put("expect", expect);
        data.put("idempotent", idempotent);
        data.put("timeout_ms", timeout.toMillis());
        data.put("log_folder", logFolder.toString());
        data.values().removeIf(value -> value == null);
        return new LaunchSpec(PlainData.ordered(withoutNulls(data)));
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> data) {
        var present = new LinkedHashMap<String, Object>();
        data.forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        return present;
    }

    static HttpCall of(LaunchSpec stored) {
        var data = stored.data();
        return new HttpCall(
                data.get("url") instanceof String url ? url : null,
                data.get("connection") instanceof String connection ? connection : null,
                text(data, "path", ""),
                text(data, "method", "GET"),
                PlainData.block(data, "headers"),
                data.get("body"),
                expected(data.get("expect")),
                Boolean.TRUE.equals(data.get("idempotent")),
                Duration.ofMillis(data.get("timeout_ms") instanceof Number millis ? millis.longValue() : TIMEOUT.toMillis()),
                Path.of(text(data, "log_folder", "")));
    }

    /**
     * The address and the headers with their secrets, and what signs in where the author gave nothing that does.
     *
     * @throws comporta.secret.SecretMissing when a connection or a secret cannot be had
     * @throws comporta.template.TemplateFailed when a text that reads secrets cannot be rendered
     */
    HttpMessage filledIn(Vault vault) {
        var server = connection == null ? null : HttpServerAddress.of(vault.connectionOrFail(connection));
        var to = server == null ? address(String.valueOf(url)) : address(server.at(path));
        var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        var payload = LateText.render(body, (path, kept) -> secret(vault, path, kept));
        if (payload instanceof Map || payload instanceof List) {
            sent.put("Content-Type", "application/json");
        }
        if (LateText.render(headers, (path, kept) -> secret(vault, path, kept)) instanceof Map<?, ?> own) {
            own.forEach((name, value) -> sent.put(String.valueOf(name), String.valueOf(value)));
        }
        if (server != null && server.authorization() != null && !sent.containsKey("Authorization")) {
            sent.put("Authorization", signingIn(server.authorization(), vault));
        }
        return new HttpMessage(method, to, sent, payload instanceof Map || payload instanceof List ? PlainData.toJson(payload)
                : payload == null ? null : payload.toString());
    }

    /** The same header; from now on what is secret of it is masked. */
    static String signingIn(String authorization, Vault vault) {
        vault.mask().learn(authorization.substring(authorization.indexOf(' ') + 1));
        return authorization;
    }

    private static Object secret(Vault vault, List<String> path, @Nullable Object kept) {
        if (path.getFirst().equals("conn")) {
            return vault.secret(new Reference.OfConnection(path.get(1), path.get(2)));
        }
        var value = kept instanceof String sealed ? PlainData.fromJson(vault.opened(sealed, path.get(1))) : kept;
        return value == null ? "" : value;
    }

    /** @throws Refused when it is none that can be asked */
    static URI address(String text) {
        try {
            var uri = new URI(text);
            var scheme = uri.getScheme();
            if (uri.getHost() == null || scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new Refused(Cause.USER, "\"" + text + "\" is not an address. Write e.g. https://example.org/path");
            }
            if (uri.getUserInfo() != null) {
                throw new Refused(Cause.USER, "the address holds a user. Put user and password into a connection, and name that");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new Refused(Cause.USER, "\"" + text + "\" is not an address: " + e.getReason() + ". Use | urlencode for values in it");
        }
    }
}
