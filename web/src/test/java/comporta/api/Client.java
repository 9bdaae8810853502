package comporta.api;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a server on this machine, over real HTTP. */
final class Client {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    Client(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** What came back. */
    record Reply(int status, String body, Map<String, List<String>> headers) {
        Map<String, Object> json() {
            return PlainData.mapFromJson(body);
        }

        String header(String name) {
            return headers.entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(each -> each.getValue().getFirst()).findFirst().orElse("");
        }

        /** The part of the JSON under names and numbers with slashes between; {@code null} as text when there is none. */
        String at(String path) {
            Object at = PlainData.fromJson(body);
            for (var name : path.split("/", -1)) {
                at = switch (at) {
                    case List<?> list when name.equals("size") -> (Object) list.size();
                    case List<?> list -> Integer.parseInt(name) < list.size() ? list.get(Integer.parseInt(name)) : null;   // not yet, who waits for it finds
                    case Map<?, ?> map -> map.get(name);
                    case null, default -> null;
                };
            }
            return String.valueOf(at);
        }

        /** That part of each item of a page. */
        List<String> each(String name) {
            return ((List<?>) json().getOrDefault("items", List.of())).stream()
                    .map(item -> String.valueOf(((Map<?, ?>) item).get(name))).toList();
        }
    }

    Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    /** Without the content type when the body is null. */
    Reply send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer.body(), answer.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
