package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plan} on prepared changes of one file: a (30 min) → b (40), c (20) → d (10), which ends at 02:20 and is due at 02:45; all at 03:00. */
class PlanVerbTest {
    private static final String OLD = """
            dag: plan
            owner: ana
            schedule: {cron: "0 1 * * *", timezone: UTC}
            deadline: {by: "03:00"}
            tasks:
              a: {run: a, expected_duration: 30m}
              b: {run: b, expected_duration: 40m, depends_on: a}
              c: {run: c, expected_duration: 20m, depends_on: a}
              d: {run: d, expected_duration: 10m, depends_on: [b, c], deadline: {by: "02:45"}}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest(name = "{0}: exit code {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            nothing                         | owner: ana               | owner: bea                                                      | 0 | -
            b takes 70 min                  | expected_duration: 40m   | expected_duration: 70m                                          | 1 | d.0
            c takes 60 min                  | expected_duration: 20m   | expected_duration: 60m                                          | 0 | -
            the run is due at 02:15         | by: "03:00"              | by: "02:15"                                                     | 1 | run.0
            one after the other             | owner: ana               | owner: ana, max_active_tasks: 1                                 | 0 | -
            one after the other, b slower   | expected_duration: 40m   | expected_duration: 50m#max_active_tasks: 1                      | 1 | d.0
            e of 30 min after d             | dag: plan                | dag: plan#  e: {run: e, expected_duration: 30m, depends_on: d}  | 0 | -
            e of 60 min after d             | dag: plan                | dag: plan#  e: {run: e, expected_duration: 60m, depends_on: d}  | 1 | run.0
            b slower, d no longer due       | , deadline: {by: "02:45"} | #slower                                                        | 0 | -
            b waits for nobody              | 40m, depends_on: a       | 40m                                                             | 0 | -
            it begins at 02:00              | "0 1 * * *"              | "0 2 * * *"                                                     | 1 | run.0 d.0
            """)
    void preparedChanges(String what, String before, String after, int exit, String infeasible) throws IOException {
        assertThat(plan(OLD, changed(before, after))).as(what + err).isEqualTo(exit);
        var named = told().get("deadlines") instanceof List<?> rows
                ? rows.stream().map(row -> (Map<?, ?>) row).filter(row -> Boolean.TRUE.equals(row.get("became_infeasible"))).map(row -> row.get("id")).toList()
                : List.of();
        assertThat(named).isEqualTo(infeasible == null ? List.of() : List.of(infeasible.split(" ")));
    }

    /** What stands after a hash is added to the file. */
    private static String changed(String before, String after) {
        if (after.equals("#slower")) {
            return OLD.replace(before, "").replace("40m", "70m");
        }
        var parts = after.split("#", 2);
        var text = OLD.replace(before, parts[0].replace(", max_active_tasks", "\nmax_active_tasks"));
        return parts.length == 1 ? text : parts[1].startsWith(" ") ? text + parts[1] + "\n" : text.replace("owner: ana", "owner: ana\n" + parts[1]);
    }

    @Test
    void aDeadlineThatWasInfeasibleBeforeBreaksNothing() throws IOException {
        var late = OLD.replace("by: \"03:00\"", "by: \"01:30\"");
        assertThat(plan(late, late.replace("40m", "42m"))).isZero();
    }

    @Test
    void theNewCriticalPathAndLatestStartsAreTold() throws IOException {
        assertThat(plan(OLD, OLD.replace("expected_duration: 20m", "expected_duration: 60m"))).isZero();
        assertThat(told().get("critical_path")).isEqualTo(Map.of("old", List.of("a", "b", "d"), "new", List.of("a", "c", "d")));
        // d must start at 02:35 to be there at 02:45; c, of 60 min, at 01:35
        assertThat(String.valueOf(told().get("latest_starts"))).contains("{task_id=c, old_s=4500.0, new_s=2100.0}");
    }

    private Map<String, Object> told() {
        return PlainData.mapFromJson(out.toString(UTF_8));
    }

    private int plan(String old, String fresh) throws IOException {
        var one = Files.writeString(folder.resolve("old.yaml"), old);
        var other = Files.writeString(folder.resolve("new.yaml"), fresh);
        var environment = new HashMap<>(System.getenv());
        environment.put("COMPORTA_HOME", folder.resolve("home").toString());
        return Main.run(
                List.of("plan", one.toString(), other.toString(), "--nights", "3", "--output", "json"),
                new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false));
    }
}
