package comporta.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers get, and under which rules. */
final class PagesTest {
    private static final Server SERVER = new Server();
    private static final ServerConnector CONNECTOR = new ServerConnector(SERVER, 1, 1);
    private static final Pattern LINKED = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        CONNECTOR.setHost("127.0.0.1");
        SERVER.addConnector(CONNECTOR);
        SERVER.setHandler(new Pages());
        SERVER.start();
    }

    @AfterAll
    static void stop() throws Exception {
        SERVER.stop();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + CONNECTOR.getLocalPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/", "/night", "/night/2026-11-20", "/dags", "/dags/nightly/runs/R1?task=itaipu&tab=log", "/dags/nightly/runs/R1/tasks/score~3", "/sign-in?then=%2Fnight",
        "/problems", "/author"})
    void everyPageIsTheSameShell(String path) throws Exception {
        var answer = send("GET", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.body()).startsWith("<!doctype html>").contains("<script type=\"importmap\">").doesNotContain("{{");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            /,                              pages/night.js
            /night/2026-11-20,              pages/night.js
            /dags,                          pages/dags.js
            /dags/nightly,                  run/grid.js
            /dags/nightly/graph,            run/graph.js
            /dags/nightly/runs,             pages/dag.js
            /dags/nightly/runs/R1,          pages/run.js
            /dags/nightly/runs/R1/graph,    run/graph.js
            /machines/L1,                   pages/machines.js
            /audit,                         pages/audit.js
            /sign-in,                       pages/sign-in.js
            /author,                        pages/author.js
            """)
    void whatAPageIsMadeOfIsLoadedAtOnce(String path, String module) throws Exception {
        assertThat(send("GET", path).body()).containsPattern("<link rel=\"modulepreload\" href=\"/assets/[^/]+/" + module);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            /                                             | night
            /night/2026-11-20?show=needs                  | night?date=2026-11-20
            /night/x                                      | ''
            /dags                                         | dags?limit=50
            /dags?q=x                                     | ''
            /dags/nightly                                 | dags/nightly, dags/nightly/grid?runs=30
            /dags/nightly/graph?task=a                    | dags/nightly, dags/nightly/graph
            /dags/nightly/runs                            | dags/nightly, dags/nightly/runs?limit=50
            /dags/nightly/schedule                        | dags/nightly, dags/nightly/ticks
            /dags/nightly/source?version=2                | dags/nightly
            /dags/nightly/runs/R1                         | dags/nightly/runs/R1/timeline
            /dags/nightly/runs/R1?task=a                  | ''
            /dags/%22%3E%3Cimg%20src=x                    | ''
            /dags/a%26b                                   | ''
            /problems                                     | ''
            """)
    void whatAPageAsksForAtOnceIsAskedBeforeItsModulesAreThere(String path, String asked) throws Exception {
        var html = send("GET", path).body();
        var found = Pattern.compile("<link rel=\"preload\" as=\"fetch\" crossorigin=\"anonymous\" href=\"/api/v1/([^\"]*)\">").matcher(html).results().map(each -> each.group(1)).toList();
        assertThat(found.subList(0, 2)).containsExactly("session", "problems");
        assertThat(String.join(", ", found.subList(2, found.size()))).isEqualTo(asked);
        assertThat(html.indexOf("rel=\"preload\"")).isLessThan(html.indexOf("modulepreload"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/nights", "/index.html", "/app.js", "/favicon.ico", "/META-INF/MANIFEST.MF", "/comporta/page/app.js"})
    void anAddressThatNoPageHasIsNotFound(String path) throws Exception {
        var answer = send("GET", path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("<!doctype html>");   // the page that says so
    }

    @Test
    void thePolicyAllowsOurModulesAndTheImportMapAndNothingElse() throws Exception {
        var answer = send("GET", "/");
        var map = answer.body().replaceFirst("(?s).*<script type=\"importmap\">(.*?)</script>.*", "$1");
        var hash = Base64.getEncoder().encodeToString(Asset.digest(map.getBytes(StandardCharsets.UTF_8)));
        assertThat(header(answer, "Content-Security-Policy")).isEqualTo(
                "default-src 'none'; script-src 'self' 'sha256-" + hash + "'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
                        + "base-uri 'none'; frame-ancestors 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types lit-html comporta");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.body().split("<script", -1)).as("the import map and one module").hasSize(3);
    }

    @Test
    void whatThePageLinksToIsThereAndNeverAskedForAgain() throws Exception {
        var links = LINKED.matcher(send("GET", "/night").body()).results().map(found -> found.group(1)).distinct().toList();
        assertThat(links).hasSizeGreaterThan(10);
        for (var link : links) {
            var answer = send("GET", link);
            assertThat(answer.statusCode()).as(link).isEqualTo(200);
            assertThat(header(answer, "Cache-Control")).as(link).isEqualTo("public, max-age=31536000, immutable");
            assertThat(header(answer, "Content-Type")).as(link).isEqualTo(link.endsWith(".css") ? "text/css;charset=utf-8" : "text/javascript;charset=utf-8");
        }
    }

    @Test
    void theNightPageStaysWithinItsBudget() throws Exception {
        var links = LINKED.matcher(send("GET", "/night").body()).results().map(found -> found.group(1)).distinct().toList();
        assertThat(links.size() + 1 + 5).as("the page, its parts, the worker, and session, problems, night and events").isLessThanOrEqualTo(25);
        long script = 0;
        for (var link : links) {
            script += link.endsWith(".js") ? send("GET", link).body().getBytes(StandardCharsets.UTF_8).length : 0;
        }
        assertThat(script).as("bytes of script").isLessThan(200_000);
    }

    @Test
    void whatIsKnownIsNotSentAgain() throws Exception {
        var first = send("GET", "/night");
        var again = send("GET", "/night", "If-None-Match", header(first, "ETag"));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "Content-Security-Policy")).isNotEmpty();
        assertThat(send("GET", "/night", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/night", "If-None-Match", header(first, "ETag").replaceFirst("\"$", "--gzip\"")).statusCode()).isEqualTo(304);
    }

    @Test
    void partsOfAnotherBuildAreNotTheseParts() throws Exception {
        var answer = send("GET", "/assets/000000000000/app.js");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void pagesAreOnlyLookedAt(String method) throws Exception {
        var answer = send(method, "/night");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        var answer = send("HEAD", "/night");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "ETag")).isNotEmpty();
    }

    /** As no client writes them that means well. */
    @ParameterizedTest
    @ValueSource(strings = {
        "/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/..%5c..%5cetc%5cpasswd", "//etc/passwd", "/assets//app.js",
        "/assets/;/app.js", "/night/..;/..;/etc/passwd", "/assets/%00app.js", "/assets/app.js%00.css", "/%", "/assets/%zz"})
    void hostilePathsLeadNowhere(String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), CONNECTOR.getLocalPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("root:", "import ", "Exception", "at comporta");
        }
    }
}
