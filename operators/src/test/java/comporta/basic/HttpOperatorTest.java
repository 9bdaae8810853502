package comporta.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import comporta.dag.PlainData;
import comporta.job.Heard;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server on loopback. */
class HttpOperatorTest {
    @TempDir
    private Path folder;

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private HttpServer other;
    private Vaults vault;
    private HttpOperator http;
    private Deeds deeds;
    private final Heard heard = new Heard();

    @BeforeEach
    void start() throws IOException {
        server = server();
        other = server();
        vault = Vaults.of(Map.of(
                "catalogue", Map.of("host", "127.0.0.1", "port", String.valueOf(server.getAddress().getPort()), "token", "t0ken-123"),
                "old", Map.of("host", "http://127.0.0.1", "port", String.valueOf(server.getAddress().getPort()), "path", "/api/",
                        "user", "ana", "password", "hush1234")));
        deeds = new Deeds(folder);
        http = operator();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        other.stop(0);
    }

    private HttpOperator operator() {
        var made = new HttpOperator(folder.resolve("state"), vault, InstantSource.system());
        made.watch(heard);
        return made;
    }

    private static HttpServer server() throws IOException {
        var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        made.start();
        return made;
    }

    private static String url(HttpServer of, String path) {
        return "http://127.0.0.1:" + of.getAddress().getPort() + path;
    }

    @ParameterizedTest(name = "{0}, expect {1}, answered {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    |            | 200 | success
            GET    |            | 204 | success
            GET    |            | 404 | user
            GET    | 404        | 404 | success
            GET    | [200, 404] | 404 | success
            GET    | 4xx        | 404 | success
            GET    | [201]      | 200 | user
            GET    |            | 500 | user
            GET    |            | 429 | platform
            GET    |            | 502 | platform
            GET    |            | 503 | platform
            GET    |            | 504 | platform
            POST   |            | 429 | platform
            POST   |            | 503 | platform
            POST   |            | 502 | platform, for good
            POST   |            | 504 | platform, for good
            POST   |            | 302 | user
            PUT    |            | 502 | platform
            """)
    void whatAnAnswerMeans(String method, String expect, int status, String end) throws Exception {
        server.createContext("/", answering(status, "text/plain", ""));

        var exit = run("url: " + url(server, "/x") + "\nmethod: " + method + (expect == null ? "" : "\nexpect: " + expect));

        assertThat(inWords(exit)).isEqualTo(end);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/json               | {"id": 7, "tags": ["a"]} | {"id":7,"tags":["a"]}
            application/problem+json       | [1]                      | [1]
            application/json; charset=utf-8| "ü"                      | "ü"
            application/json               | {broken                  | "{broken"
            text/plain                     | {"id": 7}                | "{\\"id\\": 7}"
            """)
    void aJsonAnswerIsHandedOnParsed(String type, String body, String handedOn) throws Exception {
        server.createContext("/", answering(200, type, body));

        var exit = run("url: " + url(server, "/"));

        assertThat(exit.outputs()).containsEntry("status", 200L);
        assertThat(PlainData.toJson(exit.outputs().get("body"))).isEqualTo(handedOn);
    }

    @ParameterizedTest(name = "a body of {0} bytes is handed on: {1}")
    @CsvSource({"65536, true", "65537, false", "5000000, false"})
    void aLargeBodyIsLeftOut(int bytes, boolean handedOn) throws Exception {
        server.createContext("/", answering(200, "text/plain", "x".repeat(bytes)));

        var exit = run("url: " + url(server, "/"));

        assertThat(exit.isSuccess()).isTrue();
        assertThat(exit.outputs().containsKey("body")).isEqualTo(handedOn);
    }

    @Test
    void signsInByTheConnection() throws Exception {
        server.createContext("/", answering(200, "text/plain", ""));

        run("connection: catalogue\npath: exports?day=2026-11-01\nmethod: POST\nheaders: {X-Day: today}\nbody: {day: 2026-11-01, n: 5}");

        assertThat(received).singleElement().asString()
                .startsWith("POST /exports?day=2026-11-01")
                .contains("Authorization: Bearer t0ken-123", "Content-type: application/json", "X-day: today")
                .endsWith("{\"day\":\"2026-11-01\",\"n\":5}");
    }

