package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person at a terminal sees of forecasts: while a run is watched, and of a task that waits. */
class ForecastVerbsTest {
    private static final String RUN = "GET /dags/nightly/runs/r1";
    private static final String UNDER_WAY = """
            {"dag_id": "nightly", "run_id": "r1", "state": "running", "p_late": %s,
             "forecast": {"made_at": "2026-11-21T04:00:0%d.000000Z", "p50": "2026-11-21T%s:00.000000Z", "p90": "2026-11-21T05:20:00.000000Z"}}""";
    private static final String OVER = """
            {"dag_id": "nightly", "run_id": "r1", "state": "success", "ended_at": "2026-11-21T05:00:00.000000Z", "p_late": null, "forecast": null}""";

    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer().on(RUN + "/tasks", 200, "{\"items\": [], \"next\": null}");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Ask.Said ask(String... words) {
        return new Ask(URI.create(server.address()).getPort()).ask(words);
    }

    @Test
    void whoWatchesARunHearsWhereItsEndMovesTo() {
        server.on(RUN, 200, UNDER_WAY.formatted("0.2", 1, "05:00")).on(RUN, 200, UNDER_WAY.formatted("0.22", 2, "05:00"))
                .on(RUN, 200, UNDER_WAY.formatted("0.22", 3, "05:01")).on(RUN, 200, UNDER_WAY.formatted("0.4", 4, "05:01")).on(RUN, 200, OVER);

        var watched = ask("runs", "watch", "nightly/r1");

        assertThat(watched.code()).isZero();
        assertThat(watched.said()).isEqualTo("""
                04:00:01  forecast        likely over at 05:00:00, nine in ten by 05:20:00, 20 % chance of being late
                04:00:03  forecast        likely over at 05:01:00, nine in ten by 05:20:00, 22 % chance of being late
                04:00:04  forecast        likely over at 05:01:00, nine in ten by 05:20:00, 40 % chance of being late
                05:00:00  success         nightly/r1
                """);
    }

    @Test
    void aProgramHearsTheSame() {
        server.on(RUN, 200, UNDER_WAY.formatted("0.2", 1, "05:00")).on(RUN, 200, OVER);

        assertThat(ask("runs", "watch", "nightly/r1", "--output", "json").said().lines().findFirst()).hasValue(
                "{\"at\":\"2026-11-21T04:00:01.000000Z\",\"event\":\"forecast_changed\",\"run_id\":\"r1\",\"p50\":\"2026-11-21T05:00:00.000000Z\","
                        + "\"p90\":\"2026-11-21T05:20:00.000000Z\",\"p_late\":0.2}");
    }

    @Test
    void whatWouldFreeATaskIsToldWithWhatIsLateAllTheSame() {
        server.on(RUN + "/tasks/report/why", 200, """
                {"task_id": "report", "state": "waiting", "summary": {"text": "report: Waits for load (running), likely 05:00."}, "chain": [],
                 "reasons": [{"code": "upstream", "text": "Waits for load (running).", "until": "2026-11-21T05:00:00.000000Z", "until_is": "predicted",
                              "until_p90": "2026-11-21T05:20:00.000000Z", "unblock": {"text": "Mark load as success"}}],
                 "what_if": [{"change": {"text": "Mark load as success: would start now"}, "starts_at": "2026-11-21T04:00:00.000000Z", "p_late": 0.08}]}""");

        assertThat(ask("tasks", "why", "nightly/r1", "report").said()).isEqualTo("""
                report: Waits for load (running), likely 05:00.
                  Waits for load (running)., likely until 2026-11-21T05:00:00Z, nine in ten by 2026-11-21T05:20:00Z
                  what if: Mark load as success: would start now, 8 % chance of being late
                """);
    }
}
