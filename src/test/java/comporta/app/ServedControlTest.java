package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.dag.PlainData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What {@code comporta start} does for deadlines while real processes run: shares of a pool that is too small, and a second start. */
@Order(-130)
class ServedControlTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private int port;
    private Process server;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        port = Ports.free();
        Files.writeString(Files.createDirectories(folder.resolve("home")).resolve("comporta.yaml"), "elasticity: {cpus: 1.2}\n");
        Files.writeString(Files.createDirectories(folder.resolve("dags")).resolve("shares.yaml"), """
                dag: shares
                deadline: {within: 2s}
                tasks:
                  one: {operator: model, iterations: 4, elasticity: {min_cpus: 0.1, max_cpus: 1}, job: {cpus: 0.25, command: sleep 0.5}}
                  two: {operator: model, iterations: 4, elasticity: {min_cpus: 0.1, max_cpus: 1}, job: {cpus: 0.25, command: sleep 0.5}}
                """);
        Files.writeString(folder.resolve("dags/straggles.yaml"), """
                dag: straggles
                deadline: {within: 30s}
                params: {hangs: {type: boolean, default: false}}
                tasks:
                  load:
                    run: if [ {{ params.hangs }} = true ] && mkdir %1$s/hung 2> /dev/null; then echo hangs; exec sleep 290; fi; echo here
                    speculative: true
                  ticks: {operator: model, iterations: 20, job: {command: "[ {{ params.hangs }} = true ] && sleep 1 || true"}}
                """.formatted(folder));
        Files.writeString(folder.resolve("dags/foreseen.yaml"), """
                dag: foreseen
                deadline: {within: 2h}
                tasks:
                  load: {run: "until [ -e %1$s/go ]; do sleep 0.1; done", expected_duration: 1h}
                  report: {run: "true", depends_on: load, expected_duration: 90m}
                """.formatted(folder));
        var words = List.of("start", "--dags", folder.resolve("dags").toString(), "--port", Integer.toString(port), "--output", "json");
        server = Program.get().process(folder.resolve("home"), words).redirectError(folder.resolve("server.log").toFile()).start();
        assertThat(server.inputReader(UTF_8).readLine()).contains("\"ready\":true");
    }

    @AfterEach
    void end() throws InterruptedException {
        server.destroy();
        server.waitFor();
    }

    @Test
    void jobsThatWantMoreThanThereIsShareThePool() throws Exception {
        assertThat(ask("runs", "trigger", "shares", "--wait")).isZero();
        var jobs = items("/elasticity");
        assertThat(jobs).extracting(job -> job.get("task_id")).containsExactlyInAnyOrder("one", "two");
        var reasons = new ArrayList<String>();
        for (var job : jobs) {
            var series = get("/elasticity/" + job.get("job") + "/series");
            assertThat(series).containsEntry("law", "model").containsEntry("deadline", job.get("deadline"));
            assertThat((List<?>) series.get("rows")).hasSize(3).allSatisfy(row -> assertThat(number(((List<?>) row).get(1))).isBetween(0.1, 1.0));
            for (var told : maps(series, "moves")) {
                assertThat(told.get("outcome")).as("the last may come too late to take hold").isIn("applied", "pending");
                reasons.add(String.valueOf(PlainData.block(told, "why").get("text")));
            }
        }
        assertThat(reasons).anyMatch(reason -> reason.matches("it would have 1 \\(.*\\), and 0\\.[0-9]+ is what others leave.*"));
        assertThat((List<?>) get("/night").get("moves")).isNotEmpty();
    }

    @Test
    void aCommandThatHangsIsStartedASecondTimeAndTheFirstToEndWins() throws Exception {
        for (int night = 0; night < 3; night++) {
            assertThat(ask("runs", "trigger", "straggles", "--wait")).isZero();
        }
        assertThat(ask("runs", "trigger", "straggles", "-p", "hangs=true", "--wait")).isZero();
        assertThat(folder.resolve("hung")).as("the first start hung").exists();
        var logs = new Ask(port).ask("tasks", "logs", "straggles/latest", "load").said();
        assertThat(logs).as("streams are not mixed").contains("hangs").doesNotContain("here");
        try (var files = Files.walk(folder.resolve("home"))) {
            assertThat(files.filter(file -> file.endsWith("copy/stdout"))).singleElement().satisfies(file -> assertThat(file).content().contains("here"));
        }
    }

    /** By declared durations it takes 150 minutes of the 120 that it has; without the first task it would take 90. */
    @Test
    void whatWouldFreeATaskIsToldWithTheChanceToBeLateAllTheSame() throws Exception {
        assertThat(ask("runs", "trigger", "foreseen")).isZero();
        var run = "/dags/foreseen/runs/" + items("/dags/foreseen/runs").getFirst().get("run_id");
        var why = get(run + "/tasks/report/why");
        while (!String.valueOf(why).contains("until_p90=2") || get(run).get("p_late") == null) {
            Moment.pass();
            why = get(run + "/tasks/report/why");
        }
        var row = maps(why, "what_if").getFirst();
        assertThat(PlainData.block(row, "change").get("text")).asString().startsWith("Mark load as success");
        assertThat(number(Objects.requireNonNull(row.get("p_late")))).isLessThan(0.5).isLessThan(number(Objects.requireNonNull(get(run).get("p_late"))));
        var reason = maps(why, "reasons").getFirst();
        assertThat(Instant.parse(String.valueOf(reason.get("until_p90")))).isAfter(Instant.parse(String.valueOf(reason.get("until"))));
        assertThat(new Ask(port).ask("tasks", "why", "foreseen/latest", "report").said()).contains("what if: Mark load as success", " chance of being late");
        Files.createFile(folder.resolve("go"));
        assertThat(ask("runs", "watch", "foreseen/latest")).isZero();
    }

    private int ask(String... words) throws Exception {
        return new Ask(port).ask(words).code();
    }

    private static double number(Object value) {
        return Double.parseDouble(String.valueOf(value));
    }

    private List<Map<String, Object>> items(String path) throws Exception {
        return maps(get(path), "items");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Map<String, Object> data, String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(data.get(name));
    }

    private Map<String, Object> get(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return PlainData.mapFromJson(answer.body());
        }
    }
}
