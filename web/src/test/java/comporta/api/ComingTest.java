package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.timetable.Timetable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a run that begins at 01:00 and is due at 02:00. */
final class ComingTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            minutes that runs took        | basis    | p50   | p90   | late    | status
                                          | -        | -     | -     | -       | on_time
            10 20                         | history  | 01:15 | -     | -       | on_time
            10 20 30 40 50                | history  | 01:30 | 01:50 | 0.08    | on_time
            10 20 30 40 50 55 56 57 58 70 | history  | 01:50 | 01:58 | 0.14    | on_time
            10 20 70 80 90                | history  | 02:10 | 02:30 | 0.58    | at_risk
            """, useHeadersInDisplayName = true)
    void isWhatThoseBeforeItWereLike(String minutes, String basis, String p50, String p90, Double late, String status) {
        var text = "dag: d\nschedule: {cron: \"0 1 * * *\"}\ndeadline: {by: \"02:00\", at_risk: 0.5}\ntasks:\n  a: {run: a}\n";
        var dag = Objects.requireNonNull(DagFiles.read("d.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());
        var tick = Timetable.of(dag.id(), dag.schedule(), ZoneOffset.UTC, null).next(NOW).orElseThrow();
        var past = minutes == null ? List.<Double>of() : Arrays.stream(minutes.strip().split(" ")).map(each -> Double.parseDouble(each) * 60).toList();
        var expected = new Coming(_ -> past, ZoneOffset.UTC, InstantSource.fixed(NOW)).of(dag, tick);
        var forecast = expected.forecast();
        assertThat(forecast == null ? null : forecast.basis()).isEqualTo(basis);
        assertThat(forecast == null ? null : time(forecast.p50())).isEqualTo(p50);
        assertThat(forecast == null || forecast.p90() == null ? null : time(forecast.p90())).isEqualTo(p90);
        var deadline = expected.deadlines().getFirst();
        assertThat(time(deadline.dueAt())).isEqualTo("02:00");
        assertThat(deadline.pLate() == null ? null : Math.round(deadline.pLate() * 100) / 100.0).isEqualTo(late);
        assertThat(deadline.status()).isEqualTo(status);
    }

    private static String time(Instant at) {
        return at.toString().substring(11, 16);
    }
}
