package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence that a night begins with, and the order of its rows. */
final class NightVerdictTest {
    private static final Instant SIX = Instant.parse("2026-11-21T06:00:00Z");

    private static DeadlineShape deadline(String status, @Nullable Double late) {
        return new DeadlineShape("run.0", "run", null, SIX, late, null, status, 0.3, null);
    }

    /** @param minutes before the deadline at which it ended; null: it has not */
    private static RunShape run(String dag, String status, @Nullable Integer minutes) {
        var ended = minutes == null ? null : SIX.minusSeconds(minutes * 60L);
        return new RunShape(
                "r", dag, 1, "scheduled", ended == null ? "running" : "success", null, SIX, null, null, Map.of(), SIX.minusSeconds(7200),
                SIX.minusSeconds(7200), ended,
                null, null, List.of(deadline(status, null)), null, null, null, null, Map.of(), 1, 1, 1, List.of());
    }

    private static NightShape.NightRun row(String dag, @Nullable String run, String state, @Nullable DeadlineShape deadline) {
        return new NightShape.NightRun(dag, run, null, "scheduled", state, SIX.minusSeconds(3600), "", List.of(), 0, 1, null, deadline, null, 0, 1);
    }

    @ParameterizedTest(name = "{0}; {1} need somebody, over: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            a met 12, b met 40, c met 300                    | 0 | true  | All three deadlines were met; a by 12 minutes.
            a met 1                                          | 0 | true  | The deadline was met; a by 1 minute.
            a met 12, b missed -22, c met 5                  | 0 | true  | One deadline of three was missed: b, by 22 minutes.
            a missed -22, b missed -190                      | 0 | true  | Two deadlines were missed; the worst is b, by 3 hours.
            a met 12, b missed -22                           | 1 | true  | One deadline of two was missed: b, by 22 minutes.
            a off 12                                         | 1 | true  | One run needs you.
            a met 12, b at_risk                              | 2 | false | Two runs need you.
            a met 12, b on_time, c on_time                   | 0 | false | All two deadlines hold.
            a on_time, b to_come:at_risk, c to_come:on_time  | 0 | false | One deadline of three is at risk: b.
            a to_come:on_time                                | 0 | false | The deadline holds.
            a off 5                                          | 0 | false | Nothing needs you.
            ''                                               | 0 | false | Nothing is due tonight.
            """)
    void saysHowItStands(String deadlines, int needy, boolean isOver, String sentence) {
        List<RunShape> runs = new ArrayList<>();
        List<NightShape.NightRun> rows = new ArrayList<>();
        for (var each : deadlines.isEmpty() ? new String[0] : deadlines.split(", ")) {
            var words = each.split(" ", -1);
            if (words[1].startsWith("to_come:")) {
                rows.add(row(words[0], null, "to_come", deadline(words[1].substring(8), 0.5)));
            } else {
                runs.add(run(words[0], words[1], words.length > 2 ? Integer.valueOf(words[2]) : null));
                rows.add(row(words[0], "r", "running", null));
            }
        }
        assertThat(new NightVerdict(runs, rows).sentence(needy, rows.size(), isOver).text()).isEqualTo(sentence);
    }

    @Test
    void comesBeforeRowsInTheOrderOfRisk() {
        var rows = new NightRows(SIX.minusSeconds(3600), Map.of("lost/r", Instant.MAX, "soon/r", SIX.minusSeconds(1800), "sooner/r", SIX.minusSeconds(2400)));
        for (var state : List.of("lost failed off 0", "calm running on_time 0.02", "over success met 0", "soon failed off 0",
                "free running - 0", "tight running on_time 0.2", "sooner running at_risk 0.9")) {
            var words = state.split(" ", -1);
            rows.add(run(words[0], words[1], words[2], Double.parseDouble(words[3])), "", null);
        }
        rows.add(dag("later"), tick(), new Coming.Expected(null, List.of()));
        rows.add(dag("coming"), tick(), new Coming.Expected(null, List.of(deadline("on_time", 0.1))));
        assertThat(rows.ranked()).extracting(NightShape.NightRun::dagId)
                .containsExactly("sooner", "soon", "lost", "tight", "coming", "calm", "free", "later", "over");
    }

    private static RunShape run(String dag, String state, String status, double late) {
        return new RunShape(
                "r", dag, 1, "scheduled", state, null, SIX, null, null, Map.of(), SIX.minusSeconds(7200), null, state.equals("running") ? null : SIX,
                null, null, status.equals("-") ? List.of() : List.of(deadline(status, late)), null, null, null, null, Map.of(), 1, 1, 1, List.of());
    }

    private static Dag dag(String id) {
        var text = "dag: " + id + "\nschedule: {cron: \"0 5 * * *\"}\ntasks:\n  a: {run: a}\n";
        return Objects.requireNonNull(DagFiles.read("d.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());
    }

    private static Tick tick() {
        var dag = dag("d");
        return Timetable.of(dag.id(), dag.schedule(), ZoneOffset.UTC, null).next(SIX.minusSeconds(3700)).orElseThrow();
    }
}
