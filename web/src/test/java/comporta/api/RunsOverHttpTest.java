package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run by the API alone, from its trigger to its end, before a real engine. */
@OnEachDatabase
@Order(-55)
class RunsOverHttpTest {
    private final Databases databases;

    private static final String RUNS = "/api/v1/dags/nightly/runs";

    @TempDir
    Path folder;

    private Served served;
    private Client client;

    RunsOverHttpTest(Databases databases) {
        this.databases = databases;
    }

    @BeforeEach
    void start() {
        served = new Served(databases, folder, new ApiSettings("127.0.0.1", 0, Set.of(), null));
        client = served.client;
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aRunIsTriggeredAndSeenToItsEnd() throws InterruptedException {
        var made = client.post(RUNS, "{\"params\": {\"filter\": \"some\"}, \"logical_date\": \"2029-12-31\", \"note\": \"again\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("params/filter")).isEqualTo("some");
        assertThat(made.at("params/token")).as("a secret").isEqualTo("***");
        assertThat(made.at("logical_date")).as("in the DAG's zone").isEqualTo("2029-12-31T03:00:00.000000Z");
        assertThat(made.at("note")).isEqualTo("again");
        var run = RUNS + "/" + made.at("run_id");
        assertThat(made.header("Location")).isEqualTo(run);
        served.awaitSubmitted("extract.t1");
        served.jobs.starts("extract");
        served.await(() -> client.get(run + "/tasks/extract").at("state").equals("running"));
        assertThat(client.get(run + "/tasks").each("state")).containsExactly("running", "waiting", "waiting");
        assertThat(client.get(run + "/tasks").at("items/1/reason")).isEqualTo("waits for extract");
        served.jobs.succeeds("extract");
        served.awaitSubmitted("load.t1");
        served.jobs.succeeds("load");
        served.awaitSubmitted("report.t1");
        served.jobs.succeeds("report");
        served.await(() -> client.get(run).at("state").equals("success"));
        assertThat(client.get(run).at("counts")).isEqualTo("{success=3}");
        assertThat(client.get(run + "/tasks?state=success&q=O").each("task_id")).containsExactly("load", "report");
        assertThat(client.get(RUNS + "?state=success").each("run_id")).containsExactly(made.at("run_id"));
        assertThat(client.get(RUNS + "?state=failed,running").each("run_id")).isEmpty();
        assertThat(client.get(run + "/events").each("kind")).contains("run", "task", "launch");
    }

    @Test
    void whyATaskWaits() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        var why = client.get(run + "/tasks/load/why");
        assertThat(why.at("reasons/0/code")).isEqualTo("upstream");
        assertThat(why.at("summary/text")).contains("extract");
        assertThat(client.get(run + "/why").each("task_id")).contains("load", "report");
    }

    @Test
    void theSameKeyIsTheSameRun() {
        var first = client.post(RUNS, "{}", "Idempotency-Key", "one");
        var second = client.post(RUNS, "{}", "Idempotency-Key", "one");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.at("run_id")).isEqualTo(first.at("run_id"));
        assertThat(client.get(RUNS).each("run_id")).hasSize(1);
    }

