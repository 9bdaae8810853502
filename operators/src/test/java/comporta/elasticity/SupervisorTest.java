package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import comporta.chronos.ChronosClient;
import comporta.chronos.FakeChronos;
import comporta.dag.PlainData;
import comporta.job.HttpSettings;
import comporta.operator.AlarmThread;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs on a Chronos whose tasks are processes; they report with curl, as they always did. */
class SupervisorTest {
    private static final SupervisorTerms STEPS = new SupervisorTerms(
            "classic", new ClassicConstants(1, 0.3, 0.2, 0, 0, 0.2), 0.1, 2, 0.95, Duration.ofMinutes(2), Duration.ofMillis(50));

    @TempDir
    Path folder;

    private final KeptInMemory memory = new KeptInMemory();
    private final List<Measure> measures = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private AlarmThread alarm;
    private FakeChronos chronos;
    private Supervisor supervisor;
    private SupervisorDoor door;

    @BeforeEach
    void begin() throws IOException {
        alarm = new AlarmThread("test", InstantSource.system());
        chronos = new FakeChronos(folder.resolve("chronos"), true, null);
        supervisor = supervisor();
        door = new SupervisorDoor(supervisor, "127.0.0.1", 0);
    }

    private Supervisor supervisor() {
        var client = new ChronosClient(HttpSettings.PLAIN, chronos.url(), null);
        return new Supervisor(
                memory, Map.of("chronos", new ChronosPlatform(client)), STEPS, CpuUsed.UNKNOWN, measures::addAll, InstantSource.system(), alarm);
    }

    @AfterEach
    void end() {
        door.close();
        supervisor.close();
        alarm.close();
        chronos.close();
        http.close();
    }