    @Test
    void anOwnHeaderWins() throws Exception {
        server.createContext("/", answering(200, "text/plain", ""));

        run("connection: old\npath: /x\nheaders: {authorization: mine}");

        assertThat(received).singleElement().asString().startsWith("GET /api/x").contains("Authorization: mine");
    }

    @Test
    void noSecretIsStoredLoggedOrTold() throws Exception {
        server.createContext("/", exchange -> {
            note(exchange);
            answer(exchange, 400, "text/plain", "bad token t0ken-123");
        });

        var intent = deeds.intent(http, "connection: catalogue\npath: /x");
        var exit = run(intent);

        assertThat(intent.spec().data().toString()).doesNotContain("t0ken");
        assertThat(exit.reason()).contains("bad token ***").doesNotContain("t0ken");
        assertThat(folder.resolve("log/stdout")).content().contains("GET http://127.0.0.1", "→ 400", "bad token ***").doesNotContain("t0ken");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            method: GET                       | platform
            method: PUT                       | platform
            method: DELETE                    | platform
            method: POST                      | platform, for good
            method: PATCH                     | platform, for good
            {method: POST, idempotent: true}  | platform
            {method: GET, idempotent: false}  | platform, for good
            """)
    @SuppressWarnings("try")   // its end is what lets the other thread go
    void aLostAnswerIsAskedForAgainOnlyWhereThatDoesNoHarm(String keys, String end) throws Exception {
        var broken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var hangsUp = Thread.ofVirtual().start(() -> hangUp(broken));
        try {
            var written = keys.startsWith("{") ? keys.substring(1, keys.length() - 1).replace(", ", "\n") : keys;

            var exit = run("url: http://127.0.0.1:" + broken.getLocalPort() + "/\n" + written);

            assertThat(inWords(exit)).isEqualTo(end);
            assertThat(exit.reason()).contains("the answer was lost");
        } finally {
            broken.close();
            hangsUp.join();
        }
    }

    /** Takes each request, and hangs up in place of an answer. */
    private static void hangUp(ServerSocket server) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                int first = connection.getInputStream().read();
                assertThat(first).isNotNegative();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void whereNobodyListensAnyRequestMayBeSentAgain() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var exit = run("url: http://127.0.0.1:" + port + "/\nmethod: POST");

        assertThat(inWords(exit)).isEqualTo("platform");
        assertThat(exit.reason()).contains("no connection");
    }

    @Test
    void anAnswerThatDoesNotComeIsLost() throws Exception {
        var over = new CountDownLatch(1);
        server.createContext("/", exchange -> await(over));

        var exit = run("url: " + url(server, "/") + "\nmethod: POST\nexecution_timeout: 200ms");

        assertThat(inWords(exit)).isEqualTo("platform, for good");
        assertThat(exit.reason()).contains("no answer within");
        over.countDown();
    }

    @Test
    void aStopBreaksItOff() throws Exception {
        var over = new CountDownLatch(1);
        var asked = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            asked.countDown();
            await(over);
        });
        var intent = deeds.intent(http, "url: " + url(server, "/") + "\nmethod: POST");
        http.submit(intent);
        asked.await();
        http.stop(intent, false);

        var exit = heard.end(intent.id());
        assertThat(inWords(exit)).isEqualTo("operator");
        assertThat(exit.reason()).contains("whether the request took effect is not known");
        over.countDown();
    }

    @Test
    void redirectsAreFollowedAndForeignServersGetNoCredentials() throws Exception {
        server.createContext("/first", exchange -> {
            note(exchange);
            exchange.getResponseHeaders().add("Location", "/second");
            answer(exchange, 302, "text/plain", "");
        });
        server.createContext("/second", exchange -> {
            note(exchange);
            exchange.getResponseHeaders().add("Location", url(other, "/third"));
            answer(exchange, 307, "text/plain", "");
        });
        other.createContext("/third", answering(200, "text/plain", "arrived"));

        var exit = run("connection: catalogue\npath: /first\nheaders: {X-Key: mine}");

        assertThat(exit.outputs()).containsEntry("body", "arrived");
        assertThat(received).hasSize(3);
        assertThat(received.get(1)).startsWith("GET /second").contains("Authorization: Bearer t0ken-123", "X-key: mine");
        assertThat(received.get(2)).startsWith("GET /third").doesNotContain("t0ken").doesNotContain("X-key");
    }

    @Test
    void aCircleOfRedirectsEnds() throws Exception {
        server.createContext("/", exchange -> {
            note(exchange);
            exchange.getResponseHeaders().add("Location", "/again");
            answer(exchange, 302, "text/plain", "");
        });

        var exit = run("url: " + url(server, "/"));

        assertThat(inWords(exit)).isEqualTo("user");
        assertThat(received).hasSize(6);
    }

    @Test
    void asksOnceHoweverOftenItIsSubmitted() throws Exception {
        server.createContext("/", answering(200, "text/plain", ""));
        var intent = deeds.intent(http, "url: " + url(server, "/"));

        assertThat(run(intent).isSuccess()).isTrue();
        var nextLife = operator();
        var again = new Heard();
        nextLife.watch(again);
        nextLife.submit(intent);

        assertThat(again.first(News.Ended.class, intent.id()).exit().isSuccess()).isTrue();
        assertThat(received).hasSize(1);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | not begun | never started
            POST | not begun | never started
            GET  | begun     | platform
            POST | begun     | platform, for good
            POST | ended     | success
            """)
    void whatALaterLifeFinds(String method, String state, String finding) throws Exception {
        server.createContext("/", answering(200, "text/plain", ""));
        var intent = deeds.intent(http, "url: " + url(server, "/") + "\nmethod: " + method);
        if (state.equals("ended")) {
            run(intent);
        } else if (state.equals("begun")) {
            assertThat(new DeedFiles(folder.resolve("state")).begin(intent.id())).isTrue();
        }

        assertThat(operator().find(List.of(intent))).singleElement().satisfies(found -> assertThat(inWords(found)).isEqualTo(finding));
        assertThat(operator().find(List.of(intent))).as("from then on it never starts").singleElement().isInstanceOf(Finding.AlreadyEnded.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            url: nowhere              | is not an address
            url: ftp://example.org    | is not an address
            url: http://a:b@c.org/    | Put user and password into a connection
            url: "http://c.org/a b"   | urlencode for values in it
            """)
    void whatCannotBeSentIsRefusedBeforeItIsTried(String keys, String why) {
        var attempt = deeds.attempt(http, keys);

        assertThatThrownBy(() -> http.prepare(attempt)).isInstanceOf(Refused.class).hasMessageContaining(why);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            connection: nowhere                                   | there is no connection "nowhere"
            {url: "http://127.0.0.1:1/", headers: {Host: other}}  | restricted header name
            """)
    void whatIsMissingFailsTheTry(String keys, String why) throws Exception {
        var written = keys.startsWith("{") ? "url: http://127.0.0.1:1/\nheaders: {Host: other}" : keys;
        var exit = run(written);

        assertThat(inWords(exit)).isEqualTo("user");
        assertThat(exit.reason()).contains(why);
    }

    private Exit run(String yaml) throws InterruptedException {
        return run(deeds.intent(http, yaml));
    }

    private Exit run(LaunchIntent intent) throws InterruptedException {
        http.submit(intent);
        return heard.end(intent.id());
    }

    private static String inWords(Finding finding) {
        return switch (finding) {
            case Finding.NeverStarted _ -> "never started";
            case Finding.AlreadyEnded ended -> inWords(ended.end().exit());
            case Finding.Alive _ -> "alive";
            case Finding.OutOfSight _ -> "out of sight";
        };
    }

    private static String inWords(Exit exit) {
        return exit.cause() == null ? "success" : exit.cause().word() + (exit.forGood() ? ", for good" : "");
    }

    private HttpHandler answering(int status, String type, String body) {
        return exchange -> {
            note(exchange);
            answer(exchange, status, type, body);
        };
    }

    private void note(HttpExchange exchange) throws IOException {
        var text = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
        exchange.getRequestHeaders().forEach((name, values) -> text.append(name).append(": ").append(String.join(", ", values)).append('\n'));
        received.add(text + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, status == 204 || bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
