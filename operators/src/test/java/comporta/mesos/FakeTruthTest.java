package comporta.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.dag.PlainData;
import comporta.job.RecordIo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fake answers as the real master did: the recorded requests are sent to it, with its own ids in place of the recorded ones, and status,
 * text and reports are held against the recording.
 */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
class FakeTruthTest {
    private static final String OLD_FRAMEWORK = "ced3d225-498c-4027-96d3-677faa615c3b-0000";
    private static final String OLD_AGENT = "ced3d225-498c-4027-96d3-677faa615c3b-S0";
    private static final int SHOWN = 48;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final LinkedBlockingQueue<Tree> events = new LinkedBlockingQueue<>();
    private FakeMaster master;
    private FakeAgent agent;
    private String stream = "";
    private String framework = "";

    @BeforeEach
    void begin() throws Exception {
        master = new FakeMaster(folder, 15_000, 10_000);
        agent = master.agent(2, 1024, Map.of("slave-type", "mesos-fixed", "pool", "test", "rack", "7"));
        subscribe();
    }

    private void subscribe() throws Exception {
        var request = request("/api/v1/scheduler", PlainData.toJson(Recording.of("020").body().fields())).header("Content-Type", "application/json")
                .header("Accept", "application/json");
        var answer = client.send(request.build(), BodyHandlers.ofInputStream());
        stream = answer.headers().firstValue("Mesos-Stream-Id").orElseThrow();
        Thread.ofVirtual().start(() -> read(answer.body()));
        framework = event("SUBSCRIBED").in("subscribed").id("framework_id");
    }

    private void read(InputStream body) {
        var records = new RecordIo();
        var buffer = new byte[4096];
        try (body) {
            for (int count; (count = body.read(buffer)) >= 0; ) {
                records.read(buffer, count).forEach(record -> events.add(Tree.read(new String(record, StandardCharsets.UTF_8))));
            }
        } catch (IOException e) {
            events.add(new Tree(Map.of("type", "END")));
        }
    }

    @AfterEach
    void end() {
        client.shutdownNow();
        master.close();
    }

    @Test
    void aSubscriptionBeginsAsRecorded() throws Exception {
        var recorded = Recording.of("020").events();
        var offers = event("OFFERS");
        for (var name : List.of("id", "framework_id", "agent_id", "hostname", "url", "resources", "attributes", "allocation_info")) {
            assertThat(offers.in("offers").all("offers").getFirst().has(name)).as(name).isTrue();
            assertThat(recorded.get(1).in("offers").all("offers").getFirst().has(name)).as(name).isTrue();
        }
    }

    /** What is refused, and how. */
    @ParameterizedTest
    @ValueSource(strings = {
        "082", "123", "126", "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "140", "141", "142", "143", "144", "145", "146", "147",
        "148", "149", "150", "151"})
    void requestsAreAnsweredAsRecorded(String number) throws Exception {
        var recording = Recording.of(number);
        var answer = send(recording);
        assertThat(answer.statusCode()).isEqualTo((int) recording.status());
        if (answer.statusCode() != 202) {
            assertThat(begin(answer.body())).isEqualTo(begin(ours(recording.whole().text("response"))));
        }
    }

