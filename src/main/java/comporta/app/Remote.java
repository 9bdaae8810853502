package comporta.app;

import comporta.dag.PlainData;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of a server, as the verbs use it. Paths are below {@code /api/v1} and begin with a slash. Whatever is not done ends in a
 * {@link RemoteRefusal} with the server's own words. For one thread.
 */
final class Remote implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int PAGE = 500;

    private @Nullable HttpClient http;
    private final URI server;
    private final @Nullable String token;
    private @Nullable Session session;

    /**
     * Speaks to nobody yet.
     *
     * @param server such as {@code http://127.0.0.1:8080}
     * @param token null: none
     * @throws UsageException when that is no address of a server
     */
    Remote(String server, @Nullable String token) {
        this.server = address(server);
        this.token = token == null || token.isBlank() ? null : token.strip();
    }

    /**
     * An answer.
     *
     * @param data what it says, as plain data; null: nothing
     * @param headers the first of each, names in lower case
     */
    record Answer(int status, @Nullable Object data, Map<String, String> headers) {
        /** What it says, where that is an object. */
        Map<String, Object> object() {
            return data instanceof Map<?, ?> map ? PlainData.plain(map) : Map.of();
        }
    }

    private static URI address(String server) {
        try {
            var uri = URI.create(server.strip().replaceAll("/+$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new UsageException("--server is \"" + server + "\", and must be an address such as http://127.0.0.1:8080.");
    }

    /**
     * What a sign-in gave.
     *
     * @param cookie {@code name=value}
     * @param csrf what each deed brings along
     */
    private record Session(String cookie, String csrf) {}

    /** Whether it asks as somebody with a token. */
    boolean hasToken() {
        return token != null;
    }

    /** From now on asks as somebody with a password, until {@link #signOut}. */
    void signIn(String user, String password) {
        Answer answer;
        try {
            answer = post("/session", Map.of(), Map.of("user", user, "password", password));
        } catch (RemoteRefusal e) {
            throw e.status() == 401 ? new RemoteRefusal(401, "the password is not that of a user \"" + user + "\". Try again.") : e;
        }
        session = new Session(answer.headers().getOrDefault("set-cookie", "").replaceFirst(";.*", ""),
                String.valueOf(answer.object().get("csrf")));
    }

    /** Ends the session of {@link #signIn}. */
    void signOut() {
        delete("/session", Map.of());
        session = null;
    }

    /** Asks for one thing. */
    Answer get(String path, Map<String, String> query) {
        return answer(request(path, query).GET().build());
    }

    /** The {@code items} of a list that comes as a whole. */
    List<Map<String, Object>> whole(String path) {
        return get(path, Map.of()).object().get("items") instanceof List<?> found
                ? found.stream().filter(Map.class::isInstance).map(item -> PlainData.plain((Map<?, ?>) item)).toList()
                : List.of();
    }

    /** The {@code items} of a list, page after page. */
    List<Map<String, Object>> list(String path, Map<String, String> query) {
        return list(path, query, Integer.MAX_VALUE);
    }

    /** The same, and no more pages than it takes for {@code most}. */
    List<Map<String, Object>> list(String path, Map<String, String> query, int most) {
        var items = new ArrayList<Map<String, Object>>();
        var asked = new LinkedHashMap<>(query);
        if (most < Integer.MAX_VALUE) {     // short lists come whole, and know no limit
            asked.putIfAbsent("limit", Integer.toString(Math.min(most, PAGE)));
        }
        @Nullable Object next;
        do {
            var page = get(path, asked).object();
            if (page.get("items") instanceof List<?> found) {
                found.forEach(item -> items.add(item instanceof Map<?, ?> map ? PlainData.plain(map) : Map.of()));
            }
            next = page.get("next");
            asked.put("cursor", String.valueOf(next));
        } while (next != null && items.size() < most);
        return items.size() > most ? items.subList(0, most) : items;
    }

    /** Does something. The same call is made twice when the answer of the first is lost; the server does it once. */
    Answer post(String path, Map<String, String> query, @Nullable Object body) {
        return send("POST", path, query, body, UUID.randomUUID().toString());
    }

    Answer put(String path, Map<String, String> query, @Nullable Object body) {
        return send("PUT", path, query, body, UUID.randomUUID().toString());
    }

    Answer delete(String path, Map<String, String> query) {
        return send("DELETE", path, query, null, UUID.randomUUID().toString());
    }

    /**
     * Does something under a key of the caller's.
     *
     * @param key what is done twice under the same key is done once
     */
    Answer send(String method, String path, Map<String, String> query, @Nullable Object body, String key) {
        return answer(request(path, query)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(PlainData.toJson(body)))
                .build());
    }

    /** Text, such as a log, with its headers. */
    HttpResponse<String> text(String path, Map<String, String> query) {
        var response = send(request(path, query).GET().build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw refusal(response.statusCode(), response.body());
        }
        return response;
    }

    /** Lines as they come, without end, such as those of an event stream; close it. */
    Stream<String> lines(String path, Map<String, String> query) {
        var asked = HttpRequest.newBuilder(uri(path, query)).header("Accept", "text/event-stream");
        if (token != null) {
            asked.header("Authorization", "Bearer " + token);
        }
        var response = send(asked.GET().build(), BodyHandlers.ofLines());
        if (response.statusCode() >= 300) {
            try (var body = response.body()) {
                throw refusal(response.statusCode(), body.collect(Collectors.joining("\n")));
            }
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        var request = HttpRequest.newBuilder(uri(path, query)).timeout(ANSWER).header("Accept", "application/json, text/plain");
        var signedIn = session;
        if (signedIn != null) {
            return request.header("Cookie", signedIn.cookie()).header("X-CSRF-Token", signedIn.csrf());
        }
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private URI uri(String path, Map<String, String> query) {
        var words = query.entrySet().stream().map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(server + "/api/v1" + path + (words.isEmpty() ? "" : "?" + words));
    }

    /** A word as a part of a path or of a query. */
    static String encode(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer answer(HttpRequest request) {
        var response = send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw refusal(response.statusCode(), response.body());
        }
        var headers = new LinkedHashMap<String, String>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Answer(response.statusCode(), data(response.body()), headers);
    }

    private @Nullable Object data(String body) {
        try {
            return body.isBlank() ? null : PlainData.fromJson(body);
        } catch (IllegalArgumentException e) {
            throw new RemoteRefusal(0,
                    "what answers at " + server + " is no Comporta server: it speaks no JSON. Name another with --server.");
        }
    }

    /** Made when it is first needed: that takes a while. */
    private HttpClient http() {
        var made = http;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)     // a token is for the server that was named
                    .build();
            http = made;
        }
        return made;
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> reading) {
        try {
            try {
                return http().send(request, reading);
            } catch (ConnectException | HttpTimeoutException | SSLException e) {
                throw e;
            } catch (IOException e) {
                return http().send(request, reading);     // a connection that the server had closed meanwhile
            }
        } catch (HttpTimeoutException e) {
            throw new RemoteRefusal(0, "the server at " + server + " does not answer. Look into its log, or name another with --server.");
        } catch (SSLException e) {
            throw new RemoteRefusal(0,
                    "no safe connection to " + server + ": " + e.getMessage() + ". Is the address right, and the certificate known here?");
        } catch (IOException e) {
            throw new RemoteRefusal(0,
                    "there is no server at " + server + ". Start one with comporta start, or name another with --server.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteRefusal(0, "interrupted.");
        }
    }

    /** A problem document in words. */
    private RemoteRefusal refusal(int status, String body) {
        var said = problem(body);
        var words = new StringBuilder();
        if (said.get("detail") instanceof String detail && !detail.isBlank()) {
            words.append(detail);
        } else if (said.get("title") instanceof String title) {
            words.append(title);
        } else {
            words.append("the server at ").append(server).append(" answers ").append(status);
        }
        if (said.get("fix") instanceof String fix && !fix.isBlank()) {
            words.append(endsSentence(words) ? " " : ". ").append(fix);
        }
        if (status == 401) {
            words.append(endsSentence(words) ? " " : ". ").append("Give a token with --token or in $COMPORTA_TOKEN; "
                    + "comporta tokens create NAME --sign-in USER makes one.");
        }
        words.append(endsSentence(words) ? "" : ".");
        if (said.get("errors") instanceof List<?> errors && errors.size() != 1) {
            errors.forEach(error -> words.append('\n')
                    .append(error instanceof Map<?, ?> map && map.get("detail") != null ? map.get("detail") : error));
        }
        return new RemoteRefusal(status, words.toString());
    }

    private static boolean endsSentence(StringBuilder words) {
        return !words.isEmpty() && ".?!".indexOf(words.charAt(words.length() - 1)) >= 0;
    }

    private static Map<String, Object> problem(String body) {
        try {
            return PlainData.fromJson(body) instanceof Map<?, ?> map ? PlainData.plain(map) : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    @Override
    public void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
