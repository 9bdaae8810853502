package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server as the verbs see it, over a real connection. */
class RemoteTest {
    private FakeServer server;
    private Remote remote;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
        remote = new Remote(server.address() + "/", "s3cret");
    }

    @AfterEach
    void end() {
        remote.close();
        server.close();
    }

    @Test
    void aListIsReadToItsEnd() {
        server.on("GET /dags?state=ok", 200, "{\"items\": [{\"dag_id\": \"a\"}], \"next\": \"c 1\"}");
        server.on("GET /dags?state=ok&cursor=c%201", 200, "{\"items\": [{\"dag_id\": \"b\"}], \"next\": null}");

        assertThat(remote.list("/dags", Map.of("state", "ok"))).containsExactly(Map.of("dag_id", "a"), Map.of("dag_id", "b"));
        assertThat(server.asked()).extracting(FakeServer.Asked::token).containsOnly("Bearer s3cret");
    }

    @Test
    void noMoreOfAListIsAskedForThanIsWanted() {
        server.on("GET /dags?limit=2", 200, "{\"items\": [{\"dag_id\": \"a\"}, {\"dag_id\": \"b\"}], \"next\": \"c\"}");

        assertThat(remote.list("/dags", Map.of(), 2)).hasSize(2);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void eachDeedHasAKeyOfItsOwn() {
        server.on("POST /dags/a/pause", 200, "{\"done\": {\"text\": \"paused\"}}");

        assertThat(remote.post("/dags/a/pause", Map.of(), Map.of("reason", "quiet")).object()).containsKey("done");
        remote.post("/dags/a/pause", Map.of(), Map.of());
        assertThat(server.asked()).extracting(FakeServer.Asked::key).doesNotContain("null").doesNotHaveDuplicates();
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"reason\":\"quiet\"}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # status | the server's words                                                        | ours                                    | exit code
            404      | {"title": "Not found", "detail": "there is no DAG \\"a\\"", "fix": "Use b"}   | there is no DAG "a". Use b.             | 2
            422      | {"title": "Wrong", "errors": [{"detail": "n is 12"}, {"detail": "m is 3"}]}  | Wrong. n is 12 m is 3                   | 2
            409      | {"title": "The run is over."}                                              | The run is over.                        | 1
            401      | {"title": "Who are you?"}                                                  | Who are you? Give a token with --token or in $COMPORTA_TOKEN; comporta tokens create NAME --sign-in USER makes one. | 3
            403      | {"detail": "only operators may do this"}                                   | only operators may do this.             | 3
            503      | {"detail": "nobody has the lead"}                                          | nobody has the lead.                    | 3
            """)
    void aRefusalIsToldInTheServersWords(int status, String body, String words, int exitCode) {
        server.on("GET /x", status, body);

        assertThatThrownBy(() -> remote.get("/x", Map.of())).isInstanceOfSatisfying(RemoteRefusal.class, refusal -> {
            assertThat(String.valueOf(refusal.getMessage()).replace('\n', ' ')).isEqualTo(words);
            assertThat(refusal.exitCode()).isEqualTo(exitCode);
            assertThat(refusal.status()).isEqualTo(status);
        });
    }

    @Test
    void whereNobodyListensThatIsSaid() {
        server.close();

        assertThatThrownBy(() -> remote.get("/dags", Map.of())).isInstanceOfSatisfying(RemoteRefusal.class, refusal -> {
            assertThat(refusal).hasMessage("there is no server at " + server.address() + ". Start one with comporta start, or name another with --server.");
            assertThat(refusal.exitCode()).isEqualTo(ExitCode.NO_SERVER);
        });
    }

    @Test
    void whatIsNoComportaIsNotBelieved() {
        server.on("GET /dags", 200, "<html>Welcome</html>");

        assertThatThrownBy(() -> remote.get("/dags", Map.of())).isInstanceOf(RemoteRefusal.class).hasMessageContaining("is no Comporta server");
    }

    @Test
    void linesComeAsTheyAre() {
        server.on("GET /events?topics=night", 200, "id: 1-2\ndata: {}\n\n");

        try (var lines = remote.lines("/events", Map.of("topics", "night"))) {
            assertThat(lines).isEqualTo(List.of("id: 1-2", "data: {}", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://a", "http://", "http://user:word@a", "http://a?b", "not an address"})
    void anAddressIsChecked(String address) {
        assertThatThrownBy(() -> new Remote(address, null)).isInstanceOf(UsageException.class).hasMessageContaining("--server is");
    }
}
