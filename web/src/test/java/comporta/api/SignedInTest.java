package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.Databases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an open server to one with users: sessions, tokens, and who is refused what. */
class SignedInTest {
    private static final String ADMIN = "{\"role\": \"admin\", \"password\": \"correct horse\"}";

    @TempDir
    Path folder;

    private Served served;
    private Client client;

    @BeforeEach
    void start() {
        served = new Served(folder);
        client = served.client;
    }

    @AfterEach
    void stop() {
        served.close();
    }

    /** A session as the headers of its requests. */
    private String[] signedIn(String user, String password) {
        var reply = client.post("/api/v1/session", "{\"user\": \"" + user + "\", \"password\": \"" + password + "\"}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain("Secure");
        return new String[] {"Cookie", reply.header("Set-Cookie").split(";", 2)[0], "X-CSRF-Token", reply.at("csrf")};
    }

    @Test
    void theFirstUserClosesTheServer() {
        var open = client.get("/api/v1/session");
        assertThat(open.at("open")).isEqualTo("true");
        assertThat(open.at("note")).contains("This server is open");
        assertThat(open.at("roles/*")).isEqualTo("admin");
        assertThat(client.send("PUT", "/api/v1/users/ana", "{\"role\": \"viewer\", \"password\": \"correct horse\"}").at("detail"))
                .contains("the first user must be an admin");
        assertThat(client.send("PUT", "/api/v1/users/ana", "{\"role\": \"admin\", \"password\": \"short\"}").status()).isEqualTo(422);
        assertThat(client.send("PUT", "/api/v1/users/ana", ADMIN).status()).isEqualTo(201);
        assertThat(client.get("/api/v1/dags").status()).isEqualTo(401);
        assertThat(client.get("/api/v1/session").at("means")).isEqualTo("none");
        assertThat(client.get("/healthz").status()).isEqualTo(200);
    }

    @Test
    void aSessionBringsItsTokenAlongWithEveryChange() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var ana = signedIn("ana", "correct horse");
        assertThat(client.get("/api/v1/session", ana).at("user")).isEqualTo("ana");
        assertThat(client.get("/api/v1/session", ana).at("csrf")).isEqualTo(ana[3]);
        assertThat(client.post("/api/v1/dags/hourly/runs?dry_run=true", "{}", ana).status()).isEqualTo(200);
        var bare = client.post("/api/v1/dags/hourly/runs?dry_run=true", "{}", ana[0], ana[1]);
        assertThat(bare.status()).isEqualTo(403);
        assertThat(bare.at("detail")).contains("X-CSRF-Token");
        assertThat(client.send("DELETE", "/api/v1/session", null, ana).status()).isEqualTo(204);
        assertThat(client.get("/api/v1/dags", ana).status()).isEqualTo(401);
    }

