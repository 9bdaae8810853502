package comporta.browser;

import comporta.app.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code comporta start} as a process of its own, on any port, with a dags folder that the test writes. */
final class RunningServer implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final String url;

    private RunningServer(Process process, Path folder, String url) {
        this.process = process;
        this.folder = folder;
        this.url = url;
    }

    /** @param files texts of DAG files */
    static RunningServer in(Path folder, List<String> files) {
        try {
            var dags = Files.createDirectories(folder.resolve("dags"));
            for (var text : files) {
                Files.writeString(dags.resolve(text.lines().findFirst().orElseThrow().replace("dag: ", "") + ".yaml"), text);
            }
            return start(folder, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and starts it anew where it was. */
    RunningServer again() {
        close();
        return start(folder, URI.create(url).getPort());
    }

    private static RunningServer start(Path folder, int port) {
        try {
            var builder = Program.get().process(folder.resolve("home"), List.of(
                    "start", "--dags", folder.resolve("dags").toString(), "--port", Integer.toString(port), "--output", "json"));
            builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()));
            var process = builder.start();
            return new RunningServer(process, folder, ready(process.inputReader(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It says where it is. */
    private static String ready(BufferedReader out) throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains("\"url\"")) {
                return line.replaceFirst(".*\"url\" *: *\"([^\"]+)\".*", "$1");
            }
        }
        throw new IllegalStateException("the server ended before it was ready");
    }

    String url() {
        return url;
    }

    /** What a program would say to it. */
    String ask(String method, String path, String body) {
        return ask(url, method, path, body);
    }

    static String ask(String url, String method, String path, String body) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", "application/json")
                    .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Begins a run; gives its id. */
    String begin(String dag) {
        return ask("POST", "/api/v1/dags/" + dag + "/runs", "{}").replaceFirst("(?s).*?\"run_id\" *: *\"([^\"]+)\".*", "$1");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
