package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why tasks wait, asked over HTTP; and what is said to free one does. */
class WhyOverHttpTest {
    private static final String RUNS = "/api/v1/dags/nightly/runs";

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
    void whatIsToldToFreeATaskFreesIt() throws InterruptedException {
        var run = RUNS + "/" + client.post(RUNS, "{}").at("run_id");
        served.awaitSubmitted("extract.t1");
        served.jobs.starts("extract");
        served.await(() -> client.get(run + "/tasks/extract").at("state").equals("running"));

        var why = client.get(run + "/tasks/load/why");
        assertThat(why.status()).isEqualTo(200);
        assertThat(why.at("task_id")).isEqualTo("load");
        assertThat(why.at("summary/text")).isEqualTo("load: Waits for extract (running).");
        assertThat(why.at("reasons/0/code")).isEqualTo("upstream");
        assertThat(why.at("reasons/0/subject/href")).isEqualTo(run.replace("/api/v1", "") + "/tasks/extract");
        assertThat(why.at("reasons/0/unblock/action/href")).isEqualTo(run + "/mark");
        assertThat(client.get(run + "/why").each("task_id")).containsExactly("load", "report");

        var marked = client.post(why.at("reasons/0/unblock/action/href"), "{\"tasks\": [\"extract\"], \"state\": \"success\"}");
        assertThat(marked.status()).isEqualTo(202);
        served.jobs.succeeds("extract");
        served.awaitSubmitted("load.t1");
        assertThat(client.get(run + "/tasks/load/why").at("reasons/0/code")).isEqualTo("launch_unconfirmed");
    }

    @Test
    void aRunTellsItsDeadlines() throws InterruptedException {
        served.put("""
                dag: due
                deadline: {by: "06:00", at_risk: 0.3}
                tasks: {a: {run: a, deadline: {within: 2h, from: run_start}}}
                """);
        var run = "/api/v1/dags/due/runs/" + client.post("/api/v1/dags/due/runs", "{}").at("run_id");
        served.await(() -> client.get(run).status() == 200 && client.get(run).at("deadlines/1/id").equals("run.0"));

        var told = client.get(run);
        assertThat(told.at("deadlines/0/id")).isEqualTo("a.0");
        assertThat(told.at("deadlines/0/due_at")).isEqualTo("2030-01-01T02:00:00.000000Z");
        assertThat(told.at("deadlines/1/due_at")).isEqualTo("2030-01-01T06:00:00.000000Z");
        assertThat(told.at("deadlines/1/at_risk")).isEqualTo("0.3");
        assertThat(told.at("deadlines/1/status")).isEqualTo("on_time");
    }

    @Test
    void whatIsNotThereHasNoReason() {
        var run = RUNS + "/" + client.post(RUNS, "{}").at("run_id");

        assertThat(client.get(run + "/tasks/nobody/why").status()).isEqualTo(404);
        assertThat(client.get(RUNS + "/nothing/why").status()).isEqualTo(404);
    }
}
