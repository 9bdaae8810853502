package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the server treats requests of every kind, whatever they are for. */
class MannersTest {
    @TempDir
    static Path folder;

    private static Served served;
    private static Client client;
    private static String run = "";

    @BeforeAll
    static void start() throws InterruptedException {
        served = new Served(folder);
        client = served.client;
        run = served.begun("one");
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/dags/nightly                        | 200 | ok
            GET    | /api/v1/dags/nigthly                        | 404 | Did you mean "nightly"?
            GET    | /api/v1/dags/nightly/runs/RUNx              | 404 | Did you mean "RUN"?
            GET    | /api/v1/dags/nightly/runs/RUN/tasks/extrct  | 404 | Did you mean "extract"?
            GET    | /api/v1/dags/%2e%2e/runs                    | 400 | not
            GET    | /api/v1/dgas                                | 404 | Did you mean "/api/v1/dags"?
            GET    | /nothing                                    | 404 | no address "/nothing"
            GET    | /api/v1/dags/a%00b                          | 400 | not
            DELETE | /api/v1/dags                                | 405 | takes GET, not DELETE
            GET    | /api/v1/dags?limit=0                        | 422 | must be an integer from 1 to 500
            GET    | /api/v1/dags?limt=1                         | 400 | Did you mean "limit"?
            GET    | /api/v1/dags?paused=maybe                   | 422 | must be true or false
            GET    | /api/v1/dags/nightly/runs?state=fine        | 422 | must be of queued, running, paused, success, failed, cancelled
            GET    | /healthz                                    | 200 | alive
            GET    | /readyz                                     | 200 | ready
            GET    | /metrics                                    | 200 | comporta_http_requests
            """)
    void requests(String method, String path, int status, String says) {
        var reply = client.send(method, path.replace("RUN", run), null);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        if (status >= 400) {
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.at("status")).isEqualTo(Integer.toString(status));
            assertThat(reply.body().replace("\\\"", "\"")).contains(says.replace("RUN", run));
        } else {
            assertThat(reply.body()).contains(says);
        }
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void anAddressThatJettyRefusesSpoilsNoLaterRequestOfItsConnection() {
        for (int i = 0; i < 1500; i++) {
            assertThat(client.get("/api/v1/dags/%25/runs").status()).isEqualTo(400);
            assertThat(client.post("/api/v1/dags/nothing/pause", "{}").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            {}                    | application/json                | 200 | Runs hourly once
            {}                    | application/json;charset=utf-8  | 200 | Runs hourly once
            {}                    | text/plain                      | 415 | Send Content-Type: application/json
            a=b                   | application/x-www-form-urlencoded | 415 | Send Content-Type: application/json
            {"note"               | application/json                | 400 | this is not JSON
            []                    | application/json                | 422 | must be a JSON object
            {"note": 3}           | application/json                | 422 | must be text
            {"note": "a\\u0000b"} | application/json                | 422 | NUL
            {"nott": ""}          | application/json                | 422 | Did you mean "note"?
            {"logical_date": "x"} | application/json                | 422 | Write 2026-11-01
            {"logical_date": "1066-10-14"} | application/json       | 422 | 1970
            """)
    void bodies(String body, String type, int status, String says) {
        var reply = client.post("/api/v1/dags/hourly/runs?dry_run=true", body, "Content-Type", type);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body().replace("\\\"", "\"")).contains(says);
    }

    @Test
    void aBodyTooLargeIsNotRead() {
        var reply = client.post("/api/v1/dags/hourly/runs", "{\"note\": \"" + "x".repeat(ApiHandler.LARGEST_BODY) + "\"}");
        assertThat(reply.status()).isEqualTo(413);
    }

    @Test
    void anAddressTooLongIsRefused() {
        assertThat(client.get("/api/v1/dags?q=" + "x".repeat(9000)).status()).isEqualTo(414);
        assertThat(client.get("/api/v1/dags", "X-Long", "x".repeat(20_000)).status()).isEqualTo(431);
    }

    @ParameterizedTest(name = "called {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1            | 200
            localhost            | 200
            LOCALHOST:1          | 200
            [::1]:8080           | 200
            comporta.example.org | 200
            evil.example.org     | 421
            127.0.0.1.evil.org   | 421
            """)
    void hosts(String host, int status) throws IOException {
        assertThat(raw("GET /api/v1/dags HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void whatIsNoHttpIsAnsweredAsAProblem() throws IOException {
        var reply = raw("GET /api/v1/dags HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n");
        assertThat(reply).startsWith("HTTP/1.1 400").contains("application/problem+json").doesNotContain("jetty", "Jetty");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @ParameterizedTest(name = "from {0}, {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                     | -           | 200
            http://127.0.0.1:PORT | same-origin | 200
            http://127.0.0.1:1    | -           | 403
            https://evil.example  | -           | 403
            null                  | -           | 403
            not an origin         | -           | 403
            -                     | cross-site  | 403
            """)
    void originsOfChanges(String origin, String site, int status) {
        var headers = new ArrayList<String>();
        if (origin != null) {
            headers.addAll(List.of("Origin", origin.replace("PORT", Integer.toString(client.port()))));
        }
        if (site != null) {
            headers.addAll(List.of("Sec-Fetch-Site", site));
        }
        var reply = client.post("/api/v1/dags/hourly/runs?dry_run=true", "{}", headers.toArray(String[]::new));
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    }

    @Test
    void whatIsKnownIsNotSentAgain() {
        var first = client.get("/api/v1/dags/nightly/runs");
        assertThat(first.header("ETag")).startsWith("W/\"");
        assertThat(first.header("Event-Id")).matches("\\d+-\\d+");
        var again = client.get("/api/v1/dags/nightly/runs", "If-None-Match", first.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("Event-Id")).isEqualTo(first.header("Event-Id"));
        var zipped = client.get("/api/v1/dags/nightly/runs", "Accept-Encoding", "gzip");
        assertThat(zipped.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(client.get("/api/v1/dags/nightly/runs", "Accept-Encoding", "gzip", "If-None-Match", zipped.header("ETag")).status()).isEqualTo(304);
        client.post("/api/v1/dags/nightly/runs", "{}");
        assertThat(client.get("/api/v1/dags/nightly/runs", "If-None-Match", first.header("ETag")).status()).isEqualTo(200);
    }

    @Test
    void readinessSaysWhatIsMissing() {
        served.readiness(new Readiness("scheduler", List.of("the dags folder was not read yet")));
        var reply = client.get("/readyz");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.at("waits_for/0")).isEqualTo("the dags folder was not read yet");
        served.readiness(new Readiness("scheduler", List.of()));
        assertThat(client.get("/readyz").status()).isEqualTo(200);
    }

    @Test
    void nobodyIsToldThatADagDoesNotExistBeforeTheFolderWasRead() {
        served.readiness(new Readiness("scheduler", List.of("the dags folder has not been read")));
        for (var reply : List.of(client.get("/api/v1/dags"), client.get("/api/v1/dags/weekly"), client.post("/api/v1/dags/weekly/runs", "{}"))) {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.at("detail")).isEqualTo("the dags folder has not been read. Ask again");
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        }
        served.readiness(new Readiness("scheduler", List.of()));
        assertThat(client.get("/api/v1/dags/weekly").status()).isEqualTo(404);
    }

    @Test
    void headIsGetWithoutTheBody() {
        var reply = client.send("HEAD", "/api/v1/dags", null);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("ETag")).isNotEmpty();
    }
}