    /** Launches, each answered 202, and what the stream tells of them then. */
    @ParameterizedTest
    @ValueSource(strings = {"040", "041", "042", "043", "050", "051", "052", "053", "054", "056", "057", "058", "059"})
    void launchesAreToldOfAsRecorded(String number) throws Exception {
        var recording = Recording.of(number);
        var answer = send(recording);
        assertThat(answer.statusCode()).isEqualTo((int) recording.status());
        for (var recorded : recording.statuses()) {
            assertThat(shown(status())).isEqualTo(shown(recorded));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"073", "074"})
    void killsOfUnknownTasksAreAnsweredAsRecorded(String number) throws Exception {
        send(Recording.of(number));
        assertThat(shown(status())).isEqualTo(shown(Recording.of(number).statuses().getFirst()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"070", "072"})
    void killsAreToldOfAsRecorded(String number) throws Exception {
        var kill = Recording.of(number);
        var task = kill.body().in("kill").id("task_id");
        launch(task,
                number.equals("070")
                        ? "trap 'sleep 0.1; exit 7' TERM; echo up; while :; do sleep 0.01; done"
                        : "trap '' TERM; echo up; while :; do sleep 0.1; done");
        assertThat(shown(status())).startsWith("TASK_STARTING");
        assertThat(shown(status())).startsWith("TASK_RUNNING");
        while (agent.processes.sandbox(task).resolve("stdout").toFile().length() == 0) {
            Moment.pass();
        }
        send(kill);
        for (var recorded : kill.statuses()) {
            assertThat(shown(status())).isEqualTo(shown(recorded));
        }
    }

    @Test
    void reconciliationIsAnsweredAsRecorded() throws Exception {
        launch("task-rec", "sleep 60");
        status();
        status();
        var recording = Recording.of("091");
        send(recording);
        for (var recorded : recording.statuses()) {
            assertThat(shown(status())).isEqualTo(shown(recorded));
        }
    }

    @Test
    void aSecondLaunchOfAnIdIsAnErrorOfThatId() throws Exception {
        launch("task-dup", "sleep 60");
        status();
        status();
        master.guest().filters.clear();
        send(Recording.of("164"));
        assertThat(shown(status())).isEqualTo(shown(Recording.of("164").statuses().getFirst()));
    }

    @Test
    void whatIsNotAcknowledgedIsToldAgainAndHoldsBackTheRest() throws Exception {
        master.close();
        master = new FakeMaster(folder.resolve("impatient"), 15_000, 100);
        agent = master.agent(2, 1024, Map.of());
        subscribe();
        launch("task-slow", ":");
        var first = rawStatus();
        assertThat(rawStatus().uuid()).isEqualTo(first.uuid());
        assertThat(rawStatus().uuid()).isEqualTo(first.uuid());
        assertThat(Recording.of("080").statuses().stream().map(TaskStatus::uuid).distinct()).hasSize(1);
    }

    @Test
    void anAgentThatIsLostAndComesBackIsToldOfAsRecorded() throws Exception {
        launch("task-unreach", "sleep 60");
        status();
        status();
        master.lose(agent);
        assertThat(shown(status())).isEqualTo(shown(Recording.of("310").statuses().getFirst()));
        master.regain(agent);
        assertThat(shown(status())).isEqualTo(shown(Recording.of("316").statuses().getFirst()));
    }

    @Test
    void aSandboxIsReadAsRecorded() throws Exception {
        launch("task-ok", "printf 'hello out\\n'");
        status();
        status();
        status();
        var call = Recording.of("256").body().fields().toString();
        assertThat(call).contains("/executors/task-ok/runs/latest/stdout");
        var body = PlainData.toJson(Recording.of("256").body().fields());
        var answer = client.send(HttpRequest.newBuilder(agent.url().resolve("/api/v1")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        var read = Tree.read(answer.body()).in("read_file");
        assertThat(read.whole("size")).isEqualTo(10);
        assertThat(Base64.getDecoder().decode(read.text("data"))).asString(StandardCharsets.UTF_8).isEqualTo("hello out\n");
        var missing = client.send(HttpRequest.newBuilder(agent.url().resolve("/api/v1")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(PlainData.toJson(Recording.of("257").body().fields()))).build(), BodyHandlers.ofString());
        assertThat(missing.statusCode()).isEqualTo((int) Recording.of("257").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"360", "361", "362"})
    void whoDoesNotSignInIsNotLetIn(String number) throws Exception {
        master.demand("orchestrator:s3cret");
        var recording = Recording.of(number);
        var answer = send(recording);
        assertThat(answer.statusCode()).isEqualTo((int) recording.status());
    }

    private String begin(String text) {
        var line = text.replace(framework, "F").replace(stream, "stream").replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "uuid");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN);
    }

    private static String shown(TaskStatus status) {
        var message = status.message().replaceAll(": Offer .*", "").replaceAll("cpus.*", "");
        return status.state() + " " + status.source() + " " + status.reason() + (status.uuid().isPresent() ? " to be acknowledged " : " ")
                + (message.length() <= SHOWN ? message : message.substring(0, SHOWN));
    }

    private void launch(String task, String command) throws Exception {
        var resources = List.of(
                Tree.of("name", "cpus", "type", "SCALAR", "scalar", Map.of("value", 0.1)),
                Tree.of("name", "mem", "type", "SCALAR", "scalar", Map.of("value", 32)));
        var info = Tree.of(
                "name", task, "task_id", Tree.value(task), "agent_id", Tree.value(agent.id), "resources", resources,
                "command", Tree.of("shell", true, "value", command), "kill_policy", Map.of("grace_period", Map.of("nanoseconds", 200_000_000)));
        post(PlainData.toJson(Calls.accept(framework, List.of(offer()), List.of(info), 0)));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return client.send(request("/api/v1/scheduler", body).header("Content-Type", "application/json").header("Mesos-Stream-Id", stream).build(),
                BodyHandlers.ofString());
    }

    /** The recorded request, with the ids of this master. */
    private HttpResponse<String> send(Recording recording) throws Exception {
        var written = recording.whole().fields().get("body");
        var body = written instanceof String text ? text : written == null ? "" : PlainData.toJson(written);
        if (body.contains("\"ACCEPT\"") && !recording.name().startsWith("141") && !List.of("051", "052").contains(recording.name().substring(0, 3))) {
            body = body.replaceAll("\"offer_ids\":\\[\\{\"value\":\"[^\"]*\"\\}\\]", "\"offer_ids\":[{\"value\":\"" + offer() + "\"}]");
        }
        var request = request(recording.whole().text("path"), ours(body));
        recording.headers().forEach((name, value) -> {
            if (!List.of("Host", "Content-Length", "Connection").contains(name)) {
                var text = String.valueOf(value);
                boolean isOld = name.equals("Mesos-Stream-Id") && text.startsWith("17df831d") && !recording.name().startsWith("123");
                request.header(name, isOld ? stream : text);
            }
        });
        if (recording.whole().text("method").equals("GET")) {
            request.GET();
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(master.url() + path)).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String ours(String text) {
        return text.replace(OLD_FRAMEWORK, framework).replace(OLD_AGENT, agent.id);
    }

    private String offer() throws InterruptedException {
        return event("OFFERS").in("offers").all("offers").getFirst().id("id");
    }

    private Tree event(String type) throws InterruptedException {
        var passed = new ArrayList<Tree>();
        while (true) {
            var next = events.take();
            if (next.text("type").equals(type)) {
                events.addAll(passed);
                return next;
            }
            passed.add(next);
        }
    }

    private TaskStatus rawStatus() throws InterruptedException {
        return TaskStatus.read(event("UPDATE").in("update").in("status"));
    }

    /** The next report, acknowledged. */
    private TaskStatus status() throws Exception {
        var status = rawStatus();
        if (status.uuid().isPresent()) {
            post(PlainData.toJson(Calls.acknowledge(framework, status.agent(), status.task(), status.uuid().get())));
        }
        return status;
    }
}
