package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Surroundings;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A variable is changed while runs go on. */
class SurroundTest {
    private static final String TWO = """
            dag: two
            tasks:
              a: {run: "run {{ var.version | default('none') }}", retries: 1, retry_delay: 0s}
              b: {run: "run {{ var.version | default('none') }}", depends_on: a}
            """;

    @TempDir
    Path folder;

    private static Surroundings version(String version) {
        return new Surroundings(ZoneOffset.UTC, Map.of("version", version), Map.of());
    }

    @Test
    void newTriesReadItAndTriesUnderWayDoNot() {
        try (var shift = Shift.of(folder, TWO)) {
            shift.loop.runs().surround(version("1"));
            assertThat(commands(shift)).containsExactly("run none");
            shift.restart();
            assertThat(commands(shift)).as("a try that was rendered stays as it is").containsExactly("run none");
            shift.loop.runs().surround(version("2"));
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(commands(shift)).containsExactly("run none", "run 2");
            shift.begin(TWO, "manual-2");
            assertThat(shift.jobs.submitted()).hasSize(3);
        }
    }

    private static List<String> commands(Shift shift) {
        return shift.store.tries(shift.run.id()).stream().map(each -> String.valueOf(each.rendered())).map(SurroundTest::command).toList();
    }

    private static String command(String rendered) {
        return rendered.replaceAll(".*command=([^,}]*).*", "$1").replace("'", "");
    }
}
