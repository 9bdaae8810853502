package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code calendars audit} on a few zones. */
class AuditVerbTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void nothingIsLostAndQuartzLosesSomeOfTheSame() {
        assertThat(run("--zones", "America/Sao_Paulo,Brazil/East,Pacific/Apia,UTC", "--from", "2010", "--to", "2019", "--output", "json")).isZero();

        var data = PlainData.mapFromJson(out.toString(UTF_8));
        assertThat(data).containsOnlyKeys("zones", "checked", "lost", "doubled", "quartz_lost", "quartz_doubled")
                .containsAllEntriesOf(Map.of("zones", 4L, "lost", 0L, "doubled", 0L));
        assertThat((Long) data.get("checked")).isGreaterThan(100_000);
        assertThat((Long) data.get("quartz_lost")).isGreaterThan(60);
    }

    @Test
    void wordsThatDoNotFitAreRefused() {
        assertThat(run("--zones", "America/Sao_Paolo")).isEqualTo(ExitCode.WRONG);
        assertThat(run("--from", "1960")).isEqualTo(ExitCode.WRONG);
        assertThat(run("--from", "2000", "--to", "1999")).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).isEqualTo("""
                comporta calendars audit: there is no time zone "America/Sao_Paolo". Did you mean "America/Sao_Paulo"?
                comporta calendars audit: --from is "1960", and must be a year from 1970 to 2500.
                comporta calendars audit: --to 1999 is before --from 2000.
                """);
    }

    private int run(String... words) {
        var line = new ArrayList<>(List.of("calendars", "audit"));
        line.addAll(List.of(words));
        return Main.run(line, new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false, false));
    }
}
