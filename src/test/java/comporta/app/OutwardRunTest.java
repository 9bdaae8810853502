package comporta.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs that speak to the outside: a server and a database on loopback. */
class OutwardRunTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/exports", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + exchange.getRequestHeaders().getFirst("X-Key") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("local.yaml"), """
                connections:
                  warehouse: {type: h2, path: "mem:outward", user: reader, password_file: warehouse.secret}
                  catalogue: {host: 127.0.0.1, port: %d, token: t0ken-1234}
                variables: {signature: sign-me-1234}
                """.formatted(server.getAddress().getPort()));
        Files.writeString(folder.resolve("warehouse.secret"), "hush1234\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatADatabaseSaysIsPosted() throws IOException {
        var code = run("""
                dag: outward
                owner: data
                params: {key: {type: string, secret: true}}
                secrets: {SIGNATURE: var.signature}
                tasks:
                  count:
                    operator: sql
                    connection: warehouse
                    query: select count(*) as contracts, current_user as who from system_range(1, 5) where x > :n
                    bind: {n: 2}
                  sign:
                    depends_on: count
                    run: "test ${#COMPORTA_PARAMS} = 18 && echo ::output signed=$(echo $SIGNATURE | cut -c 1-4)"
                    outputs: {signed: string}
                  publish:
                    operator: http
                    depends_on: sign
                    connection: catalogue
                    path: /exports
                    method: POST
                    headers: {X-Key: "{{ params.key }}/{{ conn.warehouse.password }}"}
                    body: {contracts: "{{ outputs.count.first.contracts }}", who: "{{ outputs.count.first.who }}", by: "{{ outputs.sign.signed }}"}
                    outputs: {status: integer}
                """, "-p", "key=k-123456");

        assertThat(err.toString(UTF_8) + out.toString(UTF_8)).contains("outward succeeded");
        assertThat(code).isZero();
        assertThat(received).containsExactly("Bearer t0ken-1234 k-123456/hush1234 {\"contracts\":3,\"who\":\"READER\",\"by\":\"sign\"}");
        assertThat(filesWith("k-123456", "t0ken-1234", "hush1234", "sign-me-1234"))
                .containsExactlyInAnyOrder(folder.resolve("local.yaml"), folder.resolve("warehouse.secret"));
    }

    @Test
    void aLocalRunPrintsWhomItWouldTell() throws IOException {
        var code = run("""
                dag: outward
                on_failure: [data-infra-oncall, {email: [ana@example.org, rui@example.org]}]
                tasks:
                  first: {run: "true", on_success: [{slack: "#data", message: "{{ task.id }} of {{ ds }}: {{ event }}"}]}
                  second:
                    depends_on: first
                    run: "echo the token is t0ken-1234; exit 3"
                    retries: 1
                    retry_delay: 10ms
                    on_retry: [{webhook: "http://example.org/hook"}]
                    on_failure: [{command: "page {{ task.reason }}", message: "{{ task.state }} after try {{ try.number }}: {{ task.reason }}"}]
                """, "--date", "2026-11-01");

        assertThat(code).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(err.toString(UTF_8).lines().filter(line -> line.contains("tells")).map(line -> line.replaceAll("run manual-[^]]+", "run R")))
                .containsExactly(
                        "comporta: on_success tells slack #data: first of 2026-11-01: success",
                        "comporta: on_retry tells webhook http://example.org/hook: outward.second failed and is tried again: exit code 3 [run R]",
                        "comporta: on_failure tells command page 'exit code 3': failed after try 2: exit code 3",
                        "comporta: on_failure tells data-infra-oncall: outward failed: task second failed: exit code 3 [run R]",
                        "comporta: on_failure tells email ana@example.org, rui@example.org: outward failed: task second failed: exit code 3 [run R]");
        assertThat(out.toString(UTF_8)).as("the log's last lines are shown").contains("the token is ***").doesNotContain("t0ken-1234");
    }

    private int run(String dag, String... more) throws IOException {
        var file = Files.writeString(folder.resolve("outward.yaml"), dag);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("COMPORTA_HOME", folder.resolve("home").toString());
        var words = new ArrayList<>(List.of("run", file.toString()));
        words.addAll(List.of(more));
        return Main.run(words, new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false));
    }

    private List<Path> filesWith(String... texts) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var held = Files.readString(file, ISO_8859_1);
                if (List.of(texts).stream().anyMatch(held::contains)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
