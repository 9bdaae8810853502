package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.chronos.ChronosClient;
import comporta.chronos.FakeChronos;
import comporta.dag.Moment;
import comporta.dag.PlainData;
import comporta.job.Credentials;
import comporta.job.HttpSettings;
import comporta.marathon.FakeMarathon;
import comporta.marathon.MarathonClient;
import comporta.monasca.FakeMonasca;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code comporta supervisor} alone, a process with the three credential files, as those start it who have always had one. */
@Order(-150)
class SupervisorVerbTest {
    private static final HttpSettings SIGNED_IN = HttpSettings.PLAIN.as(new Credentials("me", "secret"));

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Life> lives = new ArrayList<>();
    private FakeChronos chronos;
    private FakeMarathon marathon;
    private FakeMonasca monasca;
    private int port;

    @BeforeEach
    void begin() throws IOException {
        chronos = new FakeChronos(folder.resolve("chronos"), true, "me:secret");
        marathon = new FakeMarathon(folder.resolve("marathon"), "me:secret");
        monasca = new FakeMonasca(folder.resolve("monasca"));
        port = Ports.free();
        credentials("Chronos", Map.of("url", chronos.url().toString(), "user", "me", "password", "secret"));
        credentials("Marathon", Map.of("url", marathon.url().toString(), "user", "me", "password", "secret"));
        credentials("Monasca", Map.of(
                "keystone_url", monasca.url() + "/v3/", "monocasca_client_url", monasca.url().toString(), "username", "user_monasca",
                "password", "123456", "project_name", "myproject"));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (var life : lives) {
            life.killAfter(0);
        }
        chronos.close();
        marathon.close();
        monasca.close();
        http.close();
    }

    private void credentials(String of, Map<String, Object> keys) throws IOException {
        Files.writeString(folder.resolve("credentials" + of + ".json"), PlainData.toJson(keys));
    }

    private Life supervisor() throws Exception {
        var life = Program.get().start(folder.resolve("home"), true, List.of(
                "supervisor", "-a", folder.resolve("credentialsMarathon.json").toString(), "-c", folder.resolve("credentialsChronos.json").toString(),
                "-m", folder.resolve("credentialsMonasca.json").toString(), "-i", "127.0.0.1", "-p", Integer.toString(port),
                "--law", "classic", "--variant", "1", "--cpu_increment", "0.3", "--cpu_decrement", "0.2", "--sleeping_time", "0", "--deployment_time", "0",
                "--logfile", folder.resolve("log").toString(), "--output", "json"));
        lives.add(life);
        life.awaitTold();
        assertThat(life.told()).as(life.complaints()).singleElement()
                .satisfies(ready -> assertThat(ready).containsEntry("ready", true).containsEntry("url", "http://127.0.0.1:" + port));
        return life;
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private int post(String path, String body) throws IOException, InterruptedException {
        return sent(at(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body))).statusCode();
    }

    private static void await(BooleanSupplier state) {
        while (!state.getAsBoolean()) {
            Moment.pass();
        }
    }

