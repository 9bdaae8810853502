package comporta.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.job.Command;
import comporta.job.JobLaunch;
import comporta.job.PaperBackend;
import comporta.operator.Refused;
import comporta.operator.Try;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkDriverOperatorTest {
    private final SparkDriverOperator operator = new SparkDriverOperator(
            PaperBackend.backends(), new SparkSettings(Map.of("aurora", URI.create("http://master:5050")), null), 1 << 20, InstantSource.system());

    @TempDir
    Path scratch;

    @Test
    void executorsRunOnThePoolAndTheFrameworkIsNamedAfterTheLaunch() {
        var properties = properties(
                """
                {"job": {"backend": "aurora", "image": "itaipu:7", "command": "run-itaipu"},
                 "spark": {"node_pool": "itaipu", "total_cores": 80, "executor_cores": "4", "executor_memory": "8g", "driver_memory": "4g"}}
                """);

        assertThat(properties).isEqualTo(
                """
                spark.app.name=sketch.20261121T040000Z.itaipu.t1
                spark.cores.max=80
                spark.driver.memory=4g
                spark.executor.cores=4
                spark.executor.memory=8g
                spark.master=mesos\\://master\\:5050
                spark.mesos.constraints=slave-type\\:itaipu
                spark.mesos.executor.docker.image=itaipu\\:7
                spark.mesos.task.labels=dag\\:sketch,run\\:scheduled-20261121T040000Z,task\\:itaipu,try\\:1
                spark.submit.deployMode=client
                """);
    }

    @Test
    void littleIsNeededOnALaptop() {
        assertThat(properties("{\"job\": {\"command\": \"x\"}}").lines())
                .contains("spark.cores.max=4", "spark.executor.memory=2g", "spark.master=local[*]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"master": "mesos://host:5050"}                            | spark.master=mesos\\://host\\:5050
            {"executor_image": "spark:3.5.6"}                          | spark.mesos.executor.docker.image=spark\\:3.5.6
            {"dynamic_allocation": {"min": 2, "max": 9}}               | spark.dynamicAllocation.enabled=true
            {"dynamic_allocation": {"min": 2, "max": 9}}               | spark.dynamicAllocation.minExecutors=2
            {"dynamic_allocation": {"min": 2, "max": 9}}               | spark.dynamicAllocation.maxExecutors=9
            {"dynamic_allocation": {"min": 2, "max": 9}}               | spark.shuffle.service.enabled=true
            {"properties": {"spark.cores.max": 12}}                    | spark.cores.max=12
            {"properties": {"spark.sql.shuffle.partitions": 200}}      | spark.sql.shuffle.partitions=200
            """)
    void further(String spark, String line) {
        assertThat(properties("{\"job\": {\"command\": \"x\"}, \"spark\": " + spark + "}").lines()).contains(line);
    }

    @Test
    void aPoolMayHaveAnotherSlaveTypeThanItsName() {
        assertThat(properties("{\"job\": {\"command\": \"x\"}, \"spark\": {\"node_pool\": \"churn\"}}").lines())
                .contains("spark.mesos.constraints=slave-type\\:churn-machines");
    }

    @ParameterizedTest(name = "{0} says {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"job": {"command": "printf '%s,' run --date '2026 11'"}}                                       | run,--date,2026 11,
            {"job": {"command": ["printf", "%s,", "a b", "$HOME"]}}                                         | a b,$HOME,
            {"job": {"command": "printf '%s,' run"}, "spark": {"only": ["contracts", "it's"]}}              | run,--only,contracts,it's,
            {"job": {"command": ["printf", "%s,", "run"]}, "spark": {"only": "contracts"}}                  | run,--only,contracts,
            {"job": {"command": "test -s \\"$COMPORTA_SPARK_CONF\\" && printf ok"}}                         | ok
            {"job": {"command": ["sh", "-c", "test -s \\"$COMPORTA_SPARK_CONF\\" && printf ok"]}}           | ok
            {"job": {}, "spark": {"app": "a.jar", "class": "br.Main", "args": ["x y"], "only": ["a", "b"]}} | --properties-file,SCRATCH/spark.conf,--class,br.Main,a.jar,x y,--only,a,b,
            {"job": {}, "spark": {"app": "a.py"}}                                                           | --properties-file,SCRATCH/spark.conf,a.py,
            """)
    void theCommandRunsAsWrittenAndFindsTheProperties(String settings, String says) throws IOException, InterruptedException {
        assertThat(run(settings)).isEqualTo(says.replace("SCRATCH", scratch.toString()));
    }

    @Test
    void theFileThatTheCommandFindsIsReadAsSparkReadsIt() throws IOException, InterruptedException {
        var odd = "a=b:c # \\d+\\n ä";
        run("{\"job\": {\"command\": \"true\"}, \"spark\": {\"properties\": {\"spark.odd key\": " + PlainData.toJson(odd) + "}}}");

        var read = new Properties();
        try (var in = Files.newBufferedReader(scratch.resolve("spark.conf"), StandardCharsets.UTF_8)) {
            read.load(in);
        }
        assertThat(read).containsEntry("spark.odd key", odd);
    }

    @Test
    void aCommandsExitCodeIsTheDrivers() throws IOException, InterruptedException {
        var process = start("{\"job\": {\"command\": \"exit 42\"}}");
        assertThat(process.waitFor()).isEqualTo(42);
    }

    @Test
    void anImageKeepsItsOwnEntryPoint() {
        var launch = launch("{\"job\": {\"image\": \"itaipu:7\", \"args\": [\"--date\", \"d\"]}, \"spark\": {\"only\": [\"a\"]}}");
        assertThat(launch.spec().command()).isEqualTo(new Command.EntryPoint(List.of("--date", "d", "--only", "a")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"job": {"command": "x"}, "spark": {"total_cores": 0}}                              | spark.total_cores is 0. Write a whole number from 1
            {"job": {"command": "x"}, "spark": {"executor_cores": "two"}}                       | spark.executor_cores is "two". Write a whole number from 1
            {"job": {"command": "x"}, "spark": {"dynamic_allocation": {"min": 3, "max": 2}}}    | spark.dynamic_allocation goes from 3 to 2. Let min be at most max
            {"job": {"command": "x"}, "spark": {"properties": "a=b"}}                           | spark.properties is not a map. Write names and values
            {"job": {"command": "x"}, "spark": {"properties": {"spark.driver.supervise": true}}} | spark.properties: spark.driver.supervise would start another driver beside this one. Take it out, and use retries
            {"job": {"command": "x"}, "spark": {"app": "a.jar"}}                                | "job.command" and "spark.app" both say what to run. Keep one
            """)
    void refuses(String settings, String why) {
        assertThatThrownBy(() -> launch(settings)).isInstanceOf(Refused.class).hasMessage(why);
    }

    private String run(String settings) throws IOException, InterruptedException {
        var process = start(settings);
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Starts what a backend would start, with a {@code spark-submit} that says what it was given. */
    private Process start(String settings) throws IOException {
        var launch = launch(settings);
        var argv = switch (launch.spec().command()) {
            case Command.Line line -> List.of("/bin/sh", "-c", line.text());
            case Command.Argv words -> words.words();
            case Command.EntryPoint entry -> throw new AssertionError(entry);
        };
        var bin = Files.createDirectories(scratch.resolve("bin"));
        var submit = Files.writeString(bin.resolve("spark-submit"), "#!/bin/sh\nprintf '%s,' \"$@\"\n");
        assertThat(submit.toFile().setExecutable(true)).isTrue();
        var builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().putAll(launch.environment());
        builder.environment().put("COMPORTA_SCRATCH", scratch.toString());
        builder.environment().compute("PATH", (_, path) -> bin + ":" + path);
        return builder.start();
    }

    private String properties(String settings) {
        return String.valueOf(launch(settings).environment().get("COMPORTA_SPARK_PROPERTIES"));
    }

    private JobLaunch launch(String settings) {
        return JobLaunch.of(operator.prepare(attempt(settings)).getFirst());
    }

    private static Try attempt(String settings) {
        return PaperBackend.attempt("up scales itaipu; more scales churn typed churn-machines; itaipu after up,more", "itaipu",
                PlainData.mapFromJson(settings));
    }
}