    @Test
    void aSessionIsOverAtItsEnd() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var ana = signedIn("ana", "correct horse");
        served.clock.passes(Duration.ofHours(11));
        assertThat(client.get("/api/v1/dags", ana).status()).isEqualTo(200);
        served.clock.passes(Duration.ofHours(1));
        assertThat(client.get("/api/v1/dags", ana).status()).isEqualTo(401);
    }

    @Test
    void whoGuessesIsToldToWait() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var wrong = "{\"user\": \"ana\", \"password\": \"wrong horse\"}";
        for (int i = 0; i < 5; i++) {
            assertThat(client.post("/api/v1/session", wrong).status()).isEqualTo(401);
        }
        var blocked = client.post("/api/v1/session", "{\"user\": \"ana\", \"password\": \"correct horse\"}");
        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.header("Retry-After")).isEqualTo("301");
        assertThat(client.post("/api/v1/session", "{\"user\": \"bob\", \"password\": \"wrong horse\"}").status()).isEqualTo(401);
        served.clock.passes(Duration.ofMinutes(5));
        signedIn("ana", "correct horse");
    }

    @Test
    void aTokenIsShownOnceAndCanBeRevoked() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var ana = signedIn("ana", "correct horse");
        var made = client.post("/api/v1/tokens", "{\"name\": \"ci\", \"days\": 1}", ana);
        assertThat(made.status()).isEqualTo(201);
        var bearer = new String[] {"Authorization", "Bearer " + made.at("secret")};
        assertThat(client.get("/api/v1/dags", bearer).status()).isEqualTo(200);
        assertThat(client.post("/api/v1/dags/hourly/runs?dry_run=true", "{}", bearer).status()).as("needs no other token").isEqualTo(200);
        served.call(() -> "what was to be written is").join();
        var listed = client.get("/api/v1/tokens", ana);
        assertThat(listed.body()).doesNotContain(made.at("secret"));
        assertThat(listed.at("items/0/used_at")).isEqualTo("2030-01-01T00:00:00.000000Z");
        assertThat(client.send("DELETE", "/api/v1/tokens/" + made.at("token/id"), null, ana).status()).isEqualTo(204);
        assertThat(client.get("/api/v1/dags", bearer).status()).isEqualTo(401);
        var headers = new String[] {ana[0], ana[1], ana[2], ana[3], "Idempotency-Key", "second"};
        var second = client.post("/api/v1/tokens", "{\"name\": \"ci\", \"days\": 1}", headers);
        assertThat(client.post("/api/v1/tokens", "{\"name\": \"ci\", \"days\": 1}", headers).at("secret")).as("shown once").isEqualTo("***");
        served.clock.passes(Duration.ofDays(1));
        assertThat(client.get("/api/v1/dags", "Authorization", "Bearer " + second.at("secret")).status()).as("expired").isEqualTo(401);
        assertThat(client.get("/api/v1/dags", "Authorization", "Basic YTpi").status()).isEqualTo(401);
    }

    @Test
    void rolesOfSingleDags() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var ana = signedIn("ana", "correct horse");
        assertThat(client.send("PUT", "/api/v1/users/bob", "{\"dags\": {\"hourly\": \"operator\"}, \"password\": \"battery staple\"}", ana).status())
                .isEqualTo(201);
        var bob = signedIn("bob", "battery staple");
        assertThat(client.get("/api/v1/dags", bob).each("dag_id")).containsExactly("hourly");
        var refused = client.get("/api/v1/dags/nightly", bob);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("detail")).isEqualTo("this needs the role viewer on DAG nightly; bob has operator on hourly");
        assertThat(client.post("/api/v1/dags/hourly/runs", "{}", bob).status()).isEqualTo(201);
        assertThat(client.post("/api/v1/dags/nightly/runs", "{}", bob).status()).isEqualTo(403);
        client.post("/api/v1/dags/nightly/runs", "{}", ana);
        assertThat(client.get("/api/v1/runs", bob).each("dag_id")).containsExactly("hourly");
        assertThat(client.get("/api/v1/variables", bob).status()).isEqualTo(403);
        assertThat(client.get("/api/v1/dags/hourly", bob).body()).contains("\"trigger\"");
        client.send("PUT", "/api/v1/users/bob", "{\"dags\": {\"hourly\": \"viewer\"}}", ana);
        assertThat(client.get("/api/v1/dags/hourly", bob).body()).doesNotContain("\"trigger\"");
        assertThat(client.post("/api/v1/dags/hourly/runs", "{}", bob).status()).isEqualTo(403);
    }

    @Test
    void theLastAdminStays() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var ana = signedIn("ana", "correct horse");
        assertThat(client.send("DELETE", "/api/v1/users/ana", null, ana).at("detail")).contains("the last admin");
        assertThat(client.send("PUT", "/api/v1/users/ana", "{\"role\": \"viewer\"}", ana).status()).isEqualTo(409);
        assertThat(client.send("PUT", "/api/v1/users/ana", "{\"disabled\": true}", ana).status()).isEqualTo(409);
        client.send("PUT", "/api/v1/users/bob", ADMIN, ana);
        assertThat(client.send("DELETE", "/api/v1/users/ana", null, ana).status()).isEqualTo(204);
        assertThat(client.get("/api/v1/users", signedIn("bob", "correct horse")).each("name")).containsExactly("bob");
    }

    @Test
    void onesOwnPassword() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var ana = signedIn("ana", "correct horse");
        assertThat(client.post("/api/v1/session/password", "{\"old\": \"wrong horse\", \"password\": \"another horse\"}", ana).status()).isEqualTo(401);
        assertThat(client.post("/api/v1/session/password", "{\"old\": \"correct horse\", \"password\": \"another horse\"}", ana).status()).isEqualTo(204);
        assertThat(client.get("/api/v1/dags", ana).status()).as("all sessions end").isEqualTo(401);
        signedIn("ana", "another horse");
    }

    @Test
    void aServerThatOthersReachIsNeverOpen() {
        served.close();
        served = new Served(Databases.H2, folder.resolve("other"), new ApiSettings("0.0.0.0", 0, Set.of(), null));
        client = served.client;
        assertThat(client.get("/api/v1/session").at("open")).isEqualTo("false");
        var refused = client.get("/api/v1/dags");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.at("detail")).contains("comporta users");
        assertThat(client.send("PUT", "/api/v1/users/ana", ADMIN).status()).isEqualTo(401);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            nine char                    | shorter than 10
            ana                          | shorter than 10
            anastasia1                   | ok
            12345678901234567890123456789012345678901234567890123456789012345678901234567890 | longer than 72 bytes
            """)
    void passwords(String password, String says) {
        var reply = client.send("PUT", "/api/v1/users/ana", "{\"role\": \"admin\", \"password\": \"" + password + "\"}");
        if (says.equals("ok")) {
            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.body()).doesNotContain(password);
        } else {
            assertThat(reply.at("detail")).contains(says);
        }
    }

    @Test
    void whatIsDoneToPeopleIsInTheAudit() {
        client.send("PUT", "/api/v1/users/ana", ADMIN);
        var ana = signedIn("ana", "correct horse");
        client.send("PUT", "/api/v1/users/bob", "{\"role\": \"viewer\"}", ana);
        var audit = client.get("/api/v1/audit?subject=users", ana);
        assertThat(audit.each("subject")).containsExactly("users/bob", "users/ana");
        assertThat(audit.at("items/0/who")).isEqualTo("ana");
        assertThat(audit.at("items/0/via")).isEqualTo("web");
        assertThat(audit.at("items/0/role")).isEqualTo("admin");
        assertThat(audit.body()).doesNotContain("horse");
    }
}