    @Test
    void aDryRunBeginsNothing() {
        var preview = client.post(RUNS + "?dry_run=true", "{}");
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.at("will/0/text")).isEqualTo("Runs nightly once");
        assertThat(client.get(RUNS).each("run_id")).isEmpty();
    }

    @Test
    void allThatDoesNotFitIsToldAtOnce() {
        var refused = client.post(RUNS, "{\"params\": {\"filtr\": \"x\", \"limit\": 0}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.at("errors/0/detail")).contains("Did you mean \"filter\"?");
        assertThat(refused.at("errors/1/pointer")).isEqualTo("/params/limit");
        assertThat(client.get(RUNS).each("run_id")).isEmpty();
    }

    @Test
    void runsComeInPages() {
        var keys = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            keys.addFirst(client.post(RUNS, "{}").at("run_id"));
        }
        var first = client.get(RUNS + "?limit=2");
        var second = client.get(RUNS + "?limit=2&cursor=" + first.at("next"));
        var third = client.get(RUNS + "?limit=2&cursor=" + second.at("next"));
        assertThat(first.each("run_id")).isEqualTo(keys.subList(0, 2));
        assertThat(second.each("run_id")).isEqualTo(keys.subList(2, 4));
        assertThat(third.each("run_id")).isEqualTo(keys.subList(4, 5));
        assertThat(third.at("next")).isEqualTo("null");
        assertThat(client.get("/api/v1/runs?limit=2").each("dag_id")).containsExactly("nightly", "nightly");
        assertThat(client.get(RUNS + "?cursor=nonsense").status()).isEqualTo(422);
    }

    @Test
    void aRunIsCancelledAndThenItIsTooLate() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        var preview = client.post(run + "/cancel?dry_run=true", "{}");
        assertThat(preview.at("stops/0/job")).isEqualTo("extract");
        assertThat(preview.at("will/1/count")).isEqualTo("2");
        assertThat(client.get(run).at("state")).isEqualTo("running");
        var done = client.post(run + "/cancel", "{\"reason\": \"wrong night\"}");
        assertThat(done.status()).isEqualTo(202);
        assertThat(done.at("done/code")).isEqualTo("cancel");
        served.await(() -> client.get(run + "/tasks/extract").at("state").equals("stopping"));
        assertThat(client.get(run).at("reason")).isEqualTo("cancelled by anybody: wrong night");
        served.jobs.succeeds("extract");
        served.await(() -> client.get(run).at("state").equals("cancelled"));
        var late = client.post(run + "/cancel", "{}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("detail")).contains("the run is over");
    }

    @Test
    void aRunIsPausedAndGoesOn() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        assertThat(client.post(run + "/pause", "{}").status()).isEqualTo(202);
        assertThat(client.get(run).at("state")).isEqualTo("paused");
        assertThat(client.post(run + "/pause", "{}").status()).isEqualTo(409);
        assertThat(client.post(run + "/resume", "").status()).isEqualTo(202);
        assertThat(client.get(run).at("state")).isEqualTo("running");
    }

    @Test
    void whatFailedIsClearedAndRunsAgain() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        served.jobs.ends("extract", Exit.failure(Cause.USER, 3, "exit 3"));
        served.await(() -> client.get(run).at("state").equals("failed"));
        assertThat(client.get("/api/v1/dags?state=failed").at("items/0/last_runs/0/state")).isEqualTo("failed");
        var task = client.get(run + "/tasks/extract");
        assertThat(task.at("cause")).isEqualTo("user");
        assertThat(task.at("exit_code")).isEqualTo("3");
        assertThat(task.at("tries/0/state")).isEqualTo("failed");
        assertThat(task.at("downstream/0/state")).isEqualTo("upstream_failed");
        assertThat(client.get(run).at("actions")).contains("primary=true");
        var clear = "{\"failed_only\": true}";
        assertThat(client.post(run + "/clear?dry_run=true", clear).at("will/0/tasks")).isEqualTo("[extract, load, report]");
        assertThat(client.post(run + "/clear", clear).status()).isEqualTo(202);
        served.awaitSubmitted("extract.t2");
        assertThat(client.get(run).at("state")).isEqualTo("running");
        assertThat(client.get("/api/v1/dags?state=failed").each("dag_id")).isEmpty();
        assertThat(client.get("/api/v1/dags/nightly").at("last_runs/0/state")).isEqualTo("running");
    }

    @Test
    void tasksAreMarkedAndNamesAreChecked() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        assertThat(client.post(run + "/tasks/report/skip", "{}").status()).isEqualTo(202);
        assertThat(client.get(run + "/tasks/report").at("state")).isEqualTo("skipped");
        assertThat(client.post(run + "/mark", "{\"tasks\": [\"load\"], \"state\": \"success\", \"reason\": \"known\"}").status()).isEqualTo(202);
        assertThat(client.get(run + "/tasks/load").at("state")).isEqualTo("success");
        var wrong = client.post(run + "/mark", "{\"tasks\": [\"laod\"], \"state\": \"success\"}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.at("errors/0/detail")).contains("Did you mean \"load\"?");
        assertThat(client.post(run + "/mark", "{\"tasks\": [\"load\"], \"state\": \"fine\"}").status()).isEqualTo(422);
        assertThat(client.post(run + "/tasks/extract/kill", "{}").status()).isEqualTo(202);
        served.await(() -> served.jobs.stopped().contains("extract.t1"));
        assertThat(client.post(run + "/tasks/report/kill", "{}").status()).isEqualTo(409);
    }

    /** What may be done, and what is sent for it. */
    private List<String> offered(String path) {
        return ((List<?>) Objects.requireNonNull(client.get(path).json().get("actions"))).stream().map(Contract::map)
                .map(action -> action.get("label") + ": " + action.get("body")).toList();
    }

    @Test
    void aBreakpointHoldsATaskAndARerunHasParametersOfItsOwn() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        assertThat(offered(run + "/tasks/load")).contains("Stop before it: {}").doesNotContain("Take the breakpoint away: {remove=true}");
        assertThat(client.post(run + "/tasks/load/breakpoint", "{}").status()).isEqualTo(202);
        assertThat(offered(run + "/tasks/load")).contains("Take the breakpoint away: {remove=true}").doesNotContain("Stop before it: {}");
        served.jobs.succeeds("extract");
        served.await(() -> client.get(run + "/tasks/extract").at("state").equals("success"));
        assertThat(client.get(run + "/tasks/load").at("state")).isEqualTo("waiting");
        assertThat(client.post(run + "/tasks/load/breakpoint", "{\"remove\": true}").status()).isEqualTo(202);
        served.awaitSubmitted("load.t1");
        assertThat(offered(run + "/tasks/report")).as("it has none of its own").contains("Stop before it: {}");
        assertThat(client.post(run + "/tasks/load/approve", "{}").status()).as("it asks nobody").isEqualTo(409);
        assertThat(client.get(run + "/params").each("name")).as("what is secret stays as it is").containsExactly("filter", "limit");
        assertThat(client.get(run + "/params").at("items/1/otherwise")).isEqualTo("1");
        var unfit = client.post(run + "/rerun", "{\"tasks\": [\"extract\"], \"params\": {\"limit\": 0, \"token\": \"x\", \"fitler\": \"x\"}}");
        assertThat(unfit.status()).isEqualTo(422);
        assertThat(((List<?>) Objects.requireNonNull(unfit.json().get("errors"))).stream().map(each -> Contract.map(each).get("pointer")))
                .containsExactlyInAnyOrder("/params/limit", "/params/token", "/params/fitler");
        assertThat(client.post(run + "/rerun", "{\"tasks\": [\"extract\"], \"params\": {\"limit\": 7}}").status()).isEqualTo(202);
        served.awaitSubmitted("extract.t2");
        assertThat(client.post(run + "/move", "{\"to\": 99}").status()).isEqualTo(409);
    }

    @Test
    void aLogIsReadByLinesAndLookedThrough() throws InterruptedException, IOException {
        var key = served.begun("one");
        var log = Files.createDirectories(folder.resolve("logs/nightly/" + key + "/extract/1"));
        Files.writeString(log.resolve("stdout"), "first\nsecond error\nthird\nan Error\n" + "a".repeat(60) + "!\n");
        var path = RUNS + "/" + key + "/tasks/extract/tries/1/log";
        var lines = client.get(path + "/lines?stream=stdout&from=1&count=1");
        assertThat(lines.at("lines")).isEqualTo("[{n=1, at=null, stream=stdout, text=second error, cut=false}]");
        assertThat(lines.at("total_lines")).isEqualTo("5");
        assertThat(client.get(path + "/lines?stream=stdout&from=-2").at("lines/0/text")).isEqualTo("an Error");
        var found = client.get(path + "/find?stream=stdout&q=ERROR");
        assertThat(found.at("hits")).isEqualTo("[{n=1, start=7, end=12}, {n=3, start=3, end=8}]");
        assertThat(found.at("more")).isEqualTo("false");
        assertThat(client.get(path + "/find?stream=stdout&q=error&direction=backward&limit=1").at("hits")).isEqualTo("[{n=3, start=3, end=8}]");
        assertThat(client.get(path + "/find?stream=stdout&q=err.r%5Cb&regex=true&from=2").at("hits/0/n")).isEqualTo("3");
        Files.writeString(log.resolve("stderr"), "no errors\nTraceback (most recent call last)\n");
        assertThat(client.get(path + "/find?stream=stderr&errors=true").at("hits/0/n")).as("what looks like an error").isEqualTo("1");
        assertThat(client.get(path + "/find?stream=stdout&regex=true&q=(").status()).isEqualTo(422);
        assertThat(client.get(path + "/find?stream=stdout&regex=true&q=(a%2B)%2B%5C1x").at("detail")).as("takes for ever").contains("takes too long on line 4");
        var file = client.get(path + "/download?stream=stdout");
        assertThat(file.body()).startsWith("first\nsecond error\n").hasSize(34 + 62);
        assertThat(file.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + key + "-extract-1.log\"");
    }

    @Test
    void theLogOfATryIsReadFromAnOffset() throws InterruptedException, IOException {
        var key = served.begun("one");
        var log = Files.createDirectories(folder.resolve("logs/nightly/" + key + "/extract/1"));
        Files.writeString(log.resolve("stdout"), "first\nsecond\n");
        var path = RUNS + "/" + key + "/tasks/extract/tries/1/log?stream=stdout";
        var all = client.get(path);
        assertThat(all.body()).isEqualTo("first\nsecond\n");
        assertThat(all.header("Log-Size")).isEqualTo("13");
        assertThat(all.header("Log-At-End")).isEqualTo("true");
        assertThat(all.header("Log-Open")).isEqualTo("true");
        var part = client.get(path + "&offset=6&limit=3");
        assertThat(part.body()).isEqualTo("sec");
        assertThat(part.header("Log-Next")).isEqualTo("9");
        assertThat(part.header("Log-At-End")).isEqualTo("false");
        assertThat(client.get(RUNS + "/" + key + "/tasks/extract/tries/2/log").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"log?stream=stdout&offset=10", "log/lines", "log/download", "log/find?q=2"})
    void aSecretInALogIsShownToNobody(String question) throws InterruptedException, IOException {
        served.vault.mask().learn("hush1234");
        var key = served.begun("one");
        var log = Files.createDirectories(folder.resolve("logs/nightly/" + key + "/extract/1"));
        Files.writeString(log.resolve("stdout"), "password=hush1234\n22\n");
        var answer = client.get(RUNS + "/" + key + "/tasks/extract/tries/1/" + question);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("1234").doesNotContain("\"n\":0,\"start\"");
    }

    @Test
    void theLogOfAnExecutorIsReadBesideThatOfItsDriver() throws InterruptedException, IOException {
        var key = served.begun("one");
        var log = Files.createDirectories(folder.resolve("logs/nightly/" + key + "/extract/1"));
        Files.writeString(Files.createDirectories(log.resolve("executors/3")).resolve("stdout"), "executed\n");
        var path = RUNS + "/" + key + "/tasks/extract/tries/1/log?stream=stdout&executor=";
        assertThat(client.get(path + "3").body()).isEqualTo("executed\n");
        assertThat(client.get(path + "4").status()).isEqualTo(404);
        assertThat(client.get(path + "..").status()).isEqualTo(404);
        assertThat(client.get(path + "4").body()).contains("no output of executor 4 was copied; there is that of 3");
    }

    @Test
    void dagsAreListedAndDescribed() throws InterruptedException {
        served.begun("one");
        var dags = client.get("/api/v1/dags");
        assertThat(dags.each("dag_id")).containsExactly("hourly", "nightly");
        assertThat(dags.at("total")).isEqualTo("2");
        assertThat(dags.at("items/1/schedule/text")).isEqualTo("0 1 * * * in America/Sao_Paulo");
        assertThat(dags.at("items/1/last_runs/0/state")).isEqualTo("running");
        assertThat(client.get("/api/v1/dags?q=NIGHT").each("dag_id")).containsExactly("nightly");
        assertThat(client.get("/api/v1/dags?tag=day").each("dag_id")).isEmpty();
        assertThat(client.get("/api/v1/dags?limit=1&cursor=" + client.get("/api/v1/dags?limit=1").at("next")).each("dag_id")).containsExactly("nightly");
        var nightly = client.get("/api/v1/dags/nightly");
        assertThat(nightly.at("params/1/otherwise")).as("a secret").isEqualTo("***");
        assertThat(nightly.at("tasks/1/depends_on")).isEqualTo("[extract]");
        assertThat(client.get("/api/v1/dags/nightly/source").at("source")).isEqualTo(Served.NIGHTLY);
        assertThat(client.get("/api/v1/dags/nightly/versions").each("version")).containsExactly("1");
    }
}
