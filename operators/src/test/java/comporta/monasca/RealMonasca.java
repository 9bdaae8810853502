package comporta.monasca;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real Keystone and the real monasca-api, a process each, with a project, a user who may do everything there and one who may not. */
final class RealMonasca implements AutoCloseable {
    static final String KEYSTONE_HOME = "COMPORTA_TEST_KEYSTONE";
    static final String MONASCA_HOME = "COMPORTA_TEST_MONASCA";

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Served keystone;
    private final Served monasca;
    private final String admin;

    private record Served(Process process, URI url) {}

    /** @param folder where their databases and their complaints lie */
    RealMonasca(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        var world = copied(Path.of(System.getenv(KEYSTONE_HOME), "world"), folder.resolve("keystone"));
        keystone = serve(KEYSTONE_HOME, "serve_keystone.py", world.toString());
        monasca = serve(MONASCA_HOME, "serve_monasca.py", Files.createDirectories(folder.resolve("monasca")).toString(), keystone.url() + "/v3");
        admin = Objects.requireNonNull(signIn("admin", "adminpassword", "admin"));
        var project = made("project", Map.of("name", "myproject", "domain_id", "default"));
        grant(project, made("user", user("user_monasca", "123456")), made("role", Map.of("name", "monasca-user")));
        grant(project, made("user", user("user_reader", "123456")), found("role", "reader"));
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private Served serve(String home, String script, String... words) throws IOException {
        var copy = folder.resolve(script);
        try (var source = Objects.requireNonNull(RealMonasca.class.getResourceAsStream(script), script)) {
            Files.copy(source, copy);
        }
        var builder = new ProcessBuilder(Path.of(System.getenv(home), "bin", "python3").toString(), copy.toString());
        builder.command().addAll(List.of(words));
        var log = folder.resolve(script + ".log");
        var process = builder.redirectError(log.toFile()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var port = process.inputReader().readLine();
        if (port == null) {
            throw new IOException(script + " does not start: " + Files.readString(log));
        }
        return new Served(process, URI.create("http://127.0.0.1:" + port));
    }

    URI keystone() {
        return keystone.url();
    }

    URI monasca() {
        return monasca.url();
    }

    /** The metrics that were taken so far, in order. */
    List<Map<String, Object>> metrics() {
        try {
            var file = folder.resolve("monasca").resolve("metrics");
            return Files.exists(file) ? Files.readAllLines(file).stream().map(PlainData::mapFromJson).toList() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A credential file of that user, as it has always been written. */
    Path credentials(String user, String password, String project, String path) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "credentials", ".json"), PlainData.toJson(Map.of(
                "keystone_url", keystone.url() + path, "monocasca_client_url", monasca.url().toString(), "username", user, "password", password,
                "project_name", project)));
    }

    /** Nobody is let in with that token any more. */
    void revoke(String token) throws IOException, InterruptedException {
        sent(HttpRequest.newBuilder(keystone.url().resolve("/v3/auth/tokens")).header("X-Auth-Token", admin).header("X-Subject-Token", token).DELETE(), 204);
    }

    private static Map<String, Object> user(String name, String password) {
        return Map.of("name", name, "password", password, "domain_id", "default");
    }

    private @Nullable String signIn(String user, String password, String project) throws IOException, InterruptedException {
        var body = Map.of("auth", Map.of(
                "identity", Map.of("methods", List.of("password"), "password", Map.of(
                        "user", Map.of("name", user, "domain", Map.of("id", "default"), "password", password))),
                "scope", Map.of("project", Map.of("name", project, "domain", Map.of("id", "default")))));
        return sent(post("auth/tokens", body), 201).headers().firstValue("X-Subject-Token").orElse(null);
    }

    private String made(String what, Map<String, Object> thing) throws IOException, InterruptedException {
        var answer = sent(post(what + "s", Map.of(what, thing)).header("X-Auth-Token", admin), 201);
        return id(PlainData.block(PlainData.mapFromJson(answer.body()), what));
    }

    private String found(String what, String name) throws IOException, InterruptedException {
        var answer = sent(HttpRequest.newBuilder(at(what + "s?name=" + name)).header("X-Auth-Token", admin).GET(), 200);
        var list = (List<?>) Objects.requireNonNull(PlainData.mapFromJson(answer.body()).get(what + "s"));
        return id(PlainData.plain((Map<?, ?>) list.getFirst()));
    }

    private static String id(Map<String, Object> thing) {
        return String.valueOf(thing.get("id"));
    }

    private void grant(String project, String user, String role) throws IOException, InterruptedException {
        sent(HttpRequest.newBuilder(at("projects/" + project + "/users/" + user + "/roles/" + role)).header("X-Auth-Token", admin)
                .PUT(BodyPublishers.noBody()), 204);
    }

    private HttpRequest.Builder post(String path, Map<String, ?> body) {
        return HttpRequest.newBuilder(at(path)).header("Content-Type", "application/json").POST(BodyPublishers.ofString(PlainData.toJson(body)));
    }

    private URI at(String path) {
        return URI.create(keystone.url() + "/v3/" + path);
    }

    private HttpResponse<String> sent(HttpRequest.Builder request, int wanted) throws IOException, InterruptedException {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != wanted) {
            throw new IOException(answer + ": " + answer.body());
        }
        return answer;
    }

    @Override
    public void close() {
        monasca.process().destroyForcibly();
        keystone.process().destroyForcibly();
        http.close();
    }
}
