package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.aurora.FakeAurora;
import comporta.chronos.FakeChronos;
import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The nightly as its authors wrote it, and the clusters that it names: Aurora, Chronos and the Mesos below that, with the programs of its images. */
final class NightClusters implements AutoCloseable {
    /** So many launches is its model. */
    static final int ITERATIONS = 40;
    /** Of the virtual machine: clusters are asked often. */
    static final List<String> OFTEN = List.of("-D" + Backends.APART_PROPERTY + "=PT0.05S");

    final FakeAurora aurora;
    final FakeChronos chronos;
    final Path folder;
    final Path images;
    final Path file;

    NightClusters(Path folder) throws IOException {
        this.folder = folder;
        aurora = new FakeAurora(folder.resolve("aurora"));
        chronos = new FakeChronos(folder.resolve("chronos"), true, "me:secret");
        images = Files.createDirectories(folder.resolve("images"));
        program("run-itaipu", "echo itaipu computes $2 on $(sed -n 's/^spark.mesos.constraints[ =]*//p' $COMPORTA_SPARK_CONF); echo ::output contracts=12");
        program("run-model", "echo $1 iteration $COMPORTA_ITERATION; echo ::output auc=0.8$COMPORTA_ITERATION");
        aurora.programs(images);
        chronos.mesos().programs(images);
        file = Files.createDirectories(folder.resolve("dags")).resolve("nightly.yaml");
        try (var written = Objects.requireNonNull(getClass().getResourceAsStream("/dagfile/examples/nightly.yaml"))) {
            Files.copy(written, file);
        }
        Files.writeString(file.resolveSibling("report.py"), "import sys\nprint('report', *sys.argv[1:])\n");
        configure("");
    }

    /** @param more of the configuration */
    void configure(String more) throws IOException {
        Files.writeString(home().resolve("chronos.json"), "{\"url\": \"%s\", \"user\": \"me\", \"password\": \"secret\"}".formatted(chronos.url()));
        Files.writeString(home().resolve("comporta.yaml"), """
                backends:
                  aurora: {kind: aurora, url: "%s", role: jobs, environment: prod, observer: "%s/observer/{host}"}
                  chronos: {kind: chronos, credentials: chronos.json, mesos: "%s"}
                notifications: {data-infra-oncall: {webhook: "%s/hook"}}
                """.formatted(aurora.url(), aurora.url(), chronos.mesos().url(), aurora.url()) + more);
    }

    Path home() throws IOException {
        return Files.createDirectories(folder.resolve("home"));
    }

    private void program(String name, String line) throws IOException {
        var program = Files.writeString(images.resolve(name), "#!/bin/sh\n" + line + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    /** The night has run on that server, all of it, and each piece once. */
    void expectWholeNight(Ask person) throws IOException {
        var tasks = (List<?>) PlainData.fromJson(person.ask("tasks", "list", "nightly/latest", "--output", "json").said());
        assertThat(tasks).hasSize(7).allSatisfy(task -> assertThat(((Map<?, ?>) task).get("state")).isEqualTo("success"));
        assertThat(person.ask("tasks", "logs", "nightly/latest", "itaipu").said()).contains("itaipu computes all on slave-type\\:itaipu");
        assertThat(person.ask("tasks", "logs", "nightly/latest", "churn-model").said()).contains("churn iteration 1\n", "churn iteration 40\n");
        assertThat(person.ask("tasks", "logs", "nightly/latest", "report").said()).contains("report --date").contains("--auc 0.84");
        expectEachOnce();
    }

    /** By the clusters' own books, and nothing is left there. */
    void expectEachOnce() throws IOException {
        assertThat(aurora.journal()).singleElement().asString().startsWith("start nightly.").endsWith(".itaipu.t1");
        assertThat(chronos.journal()).hasSize(ITERATIONS).doesNotHaveDuplicates().allMatch(line -> line.contains(".churn-model.t1"));
        assertThat(chronos.journal().stream().map(line -> line.replace("start ", "")).filter(chronos::holds)).hasSizeLessThan(3);   // the last ones go soon
    }

    @Override
    public void close() {
        aurora.close();
        chronos.close();
        chronos.mesos().close();
    }
}