    private int post(String path, String type, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private int post(String path, Map<String, Object> body) throws IOException, InterruptedException {
        return post(path, "application/json", PlainData.toJson(body));
    }

    /** A job that reports as the launcher of old made it do. */
    private void add(String name, String uuid, String command) throws Exception {
        var line = "S=$(date +%s); " + command + "; curl -s -H 'Content-Type: application/json' -X POST http://127.0.0.1:" + door.port()
                + "/updateTask -d '{\"name\":\"" + name + "\",\"finished_at\":\"'$(date +%s)'\",\"started_at\":\"'$S'\",\"hostname\":\"h\",\"uuid\":\""
                + uuid + "\",\"launch\":\"'$MESOS_TASK_ID'\"}'";
        try (var client = new ChronosClient(HttpSettings.PLAIN, chronos.url(), null)) {
            client.save(Map.of("name", name, "command", line, "cpus", 1.0, "schedule", "R/2099-01-01T00:00:00.000Z/P1Y"));
        }
    }

    private Map<String, Object> registration(String uuid, String name, int iterations, int seconds) {
        return Map.of(
                "framework", "chronos", "name", name, "job_duration", 100, "deadline", System.currentTimeMillis() / 1000 + seconds, "desv_deadline", 0.2,
                "uuid", uuid, "iterations", iterations);
    }

    @Test
    void aJobRunsItsIterationsWithMoreCpuWhenItIsLateAndIsRemovedAfterTheLast() throws Exception {
        add("linpack", "u1", "true");
        assertThat(post("/initTask", registration("u1", "linpack", 3, 100))).isEqualTo(204);
        memory.awaitEnd("u1");
        assertThat(chronos.starts("linpack")).isEqualTo(3);
        assertThat(chronos.holds("linpack")).isFalse();
        var told = measures.stream().filter(each -> each.name().equals("current_cpu")).map(Measure::value).toList();
        assertThat(told).containsExactly(1.0, 1.3, 1.6);
        assertThat(measures).extracting(Measure::name).contains(
                "prediction_vs_deadline", "remaining_iterations", "last_job_duration", "comporta.cpu_decision");
        assertThat(measures.getFirst().dimensions()).isEqualTo(Map.of("jobname", "linpack", "framework", "chronos", "uuid", "u1"));
    }

    @Test
    void aJobThatWasLaunchedReportsByItselfAndOnlyWhatWentWellIsAnIteration() throws Exception {
        var launching = Launching.of(
                Map.of("name", "launched", "command", "[ -e done ] || { touch done; exit 3; }".replace("done", folder.resolve("done").toString()), "cpus", 0.5,
                        "schedule", "R2//PT3M", "container", Map.of("type", "DOCKER", "image", "i"),
                        "qos", Map.of("duration", 10, "desv_deadline", 0.2, "deadline", 1800)),
                Map.of("duration", 10, "desv_deadline", 0.2, "deadline", 1800), "u9", "it's", "http://127.0.0.1:" + door.port() + "/",
                InstantSource.system().instant());
        assertThat(launching.definition()).doesNotContainKey("qos").containsEntry("schedule", "R/2099-01-01T00:00:00.000Z/P1Y");
        try (var client = new ChronosClient(HttpSettings.PLAIN, chronos.url(), null)) {
            client.save(launching.definition());
        }
        assertThat(post("/initTask", launching.registration())).isEqualTo(204);
        memory.awaitEnd("u9");
        assertThat(chronos.starts("launched")).isEqualTo(3);   // the first ended with exit code 3
        assertThat(measures).filteredOn(each -> each.name().equals("last_job_duration")).hasSize(2);
    }

    @ParameterizedTest(name = "a job file with {0} is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"name":"n","command":"c","schedule":"R3//PT1M"}                                    | no "container"
            {"name":"n","command":"c","schedule":"2099","container":{},"qos":{"deadline":1,"duration":1,"desv_deadline":0.1}} | must begin with R
            {"name":"n","command":"c","schedule":"R3//PT1M","container":{},"qos":{"deadline":1}} | "qos" has no "duration"
            """)
    void aJobFileThatCannotBeUsedIsRefused(String file, String why) {
        var job = PlainData.mapFromJson(file);
        assertThatThrownBy(() -> Launching.of(job, PlainData.block(job, "qos"), "u", "t", "http://s", InstantSource.system().instant()))
                .hasMessageContaining(why);
    }

    @Test
    void aRestartGoesOnWhereItWas() throws Exception {
        add("linpack", "u1", "true");
        supervisor.close();
        memory.keep("u1", SupervisedJob.of(Map.of(
                "uuid", "u1", "framework", "chronos", "name", "linpack", "start", 0, "deadline", 1, "iterations", 2, "min", 0.1, "max", 2,
                "phase", "STARTING", "cpus", 1.4)).data(), true);
        door.close();
        int port = door.port();
        supervisor = supervisor();
        door = new SupervisorDoor(supervisor, "127.0.0.1", port);
        supervisor.start();
        memory.awaitEnd("u1");
        assertThat(chronos.starts("linpack")).isEqualTo(2);
    }

    @Test
    void aDoubledReportCountsOnceAndAFailedIterationIsRunAgain() throws Exception {
        add("slow", "u2", "sleep 300");
        post("/initTask", registration("u2", "slow", 5, 1000));
        memory.awaitRunning("u2");
        var report = Map.<String, Object>of("uuid", "u2", "name", "slow", "started_at", "100", "finished_at", 190, "hostname", "h");
        assertThat(post("/updateTask", report)).isEqualTo(204);
        assertThat(post("/updateTask", report)).isEqualTo(204);
        assertThat(supervisor.standing().get("u2")).extracting("done").asInstanceOf(LIST).hasSize(1);
        assertThat(post("/updateTask", Map.of(
                "uuid", "u2", "name", "slow", "started_at", "200", "finished_at", 201, "hostname", "h", "exit", 7))).isEqualTo(204);
        assertThat(supervisor.standing().get("u2")).extracting("done").asInstanceOf(LIST).hasSize(1);
        assertThat(supervisor.standing().get("u2")).containsEntry("why", "an iteration ended with exit code 7");
    }

    @ParameterizedTest(name = "POST {0} {2} as {1}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /updateTask      | application/json | {"uuid":"none","started_at":1,"finished_at":2}                     | 404
            /updateTask      | application/json | {"started_at":1}                                                   | 400
            /updateTask      | application/json | nonsense                                                           | 400
            /updateTask      | text/plain       | {}                                                                 | 415
            /initTask        | application/json | {"uuid":"u","framework":"yarn","name":"n"}                         | 400
            /initTask        | application/json | {"uuid":"u","framework":"chronos","name":"n","job_duration":"x"}   | 400
            /initMarathonApp | application/json | {"uuid":"none","started_at":"5"}                                   | 404
            /endMarathonApp  | application/json | {"uuid":"none","finished_at":"5"}                                  | 404
            /other           | application/json | {}                                                                 | 404
            """)
    void answersSayWhatIsWrong(String path, String type, String body, int status) throws Exception {
        assertThat(post(path, type, body)).isEqualTo(status);
    }

    @Test
    void aReportWithoutTheTokenOfItsJobIsRefused() throws Exception {
        add("slow", "u3", "sleep 300");
        var registration = new HashMap<>(registration("u3", "slow", 2, 1000));
        registration.put("token", "t");
        post("/initTask", registration);
        var report = new HashMap<String, Object>(Map.of("uuid", "u3", "started_at", 1, "finished_at", 2));
        assertThat(post("/updateTask", report)).isEqualTo(403);
        report.put("token", "t");
        assertThat(post("/updateTask", report)).isEqualTo(204);
        assertThat(supervisor.standing().get("u3")).doesNotContainKey("token");
    }

    @Test
    void saysWelcome() throws Exception {
        var answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Welcome");
    }
}
