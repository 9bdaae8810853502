package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all DAGs share: pools, variables, connections, calendars, problems, and the audit of them. */
class SharedThingsTest {
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

    @Test
    void pools() {
        assertThat(client.send("PUT", "/api/v1/pools/models?dry_run=true", "{\"slots\": 6}").at("will/0/text")).isEqualTo("Pool models has 6 slots");
        assertThat(client.get("/api/v1/pools/models").status()).isEqualTo(404);
        assertThat(client.send("PUT", "/api/v1/pools/models", "{\"slots\": 6}").at("slots")).isEqualTo("6");
        assertThat(client.send("PUT", "/api/v1/pools/models", "{\"paused\": true, \"reason\": \"too hot\"}").at("slots")).isEqualTo("6");
        assertThat(client.get("/api/v1/pools").at("items/0/paused")).isEqualTo("true");
        assertThat(client.send("PUT", "/api/v1/pools/models", "{\"slots\": -1}").status()).isEqualTo(422);
        assertThat(client.send("PUT", "/api/v1/pools/a%20b", "{}").status()).isEqualTo(422);
        assertThat(client.get("/api/v1/audit?subject=pools/models").each("verb")).containsExactly("pause", "create");
        assertThat(client.get("/api/v1/audit?subject=pools/models").at("items/0/why")).isEqualTo("too hot");
        assertThat(client.send("DELETE", "/api/v1/pools/models?reason=gone", null).status()).isEqualTo(204);
        assertThat(client.send("DELETE", "/api/v1/pools/models", null).status()).isEqualTo(404);
    }

    @Test
    void noticesOfMachinesAreOfThoseThatAreUp() {
        assertThat(client.send("PUT", "/api/v1/machines/i-1/notice?dry_run=true", "{\"kind\": \"rebalance\"}").at("will/0/text"))
                .startsWith("Machine i-1 gets no more work");
        var refused = client.send("PUT", "/api/v1/machines/i-1/notice", "{\"kind\": \"rebalance\"}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.at("detail")).startsWith("there is no machine of a node pool \"i-1\"");
        assertThat(client.send("PUT", "/api/v1/machines/i-1/notice", "{\"kind\": \"gone\"}").status()).isEqualTo(422);
    }

    @Test
    void theSameKeyIsTheSameDeed() {
        var key = new String[] {"Idempotency-Key", "one"};
        var first = client.send("PUT", "/api/v1/pools/models", "{\"slots\": 6}", key);
        assertThat(first.status()).isEqualTo(200);
        assertThat(client.send("PUT", "/api/v1/pools/models", " {\"slots\":6}", key).body()).isEqualTo(first.body());
        assertThat(client.get("/api/v1/pools/models").at("version")).isEqualTo("1");
        var other = client.send("PUT", "/api/v1/pools/models", "{\"slots\": 7}", key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("detail")).contains("another request");
        assertThat(client.send("DELETE", "/api/v1/pools/models", null, "Idempotency-Key", "two").status()).isEqualTo(204);
        assertThat(client.send("DELETE", "/api/v1/pools/models", null, "Idempotency-Key", "two").status()).isEqualTo(204);
        assertThat(client.send("DELETE", "/api/v1/pools/models", null, "Idempotency-Key", "three").status()).isEqualTo(404);
    }

    @Test
    void variables() {
        client.send("PUT", "/api/v1/variables/itaipu_version", "{\"value\": {\"major\": 3}}");
        assertThat(client.get("/api/v1/variables/itaipu_version").at("value/major")).isEqualTo("3");
        var secret = client.send("PUT", "/api/v1/variables/key", "{\"value\": \"hush-hush\", \"secret\": true}");
        assertThat(secret.at("value")).isEqualTo("***");
        assertThat(client.send("PUT", "/api/v1/variables/key", "{\"value\": \"other-hush\"}").at("secret")).as("stays one").isEqualTo("true");
        assertThat(client.get("/api/v1/variables").body()).doesNotContain("hush");
        assertThat(client.get("/api/v1/audit").body()).doesNotContain("hush");
        assertThat(client.send("PUT", "/api/v1/variables/1st", "{\"value\": 1}").status()).isEqualTo(422);
        assertThat(client.send("PUT", "/api/v1/variables/first", "{}").at("detail")).contains("is missing");
        assertThat(client.get("/api/v1/variables/itaipu").at("detail")).contains("there is no variable");
    }

    @Test
    void connections() {
        var made = client.send("PUT", "/api/v1/connections/warehouse", "{\"fields\": {\"host\": \"db\", \"password\": \"hush-hush\"}}");
        assertThat(made.at("fields/host")).isEqualTo("db");
        assertThat(made.at("fields/password")).isEqualTo("***");
        client.send("PUT", "/api/v1/connections/warehouse", "{\"fields\": {\"host\": \"db2\"}}");
        assertThat(client.get("/api/v1/connections/warehouse").at("fields")).isEqualTo("{host=db2, password=***}");
        assertThat(client.get("/api/v1/connections").body() + client.get("/api/v1/audit").body()).doesNotContain("hush");
        assertThat(client.send("PUT", "/api/v1/connections/warehouse", "{\"fields\": {\"ho st\": \"db\"}}").status()).isEqualTo(422);
    }

    @Test
    void calendars() {
        var text = "{\"text\": \"closed: [2030-01-01]\\n\"}";
        var made = client.send("PUT", "/api/v1/calendars/bank", text);
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(client.get("/api/v1/calendars").each("name")).containsExactly("bank");
        var wrong = client.send("PUT", "/api/v1/calendars/bank", "{\"text\": \"closd: [2030-01-01]\\n\"}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.at("errors/0/detail")).contains("calendars/bank.yaml:1:1");
    }

    @Test
    void problemsAreAcknowledged() {
        var problem = Problem.of(Problem.Kind.DAG_FILE, "nightly.yaml", "nightly.yaml cannot be read", "Mend it");
        var id = served.engine.onLoop(() -> served.store.problems().raise(problem, served.clock.instant())).join();
        assertThat(client.get("/api/v1/problems").each("text")).containsExactly("nightly.yaml cannot be read");
        var known = client.post("/api/v1/problems/" + id + "/acknowledge", "{\"note\": \"on it\"}");
        assertThat(known.at("acknowledged/note")).isEqualTo("on it");
        served.engine.onLoop(() -> served.store.problems().clear(Problem.Kind.DAG_FILE, "nightly.yaml", served.clock.instant())).join();
        assertThat(client.get("/api/v1/problems").each("text")).isEmpty();
        assertThat(client.get("/api/v1/problems?open=false").each("text")).hasSize(1);
        assertThat(client.post("/api/v1/problems/" + id + "/acknowledge", "{}").status()).isEqualTo(409);
        assertThat(client.post("/api/v1/problems/x/acknowledge", "{}").status()).isEqualTo(404);
    }
}
