package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.live.LiveEvents;
import comporta.operator.Cause;
import comporta.operator.Exit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deeds over HTTP: what a dry run names is what then happens, what is offered can be done, and each is in the audit. */
class DeedsOverHttpTest {
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

    /** A nightly whose first task failed. */
    private String failed() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        served.jobs.ends("extract", Exit.failure(Cause.USER, 1, "exit 1"));
        served.await(() -> client.get(run).at("state").equals("failed"));
        return run;
    }

    private List<String> texts(Client.Reply preview) {
        var texts = new ArrayList<String>();
        for (var part : (List<?>) preview.json().getOrDefault("will", List.of())) {
            var told = Contract.map(part);
            texts.add(told.get("text") + ": " + told.get("tasks"));
        }
        return texts;
    }

    @Test
    void whatADryRunOfAClearNamesIsWhatRuns() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        served.jobs.succeeds("extract");
        served.awaitSubmitted("load.t1");
        var preview = client.post(run + "/clear?dry_run=true", "{\"tasks\": [\"load\"], \"downstream\": true}");
        assertThat(texts(preview)).containsExactly("Runs again: [load]", "Runs as it was to: [report]");
        assertThat(preview.at("reuses/0/text")).isEqualTo("1 result");
        assertThat(preview.at("stops")).isEqualTo("[{job=load}]");
        assertThat(served.jobs.stopped()).as("nothing was done").isEmpty();
        assertThat(client.get(run + "/tasks").each("state")).containsExactly("success", "launching", "waiting");

        client.post(run + "/clear", "{\"tasks\": [\"load\"], \"downstream\": true}");
        served.await(() -> !served.jobs.stopped().isEmpty());
        served.jobs.ends("load", Exit.failure(Cause.USER, null, "killed"));
        served.awaitSubmitted("load.t2");
        assertThat(client.get(run + "/tasks/extract").at("try_number")).as("it was reused").isEqualTo("1");
    }

    @Test
    void marksAndRerunsSayWhatTheyWouldDo() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        served.jobs.succeeds("extract");
        served.awaitSubmitted("load.t1");
        assertThat(texts(client.post(run + "/tasks/load/mark?dry_run=true", "{\"state\": \"success\"}")))
                .containsExactly("Is called success: [load]", "Is still to run: [report]");
        assertThat(client.post(run + "/tasks/load/kill?dry_run=true", "{}").at("stops")).isEqualTo("[{job=load}]");
        assertThat(texts(client.post(run + "/rerun?dry_run=true", "{\"tasks\": [\"extract\"], \"params\": {\"filter\": \"x\"}}")))
                .containsExactly("Runs again: [extract, load]", "Runs as it was to: [report]");
        assertThat(client.post(run + "/rerun?dry_run=true", "{\"tasks\": [\"extract\"], \"params\": {\"limit\": 0}}").status()).isEqualTo(422);
        assertThat(texts(client.post(run + "/rerun?dry_run=true", "{\"params\": {\"filter\": \"x\"}}"))).as("the whole run")
                .containsExactly("Runs again: [extract, load]", "Runs as it was to: [report]");
    }

    @Test
    void byWhomATaskWasCalledSoIsTold() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        client.post(run + "/tasks/report/skip", "{}");
        client.post(run + "/tasks/load/mark", "{\"state\": \"success\", \"reason\": \"it came by mail\"}");
        assertThat(client.get(run + "/tasks/load").at("reason")).isEqualTo("marked success by anybody: it came by mail");
        assertThat(client.get(run + "/tasks/load/why").at("summary/text")).endsWith(": marked success by anybody: it came by mail.");
        assertThat(client.get(run + "/tasks/report/why").at("summary/text")).isEqualTo("report was skipped: skipped by anybody.");
        served.jobs.succeeds("extract");
        served.await(() -> client.get(run + "/tasks/extract").at("state").equals("success"));
        assertThat(client.get(run + "/tasks/extract").at("reason")).as("it ran").isEqualTo("null");
    }

    @Test
    void aMoveShowsTheDifferenceAndHistoryKeepsItsNames() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        served.put(Served.NIGHTLY.replace("  extract: {run: extract}\n", "  check: {run: check}\n  extract: {run: extract}\n")
                .replace("  report: {run: report, depends_on: load}\n", ""));
        assertThat(texts(client.post(run + "/move?dry_run=true", "{\"to\": 2}")))
                .containsExactly("Comes, and is waited for: [check]", "Is removed: [report]");
        assertThat(client.post(run + "/move?dry_run=true", "{\"to\": 1}").at("will/0/text")).isEqualTo("The run is of version 1: nothing changes");
        assertThat(client.post(run + "/move?dry_run=true", "{\"to\": 9}").status()).isEqualTo(409);
        assertThat(client.get(run).at("dag_version")).isEqualTo("1");

        assertThat(client.post(run + "/move", "{\"to\": 2}").status()).isEqualTo(202);
        served.awaitSubmitted("check.t1");
        served.jobs.succeeds("extract");
        served.awaitSubmitted("load.t1");
        assertThat(client.get(run + "/tasks").each("task_id")).containsExactly("extract", "load", "report", "check");
        var ended = ((List<?>) Objects.requireNonNull(client.get(run + "/events").json().get("items"))).stream().map(Contract::map)
                .filter(row -> "task".equals(row.get("kind")) && "success".equals(Contract.map(row.get("data")).get("state"))).map(row -> row.get("task_id"));
        assertThat(ended).as("by the numbers of the run, not of the version").containsExactly("extract");
        assertThat(client.get(run + "/timeline").at("rows/3/id")).isEqualTo("check");
        assertThat(client.get(run + "/tasks/load").at("upstream")).isEqualTo("[{task_id=extract, state=success}]");
    }

    @Test
    void aDeedNamesItsEntryInTheAuditAndHowToTakeItBack() throws InterruptedException {
        var run = RUNS + "/" + served.begun("one");
        var paused = client.post(run + "/pause", "{\"reason\": \"wrong prices\"}");
        var entry = client.get("/api/v1/audit?limit=1");
        assertThat(paused.at("audit_seq")).isEqualTo(entry.at("items/0/seq"));
        assertThat(entry.at("items/0/why")).isEqualTo("wrong prices");
        var older = client.get("/api/v1/audit?limit=2&upto=" + paused.at("audit_seq"));
        assertThat(older.at("items/0/seq")).isEqualTo(paused.at("audit_seq"));
        assertThat(client.get("/api/v1/audit?limit=1&upto=" + paused.at("audit_seq") + "&cursor=" + older.at("next")).each("seq"))
                .as("it goes on below").doesNotContain(paused.at("audit_seq"));
        var undo = Contract.map(paused.json().get("undo"));
        assertThat(client.post(String.valueOf(undo.get("href")), "{}").status()).isEqualTo(202);
        assertThat(client.get(run).at("state")).isEqualTo("running");
        var dag = client.post("/api/v1/dags/nightly/pause", "{}");
        assertThat(dag.at("undo/href")).isEqualTo("/api/v1/dags/nightly/resume");
        assertThat(dag.at("audit_seq")).isNotEqualTo("null");
    }

    @Test
    void whatFreesATaskCanBeFollowed() throws InterruptedException {
        served.put("""
                dag: follower
                tasks:
                  first: {run: x, depends_on: [{dag: hourly, match: latest}]}
                  second: {run: x, depends_on: first}
                """);
        var run = "/api/v1/dags/follower/runs/" + client.post("/api/v1/dags/follower/runs", "{}").at("run_id");
        client.post(run + "/tasks/first/breakpoint", "{}");
        served.await(() -> client.get(run + "/tasks/first/why").body().contains("\"breakpoint\""));
        for (var reason : (List<?>) client.get(run + "/tasks/first/why").json().getOrDefault("reasons", List.of())) {
            var action = Contract.map(Contract.map(Contract.map(reason).get("unblock")).get("action"));
            var reply = client.send(String.valueOf(action.get("method")), String.valueOf(action.get("href")), PlainData.toJson(action.get("body")));
            assertThat(reply.status()).as("%s: %s", action, reply.body()).isEqualTo(202);
        }
        served.awaitSubmitted("first.t1");
    }

    @Test
    void everyActionIsARouteThatTakesIt() throws InterruptedException {
        var failed = failed();
        var running = RUNS + "/" + served.begun("two");
        client.post(running + "/pause", "{}");
        var offered = new ArrayList<Map<String, Object>>();
        for (var path : List.of(
                "/api/v1/dags", "/api/v1/dags/nightly", "/api/v1/runs", running, failed, running + "/tasks/extract",
                failed + "/tasks/extract", failed + "/tasks/report",
                running + "/why", running + "/timeline", "/api/v1/night", "/api/v1/problems", "/api/v1/deadlines")) {
            collect(client.get(path).json(), offered);
        }
        assertThat(offered).extracting(each -> each.get("verb")).contains("trigger", "pause", "resume", "cancel", "clear", "rerun", "kill", "mark", "skip");
        try (LiveEvents live = Routes.live(served.ground)) {
            var router = new Router(Routes.of(served.ground, live));
            for (var action : offered) {
                var method = String.valueOf(action.get("method"));
                var href = String.valueOf(action.get("href"));
                var found = router.find(method, href);
                assertThat(found).as("%s", action).isPresent();
                var body = "mark".equals(action.get("verb")) ? "{\"state\": \"skipped\"}" : PlainData.toJson(action.get("body"));
                var reply = client.send(method, href + "?dry_run=true", body);
                assertThat(reply.status()).as("%s: %s", action, reply.body()).isIn(200, 409);
            }
        }
    }

    private static void collect(@Nullable Object data, List<Map<String, Object>> found) {
        switch (data) {
            case Map<?, ?> map when map.containsKey("href") && map.containsKey("verb") -> found.add(Contract.map(map));
            case Map<?, ?> map -> map.values().forEach(each -> collect(each, found));
            case List<?> list -> list.forEach(each -> collect(each, found));
            case null, default -> {}
        }
    }
}
