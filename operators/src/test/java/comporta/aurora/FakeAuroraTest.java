package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.aurora.ThriftValue.Struct;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.Reply;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake is held to the recordings: the recorded requests, byte for byte, get the same answers from it. */
@SuppressWarnings("NullAway.Init") // made before each test
class FakeAuroraTest {
    @TempDir
    Path folder;

    private final HttpDoor door = new HttpDoor(HttpSettings.PLAIN);
    private FakeAurora fake;

    @BeforeEach
    void begin() throws IOException {
        fake = new FakeAurora(folder);
    }

    @AfterEach
    void end() {
        fake.close();
        door.close();
    }

    private Reply.Answer play(String exchange) {
        var recorded = Recordings.request(exchange);
        var request = HttpRequest.newBuilder(fake.url().resolve("/api")).POST(BodyPublishers.ofByteArray(recorded.body()));
        recorded.head().lines().skip(1).filter(line -> line.matches("(?i)(content-type|accept|authorization):.*")).forEach(line -> {
            int colon = line.indexOf(':');
            request.setHeader(line.substring(0, colon), line.substring(colon + 1).strip());
        });
        return (Reply.Answer) door.send(request);
    }

    private static ThriftMessage message(Reply.Answer answer) {
        return answer.header("Content-Type").orElse("").contains("binary")
                ? ThriftMessage.of(answer.bytes())
                : ThriftJson.read(answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "01-createJob-ok", "03-createJob-ok-binary", "08-createJob-bad-environment", "09-createJob-zero-cpu", "10-createJob-unknown-executor",
        "12-createJob-bad-name", "13-createJob-too-many-instances", "15-createJob-unknown-tier", "36-getTasksWithoutConfigs-unknown-job",
        "41-getPendingReason-with-statuses", "53-restartShards-not-active", "54-restartShards-empty-set", "63-killTasks-nothing-active",
        "64-killTasks-unknown-job", "c1-unsupported-content-type", "c4-binary-body-as-json", "c5-unknown-method", "c9-json-plain-charset"})
    void answersAreTheRecordedOnes(String exchange) {
        var wanted = Recordings.response(exchange);
        var got = play(exchange);
        assertThat(got.status()).isEqualTo(wanted.status());
        if (wanted.isThrift() && got.status() == 200) {
            assertThat(got.header("Content-Type")).contains(wanted.header("content-type"));
            assertThat(message(got)).isEqualTo(wanted.message());
        }
    }

    @Test
    void aKeyIsTakenOnceWhileItsTaskIsAlive() {
        play("21-createJob-unsatisfiable");
        var again = message(play("21-createJob-unsatisfiable")).body().struct(0);
        var recorded = Recordings.response("02-createJob-duplicate").message().body().struct(0);
        assertThat(again.number(1, -1)).isEqualTo(recorded.number(1, -1));
        assertThat(again.structs(6).getFirst().text(1)).isEqualTo(
                recorded.structs(6).getFirst().text(1).replace("itaipu-contracts-finish", "itaipu-spot"));
    }

    @Test
    void aTaskThatNoAgentSuitsIsToldAsTheRealOneTellsIt() {
        play("21-createJob-unsatisfiable");
        var got = onlyTask(message(play("34-getTasksWithoutConfigs-pending")));
        var wanted = onlyTask(Recordings.response("34-getTasksWithoutConfigs-pending").message());
        assertThat(got.fields().keySet()).isEqualTo(wanted.fields().keySet());
        assertThat(got.struct(1).fields().keySet()).isEqualTo(wanted.struct(1).fields().keySet());
        assertThat(got.struct(1).struct(4).structs(27)).containsExactlyInAnyOrderElementsOf(wanted.struct(1).struct(4).structs(27));
        assertThat(events(got)).isEqualTo(events(wanted));
        assertThat(AuroraAnswer.of(message(play("40-getPendingReason")), AuroraCall.getPendingReason(List.of())).pendingReasons().values())
                .containsExactly("Constraint not satisfied: slave-type");
    }

    @Test
    void aKilledPendingTaskVanishes() {
        play("21-createJob-unsatisfiable");
        assertThat(message(play("61-killTasks-pending"))).isEqualTo(Recordings.response("61-killTasks-pending").message());
        assertThat(message(play("62-getTasksWithoutConfigs-after-kill-of-pending")))
                .isEqualTo(Recordings.response("62-getTasksWithoutConfigs-after-kill-of-pending").message());
    }

    @Test
    void whoIsNotTheLeaderSendsUsThere() {
        fake.follow("http://localhost:8081");
        var wanted = Recordings.response("f0-api-on-non-leader");
        var got = play("f0-api-on-non-leader");
        assertThat(got.status()).isEqualTo(wanted.status());
        assertThat(got.header("Location")).contains(wanted.header("location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"04-createJob-no-credentials", "05-createJob-bad-credentials", "h0-read-with-bad-credentials"})
    void credentialsAreAskedForAsRecorded(String exchange) {
        fake.guard("root:secret");
        var wanted = Recordings.response(exchange);
        var got = play(exchange);
        assertThat(got.status()).isEqualTo(wanted.status()).isEqualTo(401);
        assertThat(got.header("WWW-Authenticate")).contains(wanted.header("www-authenticate"));
    }

    private static Struct onlyTask(ThriftMessage message) {
        return message.body().struct(0).struct(3).struct(3).structs(1).getFirst();
    }

    private static List<String> events(Struct task) {
        return task.structs(4).stream().map(event -> event.number(2, -1) + " " + event.text(3)).toList();
    }
}
