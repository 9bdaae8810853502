package comporta.live;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.loop.Foreseen;
import comporta.loop.RunForecast;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastNewsTest {
    private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final Dag NIGHTLY = Objects.requireNonNull(DagFiles.read("nightly.yaml", """
            dag: nightly
            deadline: {within: 1h}
            tasks: {load: {run: load}}
            """.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());

    /** Each forecast: seconds after the first, seconds by which the likely end moved, chance to be late in per cent. */
    @ParameterizedTest(name = "{0}: told {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0/0/10                       | 0
            0/0/10 10/0/10 20/29/10      | 0
            0/0/10 10/0/10 20/30/10      | 0 20
            0/0/10 10/20/10 20/40/10     | 0 20
            0/0/10 10/0/11               | 0 10
            0/0/10 3/60/50 4/60/50 6/60/50 | 0 6
            """)
    void whatHasMovedIsToldNowAndThen(String forecasts, String told) {
        var news = new ForecastNews(Set.of(new Topic.Night()), List.of());
        var heard = new ArrayList<String>();
        for (var each : forecasts.split(" ", -1)) {
            var parts = each.split("/", -1);
            if (!news.of(List.of(made(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))), _ -> true).isEmpty()) {
                heard.add(parts[0]);
            }
        }
        assertThat(String.join(" ", heard)).isEqualTo(told);
    }

    @Test
    void whatWasThereBeforeIsNoNews() {
        assertThat(new ForecastNews(Set.of(new Topic.Night()), List.of(made(0, 0, 10))).of(List.of(made(10, 0, 10)), _ -> true)).isEmpty();
    }

    @Test
    void onlyWhoListensAndMaySeeItIsTold() {
        var one = List.of(made(0, 0, 10));
        assertThat(new ForecastNews(Set.of(new Topic.OfRun(new DagId("nightly"), "r2")), List.of()).of(one, _ -> true)).isEmpty();
        assertThat(new ForecastNews(Set.of(new Topic.OfRun(new DagId("nightly"), "r1")), List.of()).of(one, _ -> false)).isEmpty();
        assertThat(new ForecastNews(Set.of(new Topic.OfRun(new DagId("nightly"), "r1")), List.of()).of(one, _ -> true)).singleElement().satisfies(told -> {
            assertThat(told.name()).isEqualTo("forecast.changed");
            assertThat(told.data()).containsEntry("dag_id", "nightly").containsEntry("run_id", "r1").containsEntry("critical_path", List.of("load"));
            assertThat(String.valueOf(told.data().get("deadlines"))).isEqualTo("[{id=run.0, p_late=0.1, slack_s=1800.0, status=on_time}]");
        });
    }

    private static Foreseen made(int seconds, int moved, int percent) {
        var at = START.plusSeconds(seconds);
        var end = START.plusSeconds(1800 + moved);
        var deadline = new RunForecast.OfDeadline(-1, -1, 0, START.plusSeconds(3600), percent / 100.0, end, end, null);
        return new Foreseen(NIGHTLY, "r1", new RunForecast(at, end, end, 1, 5, 0, 400, List.of(), List.of(deadline), List.of(), List.of("load")));
    }
}
