package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DAG file that is looked at before it is put anywhere. */
class CheckOverHttpTest {
    private static final String CHECK = "/api/v1/dagfiles/check";

    @TempDir
    Path folder;

    private Served served;

    @BeforeEach
    void start() {
        served = new Served(folder);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Client.Reply check(String path, String text) {
        return served.client.post(CHECK, Json.write(Map.of("path", path, "text", text)));
    }

    @Test
    void whatIsWrongHasItsPlace() {
        var checked = check("fresh.yaml", "dag: fresh\nowner: ana\ndefaults: {execution_timeout: 1h}\ntasks:\n  load: {run: load, depends_on: extrct}\n  extract: {run: extract}\n");
        assertThat(checked.at("problems/0/line")).isEqualTo("5");
        assertThat(checked.at("problems/0/severity")).isEqualTo("error");
        assertThat(checked.at("problems/0/fix")).contains("extract");
        assertThat(checked.at("dag")).isEqualTo("null");
    }

    @Test
    void whatIsRightIsDrawnAndPlayed() {
        var checked = check("fresh.yaml", """
                dag: fresh
                owner: ana
                schedule: {cron: "0 1 * * *", timezone: America/Sao_Paulo}
                deadline: {by: "06:00"}
                tasks:
                  extract: {run: "extract {{ ds }}", expected_duration: 20m}
                  load: {run: load, expected_duration: 1h, depends_on: extract}
                """);
        assertThat(checked.at("dag/dag_id")).as(checked.body()).isEqualTo("fresh");
        assertThat(checked.at("dag/tasks")).isEqualTo("2");
        assertThat(checked.at("dag/next/0/tick")).isEqualTo("2030-01-01T04:00:00.000000Z");
        assertThat(checked.at("dag/graph/nodes/0/id")).isEqualTo("extract");
        assertThat(checked.at("dag/night/from")).as("the night begins at the tick").isEqualTo("2030-01-01T04:00:00.000000Z");
        assertThat(checked.at("dag/night/state")).isEqualTo("success");
        assertThat(checked.at("dag/night/met")).isEqualTo("true");
        assertThat(checked.at("dag/night/tasks/1/from")).as("load begins when extract has ended").isEqualTo(checked.at("dag/night/tasks/0/to"));
        assertThat(checked.at("dag/difference")).isEqualTo("null");
        assertThat(served.client.get("/api/v1/dags/fresh").status()).as("nothing was kept").isEqualTo(404);
    }

    @Test
    void itIsComparedWithWhatRunsUse() {
        var checked = check("nightly.yaml", Served.NIGHTLY.replace("  report: {run: report, depends_on: load}\n", "  send: {run: send, depends_on: load}\n"));
        assertThat(checked.at("dag/difference/added")).isEqualTo("[send]");
        assertThat(checked.at("dag/difference/removed")).isEqualTo("[report]");
    }

    @Test
    void nothingElseThanYamlIsRead() {
        assertThat(check("Night.java", "class Night {}").status()).isEqualTo(422);
    }
}
