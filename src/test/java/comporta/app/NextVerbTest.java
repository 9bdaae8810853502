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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dags next} on real files. */
final class NextVerbTest {
    private static final String NIGHTLY = """
            dag: nightly
            schedule: {cron: "30 2 * * *", timezone: America/New_York}
            tasks: {a: {run: echo, execution_timeout: 1m}}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aTickIsALineWithItsData() throws IOException {
        write("dags/_calendars/bank.yaml", "weekend: [sat, sun]");
        var file = write("dags/settle.yaml", """
                dag: settle
                schedule: {cron: "0 7 * * *", timezone: America/Sao_Paulo, calendar: bank, partition: open_day}
                tasks: {a: {run: echo, execution_timeout: 1m}}
                """);

        assertThat(run("dags", "next", file, "-n", "3", "--from", "2026-11-20T07:00")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                  local (America/Sao_Paulo)          UTC               data from         until             partition   note
                  Sat 2026-11-21 07:00       -03:00  2026-11-21 10:00  2026-11-20 00:00  2026-11-21 00:00  2026-11-20  skipped: Sat 2026-11-21 is closed in calendar bank
                  Sun 2026-11-22 07:00       -03:00  2026-11-22 10:00  2026-11-20 00:00  2026-11-21 00:00  2026-11-20  skipped: Sun 2026-11-22 is closed in calendar bank
                  Mon 2026-11-23 07:00       -03:00  2026-11-23 10:00  2026-11-20 00:00  2026-11-21 00:00  2026-11-20
                """);
    }

    @Test
    void asJsonTheyAreOneArray() throws IOException {
        assertThat(run("dags", "next", write("nightly.yaml", NIGHTLY), "-n", "2", "--from", "2026-03-07T12:00:00Z", "--output", "json")).isZero();

        assertThat(PlainData.fromJson(out.toString(UTF_8))).isEqualTo(List.of(
                tick("2026-03-08T07:00:00.000000Z", "2026-03-08T03:00:00-04:00", "2026-03-07T07:30:00.000000Z", "gap"),
                tick("2026-03-09T06:30:00.000000Z", "2026-03-09T02:30:00-04:00", "2026-03-08T07:00:00.000000Z", null)));
    }

    @Test
    void tenComeAfterNowWhenNothingIsSaid() throws IOException {
        assertThat(run("dags", "next", write("nightly.yaml", NIGHTLY), "--output", "json")).isZero();
        assertThat(PlainData.fromJson(out.toString(UTF_8))).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(10);
    }

    @Test
    void aDagIsFoundByItsNameInTheFolderOfTheConfiguration() throws IOException {
        write("dags/more/that-one.yaml", NIGHTLY);
        write("comporta.yaml", "dags: " + folder.resolve("dags") + "\ntimezone: UTC\n");

        assertThat(run("dags", "next", "nightly", "-n", "1", "--from", "2026-11-20")).isZero();
        assertThat(out.toString(UTF_8)).contains("Fri 2026-11-20 02:30");
        assertThat(run("dags", "next", "nigthly")).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("there is no DAG \"nigthly\" in", "Did you mean \"nightly\"?");
    }

    @Test
    void aDagThatNobodyWakesHasNoTicks() throws IOException {
        var file = write("manual.yaml", "dag: manual\ntasks: {a: {run: echo, execution_timeout: 1m}}\n");

        assertThat(run("dags", "next", file, "--output", "json")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("[]\n");
        assertThat(err.toString(UTF_8)).contains("DAG manual has no tick after that: it runs when somebody asks.");
    }

    @Test
    void whatCannotBeUsedIsSaid() throws IOException {
        var file = write("settle.yaml", "dag: settle\nschedule: {cron: \"@daily\", calendar: bnak}\ntasks: {a: {run: echo}}\n");
        write("_calendars/bank.yaml", "weekend: [sat, sun]");

        assertThat(run("dags", "next")).isEqualTo(ExitCode.WRONG);
        assertThat(run("dags", "next", file)).isEqualTo(ExitCode.WRONG);
        assertThat(run("dags", "next", write("nightly.yaml", NIGHTLY), "-n", "0")).isEqualTo(ExitCode.WRONG);
        assertThat(run("dags", "next", write("nightly.yaml", NIGHTLY), "--from", "tomorrow")).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("there is no calendar \"bnak\". Did you mean \"bank\"?", "-n is \"0\", and must be",
                "\"tomorrow\" is not a date", "which DAG?");
    }

    private static Map<String, @Nullable Object> tick(String at, String local, String from, @Nullable String note) {
        var tick = new HashMap<String, @Nullable Object>(Map.of("tick", at, "local", local, "logical_date", at, "interval_start", from, "interval_end", at));
        tick.put("note", note);
        return tick;
    }

    private int run(String... words) {
        var terminal = new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of("COMPORTA_HOME", folder.toString()), false, false);
        return Main.run(List.of(words), terminal);
    }

    private String write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }
}
