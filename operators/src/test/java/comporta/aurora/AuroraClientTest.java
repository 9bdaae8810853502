package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.job.Credentials;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.Trouble;
import comporta.job.Unseen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding the scheduler that leads, and telling apart what becomes of a call. */
@SuppressWarnings("NullAway.Init") // made before each test
class AuroraClientTest {
    private static final AuroraCall KILL = AuroraCall.killTasks(new JobKey("jobs", "prod", "x"), "enough");

    @TempDir
    Path folder;

    private FakeAurora one;
    private FakeAurora other;

    @BeforeEach
    void begin() throws IOException {
        one = new FakeAurora(folder.resolve("one"));
        other = new FakeAurora(folder.resolve("other"));
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
    }

    private AuroraClient client(HttpSettings http) {
        return new AuroraClient(one.url(), new HttpDoor(http));
    }

    @Test
    void theLeaderIsFoundAndRememberedAndFoundAnew() throws Unseen {
        one.follow(other.url().toString());
        try (var client = client(HttpSettings.PLAIN)) {
            client.read(AuroraCall.getQuota("jobs"));
            client.read(AuroraCall.getQuota("jobs"));
            assertThat(one.asked()).hasSize(1);
            assertThat(other.asked()).hasSize(2);
            other.cutOff();
            one.follow(null);
            client.read(AuroraCall.getQuota("jobs"));
            assertThat(one.asked()).hasSize(2);
        }
    }

    @Test
    void credentialsGoWithUsToTheLeader() {
        one.follow(other.url().toString());
        other.guard("comporta:secret");
        try (var client = client(HttpSettings.PLAIN.as(new Credentials("comporta", "secret")))) {
            assertThat(client.call(KILL)).isInstanceOf(Spoken.Answered.class);
        }
        try (var client = client(HttpSettings.PLAIN.as(new Credentials("comporta", "wrong")))) {
            assertThat(client.call(KILL)).isEqualTo(new Spoken.Forbidden(
                    "Aurora at " + other.url() + "/api does not accept our user and password. Correct them under backends in comporta.yaml"));
        }
    }

    @Test
    void schedulersThatPointAtEachOtherAreGivenUp() {
        one.follow(other.url().toString());
        other.follow(one.url().toString());
        try (var client = client(HttpSettings.PLAIN)) {
            assertThat(client.call(KILL)).isInstanceOf(Spoken.Unheard.class);
        }
    }

    @Test
    void whatBecameOfACallIsNeverGuessed() {
        try (var client = client(HttpSettings.PLAIN)) {
            for (var lost : List.of(Trouble.LOST_REPLY, Trouble.CUT_BEFORE, Trouble.GARBAGE, Trouble.TRUNCATED, Trouble.status(500), Trouble.status(502))) {
                one.next(FakeAurora.calls("killTasks"), lost);
                assertThat(client.call(KILL)).isInstanceOf(Spoken.Lost.class);
            }
            one.next(FakeAurora.calls("killTasks"), Trouble.status(503));
            assertThat(client.call(KILL)).isEqualTo(new Spoken.Unheard("no scheduler of Aurora leads now"));
            one.next(FakeAurora.calls("killTasks"), Trouble.status(415));
            assertThat(client.call(KILL)).isInstanceOf(Spoken.Forbidden.class);
            one.cutOff();
            assertThat(client.call(KILL)).isInstanceOf(Spoken.Unheard.class);
        }
    }

    @Test
    void aRefusedQuestionIsNotAnAnswer() {
        try (var client = client(HttpSettings.PLAIN)) {
            assertThatThrownBy(() -> client.read(new AuroraCall("getNothing", ThriftValue.Struct.EMPTY, false)))
                    .isInstanceOf(Unseen.class)
                    .hasMessage("Aurora's answer cannot be read: Aurora refuses the call getNothing: Invalid method name: 'getNothing'");
        }
    }
}
