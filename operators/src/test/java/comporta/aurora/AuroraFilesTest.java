package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import comporta.dag.PlainData;
import comporta.job.JobSpec;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of today, evaluated by a real Python with pystachio. */
class AuroraFilesTest {
    private static final JobKey KEY = new JobKey("jobs", "prod", "nightly.20300101T040000Z.itaipu.t1");
    private static final String PYTHON = System.getenv().getOrDefault("COMPORTA_TEST_PYTHON", "");

    @TempDir
    Path folder;

    @BeforeAll
    static void pystachioIsThere() {
        assumeTrue(!PYTHON.isEmpty(), "./test could not set up a Python with pystachio");
    }

    private Map<String, Object> job(String text, String keys) throws IOException {
        Files.writeString(folder.resolve("itaipu.aurora"), text);
        var block = PlainData.mapFromJson("{\"file\": \"itaipu.aurora\"" + (keys.isEmpty() ? "" : ", " + keys) + "}");
        return new AuroraFiles(PYTHON).job(folder, KEY, "cantareira-stable", JobSpec.parse(block));
    }

    @Test
    void aFileGivesWhatAurorasOwnSchemaGives() throws IOException {
        var job = job(
                """
                fetch = Process(
                  name='fetch', max_failures=3,
                  cmdline='curl -sSf -o itaipu.jar https://artifacts.local/itaipu-{{itaipu_version}}.jar')
                driver = Process(
                  name='driver',
                  cmdline='spark-submit --master mesos://zk://zk1:2181/mesos itaipu.jar --port {{thermos.ports[ui]}} --instance {{mesos.instance}}')
                report = Process(name='report', cmdline='./report.sh', final=True)
                jobs = [Job(
                  name='itaipu-contracts', role='jobs', contact='data-infra@example.com', cluster='cantareira-stable', environment='prod',
                  task=Task(
                    name='{{job}}', processes=[fetch, driver, report], constraints=order(fetch, driver),
                    resources=Resources(cpu=2.0, ram=4*GB, disk=8*GB), finalization_wait=60),
                  constraints={'slave-type': 'mesos-fixed'}, container=Docker(image='registry.local/itaipu:{{itaipu_version}}'))]
                """,
                "\"bind\": {\"job\": \"itaipu-contracts\"}, \"version\": {\"itaipu\": \"df8da67\"}");
        var golden = new LinkedHashMap<>(PlainData.mapFromJson(Recordings.text("golden/thermos-executor-config.json")));
        golden.put("name", KEY.name());
        assertThat(job).isEqualTo(golden);
        assertThat(Thermos.mainProcess(job)).isEqualTo("driver");
    }

    @Test
    void filesIncludeOthersAndMayPrint() throws IOException {
        Files.createDirectories(folder.resolve("shared"));
        Files.writeString(folder.resolve("shared/base.aurora"), "small = Resources(cpu=0.1, ram=64*MB, disk=64*MB)");
        var job = job(
                """
                include('shared/base.aurora')
                print('evaluated')
                task = SequentialTask(name='scale', resources=small, processes=[
                  Process(name='one', cmdline='echo {{N_NODES}}'), Process(name='two', cmdline='true')])
                jobs = [Job(name=name, task=task) for name in ('scale', 'downscale')]
                """,
                "\"name\": \"scale\", \"bind\": {\"N_NODES\": 0}");
        assertThat(PlainData.toJson(PlainData.block(job, "task").get("processes"))).contains("\"cmdline\":\"echo 0\"");
        assertThat(PlainData.toJson(PlainData.block(job, "task").get("constraints"))).isEqualTo("[{\"order\":[\"one\",\"two\"]}]");
        assertThat(job).containsEntry("role", "jobs").containsEntry("name", KEY.name());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            jobs = []                                                              |                   | it has no list "jobs". Add: jobs = [...]
            jobs = [1 / 0]                                                         |                   | line 1: ZeroDivisionError: division by zero
            jobs = [                                                               |                   | line 1: '[' was never closed
            jobs = [Job(name='a', task=SimpleTask('a', 'echo {{x}} {{y.z}}'))]     | "bind": {"x": 1}  | nothing is bound to {{y.z}}. Add it to job.bind
            jobs = [Job(name='a'), Job(name='b')]                                  |                   | it has 2 jobs. Name one of them in job.name: a, b
            jobs = [Job(name='a')]                                                 | "name": "c"       | it has no job "c". Name one of them in job.name: a
            jobs = [Service(name='a', task=SimpleTask('a', 'true'))]               |                   | the job is a service, which never ends. Use Job in place of Service
            """)
    void whatIsWrongWithAFileIsTold(String text, String keys, String why) {
        assertThatThrownBy(() -> job(text, keys == null ? "" : keys))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.because()).isEqualTo(Cause.USER))
                .hasMessage(folder.resolve("itaipu.aurora") + ": " + why);
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        var spec = JobSpec.parse(Map.of("file", "nowhere.aurora"));
        assertThatThrownBy(() -> new AuroraFiles(PYTHON).job(folder, KEY, "c", spec))
                .hasMessage("job.file " + folder.resolve("nowhere.aurora") + " is not there. Correct the path, which begins at the folder of the DAG file");
    }

    @Test
    void anEndlessFileIsGivenUp() throws IOException {
        Files.writeString(folder.resolve("itaipu.aurora"), "while True: pass");
        var spec = JobSpec.parse(Map.of("file", "itaipu.aurora"));
        assertThatThrownBy(() -> new AuroraFiles(PYTHON, Duration.ofSeconds(1)).job(folder, KEY, "c", spec))
                .hasMessage(folder.resolve("itaipu.aurora") + " was not evaluated within 1 s");
    }

    @Test
    void aFileSeesNothingOfOurEnvironment() throws IOException {
        var job = job(
                """
                import os
                jobs = [Job(name='a', task=SimpleTask('a', 'echo %d' % len([name for name in os.environ if name != 'LC_CTYPE'])))]
                """,
                "");
        assertThat(PlainData.toJson(job)).contains("\"cmdline\":\"echo 0\"");
    }
}
