package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.aurora.FakeAurora;
import comporta.chronos.FakeChronos;
import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The nightly as its authors wrote it, by each way that there is: nothing of the file is changed. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)   // it only catches a hang
class NightlyAsWrittenTest {
    private static final List<String> OFTEN = List.of("-D" + Backends.APART_PROPERTY + "=PT0.05S");
    private static final int ITERATIONS = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private FakeAurora aurora;
    private FakeChronos chronos;
    private Path file;

    @BeforeEach
    void begin() throws IOException {
        aurora = new FakeAurora(folder.resolve("aurora"));
        chronos = new FakeChronos(folder.resolve("chronos"), true, "me:secret");
        var images = Files.createDirectories(folder.resolve("images"));
        program("run-itaipu", "echo itaipu computes $2 on $(sed -n 's/^spark.mesos.constraints[ =]*//p' $COMPORTA_SPARK_CONF); echo ::output contracts=12");
        program("run-model", "echo $1 iteration $COMPORTA_ITERATION; echo ::output auc=0.8$COMPORTA_ITERATION");
        aurora.programs(images);
        chronos.mesos().programs(images);
        file = Files.createDirectories(folder.resolve("dags")).resolve("nightly.yaml");
        try (var written = Objects.requireNonNull(getClass().getResourceAsStream("/dagfile/examples/nightly.yaml"))) {
            Files.copy(written, file);
        }
        Files.writeString(file.resolveSibling("report.py"), "import sys\nprint('report', *sys.argv[1:])\n");
        Files.writeString(Files.createDirectories(folder.resolve("home")).resolve("chronos.json"),
                "{\"url\": \"%s\", \"user\": \"me\", \"password\": \"secret\"}".formatted(chronos.url()));
        Files.writeString(folder.resolve("home/comporta.yaml"), """
                backends:
                  aurora: {kind: aurora, url: "%s", role: jobs, environment: prod, observer: "%s/observer/{host}"}
                  chronos: {kind: chronos, credentials: chronos.json, mesos: "%s"}
                notifications: {data-infra-oncall: {webhook: "%s/hook"}}
                """.formatted(aurora.url(), aurora.url(), chronos.mesos().url(), aurora.url()));
    }

    @AfterEach
    void end() {
        aurora.close();
        chronos.close();
        chronos.mesos().close();
    }

    private void program(String name, String line) throws IOException {
        var program = Files.writeString(folder.resolve("images").resolve(name), "#!/bin/sh\n" + line + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Map<String, String> environment() {
        return Map.of("COMPORTA_HOME", folder.resolve("home").toString());
    }

    @Test
    void onItsClustersByAServer() throws Exception {
        int port = Ports.free();
        var server = Program.get().start(OFTEN, environment(), List.of(
                "start", "--dags", folder.resolve("dags").toString(), "--port", Integer.toString(port), "--output", "json"));
        try {
            server.awaitTold();
            var person = new Ask(port);
            assertThat(person.ask("variables", "set", "itaipu_version", "7").code()).isZero();
            assertThat(person.ask("variables", "set", "models_version", "8").code()).isZero();
            var waited = person.ask("runs", "trigger", "nightly", "--wait");
            assertThat(waited.code()).as(waited.said() + server.complaints()).isZero();

            var tasks = (List<?>) PlainData.fromJson(person.ask("tasks", "list", "nightly/latest", "--output", "json").said());
            assertThat(tasks).hasSize(7).allSatisfy(task -> assertThat(((Map<?, ?>) task).get("state")).isEqualTo("success"));
            assertThat(person.ask("tasks", "logs", "nightly/latest", "itaipu").said()).contains("itaipu computes all on slave-type\\:itaipu");
            assertThat(person.ask("tasks", "logs", "nightly/latest", "churn-model").said()).contains("churn iteration 1\n", "churn iteration 40\n");
            assertThat(person.ask("tasks", "logs", "nightly/latest", "report").said()).contains("report --date").contains("--auc 0.84");
            expectEachOnce();
        } finally {
            server.interrupt();
            server.end();
        }
        assertThat(server.complaints()).doesNotContain("Exception");
    }

    @Test
    void onItsClustersFromALaptop() throws Exception {
        var run = Program.get().start(OFTEN, environment(), words("as-written"));
        run.end();
        expectSuccess(run);
        expectEachOnce();
    }

    @Test
    void onALaptopAlone() throws Exception {
        var environment = new HashMap<>(environment());
        environment.put("PATH", folder.resolve("images") + ":" + System.getenv("PATH"));
        var run = Program.get().start(List.of(), environment, words("local"));
        run.end();
        expectSuccess(run);
        assertThat(aurora.asked()).isEmpty();
        assertThat(chronos.asked()).isEmpty();
    }

    private List<String> words(String backend) {
        return List.of("run", file.toString(), "--backend", backend, "--var", "itaipu_version=7", "--var", "models_version=8", "--output", "json");
    }

    private static void expectSuccess(Life run) throws IOException {
        assertThat(run.exitCode()).as(run.complaints()).isZero();
        var end = run.told().getLast();
        assertThat(end).containsEntry("state", "success");
        assertThat(Files.readString(Path.of(String.valueOf(end.get("log_dir"))).resolve("report/1/stdout"))).contains("--auc 0.84");
    }

    /** By the clusters' own books, and nothing is left there. */
    private void expectEachOnce() throws IOException {
        assertThat(aurora.journal()).singleElement().asString().startsWith("start nightly.").endsWith(".itaipu.t1");
        assertThat(chronos.journal()).hasSize(ITERATIONS).doesNotHaveDuplicates().allMatch(line -> line.contains(".churn-model.t1"));
        assertThat(chronos.journal().stream().map(line -> line.replace("start ", "")).filter(chronos::holds)).hasSizeLessThan(3);   // the last ones go soon
    }
}
