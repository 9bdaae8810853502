package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.store.KeptForecast;
import java.nio.file.Path;
import java.util.List;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night over HTTP: what is late, what waits, what failed, and how runs look from the side. */
@Order(-40)
class NightOverHttpTest {
    private static final String MODELS = """
            dag: models
            owner: data
            schedule: {cron: "0 1 * * *", timezone: UTC}
            deadline: {by: "06:00"}
            groups: {prep: {}}
            tasks:
              extract: {run: extract, group: prep, expected_duration: 1h}
              clean: {run: clean, group: prep, depends_on: extract, expected_duration: 30m}
              churn: {run: churn, depends_on: prep, expected_duration: 5h}
              report: {run: report, depends_on: churn, expected_duration: 10m}
            """;
    private static final String RUNS = "/api/v1/dags/models/runs";

    @TempDir
    Path folder;

    private Served served;
    private Client client;
    private String run;

    @BeforeEach
    void start() throws InterruptedException {
        served = new Served(folder);
        served.put(MODELS);
        client = served.client;
        run = RUNS + "/" + client.post(RUNS, "{}").at("run_id");
        served.awaitSubmitted("extract.t1");
        served.jobs.starts("extract");
        served.await(() -> client.get(run + "/tasks/extract").at("state").equals("running"));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void ended(String task) throws InterruptedException {
        served.awaitSubmitted(task + ".t1");
        served.jobs.starts(task);
        served.await(() -> client.get(run + "/tasks/" + task).at("state").equals("running"));
        served.clock.passes(Duration.ofMinutes(20));
        served.jobs.succeeds(task);
        served.await(() -> client.get(run + "/tasks/" + task).at("state").equals("success"));
    }

    @Test
    void aNightSaysWhoIsLikelyLateAndWhy() {
        var night = client.get("/api/v1/night");
        assertThat(night.at("date")).isEqualTo("2029-12-31");
        assertThat(night.at("from")).isEqualTo("2029-12-31T12:00:00.000000Z");
        assertThat(night.at("verdict/text")).isEqualTo("One run needs you.");
        assertThat(night.at("needs/0/kind")).isEqualTo("at_risk");
        assertThat(night.at("needs/0/text/text")).isEqualTo("models will likely be late for its deadline.");
        assertThat(night.at("tightest/deadline/slack_s")).isEqualTo("-2400.0");
        assertThat(night.at("runs/0/dag_id")).isEqualTo("models");
        assertThat(night.at("runs/0/rank")).isEqualTo("1");
        assertThat(night.at("runs/0/forecast/p50")).isEqualTo("2030-01-01T06:40:00.000000Z");
        assertThat(night.at("runs/0/forecast/basis")).isEqualTo("declared");
        assertThat(night.at("runs/0/deadline/status")).isEqualTo("at_risk");
        assertThat(night.at("runs/1/state")).isEqualTo("to_come");
        assertThat(night.at("runs/1/forecast/p50")).as("from 01:00, by what its file declares").isEqualTo("2030-01-01T07:40:00.000000Z");
        assertThat(night.at("runs/1/deadline/slack_s")).isEqualTo("-6000.0");
        assertThat(night.at("coming_later")).isEqualTo("0");
        assertThat(client.get("/api/v1/night?limit=1").at("coming_later")).isEqualTo("1");
        assertThat(client.get("/api/v1/night?limit=1").at("counts")).as("what is left out is counted").isEqualTo(night.at("counts"));
        assertThat(night.at("counts")).isEqualTo("{all=3, needs_you=1, running=1, to_come=2, done=0}");
        assertThat(night.at("waits/0/reason/code")).isEqualTo("upstream");
        assertThat(client.get("/api/v1/night?date=2029-12-30").at("verdict/text")).isEqualTo("Nothing is due tonight.");
    }

    @Test
    void whatIsDueIsToldOfRunsToComeAsWell() {
        var due = client.get("/api/v1/deadlines");
        assertThat(due.each("begins_at")).as("the later one has the least time").containsExactly("2030-01-01T01:00:00.000000Z", "null");
        assertThat(due.at("items/0/run_id")).isEqualTo("null");
        assertThat(due.at("items/0/id")).isEqualTo("run.0");
        assertThat(due.at("items/0/due_at")).isEqualTo("2030-01-01T06:00:00.000000Z");
        assertThat(due.at("items/0/slack_s")).as("from 01:00, by what its file declares").isEqualTo("-6000.0");
        assertThat(due.at("items/0/owner")).isEqualTo("data");
        assertThat(due.at("items/1/status")).isEqualTo("at_risk");
        assertThat(due.at("items/1/latest_starts/0")).isEqualTo("{task_id=clean, at=2030-01-01T00:20:00.000000Z}");
        var later = client.get("/api/v1/deadlines?night=2030-01-04");
        assertThat(later.each("due_at")).containsExactly("2030-01-05T06:00:00.000000Z");
        assertThat(client.get("/api/v1/deadlines?night=2029-12-30").each("due_at")).as("nothing is to come in a night that is over").isEmpty();
    }

    /** sinks.load waits for feeds.fetch, which waits for prices as a whole: due 06:00, less 30 m, less 1 h, less 20 m. */
    @Test
    void aDeadlineIsFollowedThroughEdgesBetweenDags() throws InterruptedException {
        served.put("""
                dag: prices
                owner: data
                tasks:
                  wait: {run: wait, expected_duration: 10m}
                  ask: {run: ask, depends_on: wait, expected_duration: 20m}
                """);
        served.put("""
                dag: feeds
                owner: data
                tasks:
                  fetch: {run: fetch, depends_on: {dag: prices, match: latest}, expected_duration: 1h}
                  other: {run: other, depends_on: fetch, expected_duration: 9h}
                """);
        served.put("""
                dag: sinks
                owner: data
                deadline: {by: "06:00", from: start}
                tasks:
                  load: {run: load, depends_on: {dag: feeds, task: fetch, match: latest}, expected_duration: 30m}
                """);
        for (var dag : List.of("prices", "feeds", "sinks")) {
            client.post("/api/v1/dags/" + dag + "/runs", "{}");
        }
        served.awaitSubmitted("wait.t1");
        served.await(() -> client.get("/api/v1/deadlines").each("dag_id").contains("sinks"));
        var due = client.get("/api/v1/deadlines");
        int at = due.each("dag_id").indexOf("sinks");
        assertThat(due.at("items/" + at + "/upstream/0")).startsWith("{dag_id=prices, ").endsWith("task_id=wait, at=2030-01-01T04:00:00.000000Z}");
        assertThat(due.at("items/" + at + "/upstream/1")).endsWith("task_id=ask, at=2030-01-01T04:10:00.000000Z}");
        assertThat(due.at("items/" + at + "/upstream/2")).startsWith("{dag_id=feeds, ").endsWith("task_id=fetch, at=2030-01-01T04:30:00.000000Z}");
        assertThat(due.at("items/" + at + "/upstream")).as("nothing waits for it").doesNotContain("task_id=other");
    }

    @Test
    void aFailedRunNeedsSomebody() throws InterruptedException {
        served.jobs.ends("extract", Exit.failure(Cause.USER, 1, "exit 1"));
        served.await(() -> client.get(run).at("state").equals("failed"));
        var night = client.get("/api/v1/night");
        assertThat(night.at("needs/0/kind")).isEqualTo("failed");
        assertThat(night.at("needs/0/text/text")).startsWith("models failed: extract, ").endsWith("3 tasks could not run.");
        assertThat(night.at("needs/0/actions/0/verb")).isEqualTo("clear");
        assertThat(night.at("needs/0/latest_safe_start")).as("six hours and 40 minutes are too much before 06:00").isEqualTo("null");
        assertThat(night.at("runs/0/state")).isEqualTo("failed");
        assertThat(client.get(run + "/forecast").at("forecast")).isEqualTo("null");
        assertThat(client.get("/api/v1/dags/models/calendar").at("days/0/worst")).isEqualTo("failed");
    }

    @Test
    void whatFailedSaysUntilWhenItCanStillMakeItsDeadline() throws InterruptedException {
        served.put("""
                dag: short
                owner: data
                deadline: {by: "06:00", from: start}
                tasks:
                  first: {run: first, expected_duration: 1h}
                  beside: {run: beside, expected_duration: 4h}
                  next: {run: next, depends_on: first, expected_duration: 30m}
                """);
        client.post("/api/v1/dags/short/runs", "{}");
        for (var task : List.of("first", "beside")) {
            served.awaitSubmitted(task + ".t1");
            served.jobs.starts(task);
        }
        served.jobs.succeeds("beside");
        served.jobs.ends("first", Exit.failure(Cause.USER, 1, "exit 1"));
        served.await(() -> client.get("/api/v1/night").at("needs/0/kind").equals("failed"));
        assertThat(client.get("/api/v1/night").at("needs/0/latest_safe_start")).as("06:00, less 1 h, less 30 m").isEqualTo("2030-01-01T04:30:00.000000Z");
    }

    @Test
    void ofWhatIsOverItIsToldWhatWasExpected() throws InterruptedException {
        var id = served.store.archive().run(new DagId("models"), run.substring(RUNS.length() + 1)).orElseThrow().run().id();
        var made = Instant.parse("2030-01-01T00:10:00Z");
        var p50 = Instant.parse("2030-01-01T05:40:00Z");
        var p90 = Instant.parse("2030-01-01T06:20:00Z");
        served.call(() -> {
            served.store.keep(List.of(new KeptForecast(id, 0, made, p50, p90, p50, p90, 0.3)));
            return true;
        }).join();
        assertThat(client.get("/api/v1/night").at("runs/0/forecast_then")).as("while it goes on its forecast is enough").isEqualTo("null");
        served.jobs.ends("extract", Exit.failure(Cause.USER, 1, "exit 1"));
        served.await(() -> client.get(run).at("state").equals("failed"));
        assertThat(client.get("/api/v1/night").at("runs/0/forecast_then/made_at")).isEqualTo("2030-01-01T00:10:00.000000Z");
        assertThat(client.get("/api/v1/night").at("runs/0/forecast_then/p90")).isEqualTo("2030-01-01T06:20:00.000000Z");
        assertThat(client.get(run + "/forecast").at("history/0/1")).isEqualTo("2030-01-01T05:40:00.000000Z");
    }

    @Test
    void aForecastNamesWhatDecidesTheEnd() {
        var forecast = client.get(run + "/forecast");
        assertThat(forecast.at("forecast/p50")).isEqualTo("2030-01-01T06:40:00.000000Z");
        assertThat(forecast.at("critical_path")).isEqualTo("[extract, clean, churn, report]");
        assertThat(forecast.at("by_task/2/task_id")).isEqualTo("churn");
        assertThat(forecast.at("by_task/2/latest_safe_start")).isEqualTo("2030-01-01T00:50:00.000000Z");
        var supposed = client.post(run + "/forecast/what_if", "{\"set\": {\"churn\": \"1h\"}}");
        assertThat(supposed.at("forecast/p50")).isEqualTo("2030-01-01T02:40:00.000000Z");
        assertThat(supposed.at("forecast/deadlines/0/status")).isEqualTo("on_time");
        assertThat(client.post(run + "/forecast/what_if", "{\"set\": {\"chrn\": \"1h\"}}").at("errors/0/detail")).contains("Did you mean \"churn\"?");
        assertThat(client.get(run + "/forecast").at("forecast/p50")).as("nothing was kept").isEqualTo("2030-01-01T06:40:00.000000Z");
    }

    @Test
    void aTimelineHasRowsWithTheirOwnBars() throws InterruptedException {
        served.clock.passes(Duration.ofMinutes(20));
        served.jobs.succeeds("extract");
        ended("clean");
        served.awaitSubmitted("churn.t1");
        var timeline = client.get(run + "/timeline");
        assertThat(timeline.at("rows/0/id")).isEqualTo("group:prep");
        assertThat(timeline.at("rows/0/state")).isEqualTo("success");
        assertThat(timeline.at("rows/0/segments/0/to")).isEqualTo("2030-01-01T00:40:00.000000Z");
        assertThat(timeline.at("rows/1/id")).isEqualTo("extract");
        assertThat(timeline.at("rows/1/depth")).isEqualTo("1");
        assertThat(timeline.at("rows/1/parent")).isEqualTo("group:prep");
        assertThat(timeline.at("rows/1/segments/0")).isEqualTo("{kind=work, state=success, try_number=1, from=2030-01-01T00:00:00.000000Z, "
                + "to=2030-01-01T00:20:00.000000Z, p90=null, cause=null, reason_code=null}");
        assertThat(timeline.at("rows/3/segments/0/kind")).as("churn").isEqualTo("predicted");
        assertThat(timeline.at("rows/4/reason/code")).as("report").isEqualTo("upstream");
        assertThat(timeline.at("critical_path/1")).isEqualTo(
                "{task_id=clean, from=2030-01-01T00:20:00.000000Z, to=2030-01-01T00:40:00.000000Z, then=upstream}");
        assertThat(timeline.at("to")).isEqualTo("2030-01-01T05:50:00.000000Z");
    }

    @Test
    void runsStandSideBySide() throws InterruptedException {
        served.jobs.succeeds("extract");
        ended("clean");
        served.awaitSubmitted("churn.t1");
        served.jobs.ends("churn", Exit.failure(Cause.USER, 1, "exit 1"));
        served.await(() -> client.get(run).at("state").equals("failed"));
        var grid = client.get("/api/v1/dags/models/grid");
        assertThat(grid.at("order")).isEqualTo("of version 1");
        assertThat(grid.at("tasks/1")).isEqualTo("{task_id=clean, label=clean, group=prep, depth=1, mapped=false}");
        assertThat(grid.at("runs/0/cells")).isEqualTo("ssfu");
        assertThat(client.get(run + "/column").at("cells")).isEqualTo("ssfu");
        assertThat(client.get("/api/v1/dags/models/durations").at("tasks/1")).isEqualTo("{task_id=clean, p50_s=1200.0, p90_s=1200.0, n=1, last_s=1200.0}");
        assertThat(client.get("/api/v1/dags/models/landing").at("items/0/margin_s")).isEqualTo("20400.0");
    }

    @Test
    void aGraphHasAPlaceForEverythingAndNoStates() {
        var graph = client.get("/api/v1/dags/models/graph");
        assertThat(graph.at("nodes/0")).startsWith("{id=prep, kind=group, label=prep, operator=null, ");
        assertThat(graph.at("nodes/1/parent")).isEqualTo("prep");
        assertThat(graph.at("edges/size")).isEqualTo("3");
        var folded = client.get("/api/v1/dags/models/graph?fold=prep,nothing");
        assertThat(folded.at("folded")).isEqualTo("[prep]");
        assertThat(folded.at("nodes/0/folded")).isEqualTo("2");
        assertThat(folded.at("edges/0/from")).isEqualTo("prep");
        assertThat(folded.at("edges/size")).isEqualTo("2");
        assertThat(client.get("/api/v1/dags/models/graph", "If-None-Match", graph.header("ETag")).status()).isEqualTo(304);
        assertThat(client.get("/api/v1/dags/models/graph?version=7").status()).isEqualTo(404);
    }

    @Test
    void ticksToComeAreTold() {
        var ticks = client.get("/api/v1/dags/models/ticks?limit=2");
        assertThat(ticks.at("next/size")).isEqualTo("2");
        assertThat(ticks.at("next/0/local")).isEqualTo("2030-01-01T01:00:00Z");
        assertThat(ticks.at("next/1/interval_start")).isEqualTo("2030-01-01T01:00:00.000000Z");
    }

    @Test
    void anythingIsFoundByAFewLetters() {
        assertThat(client.get("/api/v1/find?q=model").at("items/0")).startsWith("{kind=dag, id=models, ");
        assertThat(client.get("/api/v1/find?q=churn").at("items/0/id")).isEqualTo("models/churn");
        assertThat(client.get("/api/v1/find?q=trigger%20models").each("label")).contains("trigger models");
        assertThat(client.get("/api/v1/find?q=" + run.substring(run.lastIndexOf('/') + 1)).each("kind")).containsExactly("run");
        assertThat(client.get("/api/v1/find?q=zzz").each("id")).isEmpty();
    }

    @Test
    void whatIsNotThereYetIsEmpty() {
        assertThat(client.get("/api/v1/leases").each("lease_id")).isEmpty();
        assertThat(client.get("/api/v1/cost?by=task").at("total/amount")).isEqualTo("0.00");
        assertThat(client.get("/api/v1/cost?by=task").at("prices/example")).as("marked as such wherever it shows").isEqualTo("true");
        assertThat(client.get("/api/v1/cost?run=" + run.replace(RUNS, "models")).at("rows")).isEqualTo("[]");
        assertThat(client.get("/api/v1/agents").each("slave_type")).isEmpty();
        assertThat(client.get("/api/v1/elasticity").each("job")).isEmpty();
        assertThat(client.get("/api/v1/elasticity/churn/series").status()).isEqualTo(404);
    }
}