    private long starts(String job) {
        try {
            return chronos.starts(job);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was sent before a kill may be sent again. */
    private List<Double> told(String metric) {
        return monasca.metrics().stream()
                .filter(each -> metric.equals(each.get("name")) && String.valueOf(each.get("dimensions")).contains("framework=chronos"))
                .map(each -> Double.valueOf(String.valueOf(each.get("value"))))
                .distinct()
                .toList();
    }

    @Test
    void aJobOfOldKeepsItsPlanThoughTheSupervisorIsKilled() throws Exception {
        // the command and its report as the launcher of old wrote them; from the second iteration on it waits for a file
        var command = "S=$(date +%s); echo x >>" + folder + "/ran; [ $(wc -l <" + folder + "/ran) -lt 2 ] || until [ -e " + folder
                + "/go ]; do sleep 0.1; done; "
                + "curl -s --retry 20 --retry-connrefused -H 'Content-Type: application/json' -X POST http://127.0.0.1:" + port + "/updateTask "
                + "-d '{\"name\":\"linpack\",\"finished_at\":\"'$(date +%s)'\",\"started_at\":\"'$S'\",\"hostname\":\"'h$$'\",\"uuid\":\"0123abcd\"}'";
        try (var client = new ChronosClient(SIGNED_IN, chronos.url(), null)) {
            client.save(Map.of("name", "linpack", "command", command, "cpus", 1.0, "schedule", "R/2099-01-01T00:00:00.000Z/P1Y"));
        }
        var first = supervisor();
        assertThat(sent(at("/").GET()).body()).contains("/initTask");
        assertThat(post("/initTask", """
                {"framework":"chronos","name":"linpack","job_duration":100,"deadline":%d.5,"desv_deadline":0.2,"uuid":"0123abcd","iterations":3}
                """.formatted(Instant.now().getEpochSecond() + 90))).isEqualTo(204);
        await(() -> starts("linpack") == 2 && !told("current_cpu").isEmpty());
        first.killAfter(0);

        var second = supervisor();
        Files.createFile(folder.resolve("go"));
        await(() -> !chronos.holds("linpack") && told("current_cpu").size() >= 3);

        assertThat(starts("linpack")).isEqualTo(3);
        assertThat(told("current_cpu")).as("late from the beginning, and not with its last").containsExactly(1.0, 1.3, 1.6);
        assertThat(told("remaining_iterations")).endsWith(2.0, 1.0, 0.0);
        assertThat(monasca.metrics()).extracting(each -> each.get("name")).contains("prediction_vs_deadline", "last_job_duration");
        second.interrupt();
        second.end();
        assertThat(second.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(folder.resolve("log"))).contains("linpack (0123abcd): 3 of 3 iterations done").doesNotContain("secret", "123456");
    }

    @Test
    void anAppOfMarathonTellsWhenItBeginsAndEndsAndIsRemoved() throws Exception {
        try (var client = new MarathonClient(SIGNED_IN, marathon.url())) {
            client.create(Map.of("id", "/stream", "cmd", "sleep 600", "cpus", 0.5, "mem", 64));
        }
        var life = supervisor();
        assertThat(post("/initTask", """
                {"framework":"marathon","name":"/stream","job_duration":60,"deadline":600,"desv_deadline":0.2,"uuid":"feed"}
                """)).isEqualTo(204);
        assertThat(post("/initMarathonApp", "{\"uuid\":\"feed\",\"started_at\":\"%d\"}".formatted(Instant.now().getEpochSecond()))).isEqualTo(204);
        life.killAfter(0);
        life = supervisor();
        assertThat(post("/endMarathonApp", "{\"uuid\":\"feed\",\"finished_at\":\"%d\"}".formatted(Instant.now().getEpochSecond()))).isEqualTo(204);
        await(() -> !marathon.holds("stream"));
        life.interrupt();
        life.end();
        assertThat(life.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void whatCannotBeTakenIsToldByItsStatus() throws Exception {
        var life = supervisor();
        assertThat(post("/updateTask", "{\"uuid\":\"none\",\"started_at\":\"1\",\"finished_at\":\"2\"}")).as("nobody knows it").isEqualTo(404);
        assertThat(post("/initTask", "{\"uuid\":")).as("no JSON").isEqualTo(400);
        assertThat(post("/initTask", "{\"uuid\":\"u\",\"framework\":\"cron\"}")).as("no such framework").isEqualTo(400);
        assertThat(sent(at("/initTask").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(415);
        assertThat(sent(at("/initTask").GET()).statusCode()).isEqualTo(405);
        var again = Program.get().start(folder.resolve("other"), true, List.of(
                "supervisor", "-c", folder.resolve("credentialsChronos.json").toString(), "-i", "127.0.0.1", "-p", Integer.toString(port)));
        again.end();
        assertThat(again.exitCode()).as("somebody else has the port").isEqualTo(ExitCode.WRONG);
        assertThat(again.complaints()).contains(Integer.toString(port)).doesNotContain("\tat ");
        life.interrupt();
        life.end();
    }
}
