package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dags validate} and {@code dags show} on real files. */
final class DagsVerbsTest {
    private static final String RIGHT = """
            dag: NAME
            owner: data-infra
            run_timeout: 1h
            schedule: {cron: "0 1 * * *", timezone: America/Sao_Paulo}
            deadline: {by: "06:00"}
            defaults: {execution_timeout: 5m, retries: 2, retry_delay: 30s}
            params: {filter: {type: string, default: all}}
            tasks:
              extract: {run: "./extract {{ params.filter }}"}
              load: {run: ./load, depends_on: extract, trigger_rule: all_done, pool: warehouse}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void everyMistakeOfAFileIsALineOnStdout() throws IOException {
        var file = write("bad.yaml", "dag: bad\nowner: me\ntasks:\n  a: {run: echo, retires: 3, execution_timeout: 1m, retry_delay: 90}\n");

        assertThat(run("dags", "validate", file)).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString(UTF_8)).isEqualTo("""
                FILE:4:18: task "a" has no key "retires". Did you mean "retries"? [unknown-key]
                FILE:4:66: "90" is not a duration: the unit is missing. Write 90s, 90m or 90h. [bad-duration]
                """.replace("FILE", file));
        assertThat(err.toString(UTF_8)).isEqualTo("1 file: 2 errors, 0 warnings\n");
    }

    @Test
    void asJsonTheyAreOneArray() throws IOException {
        var file = write("bad.yaml", "dag: bad\nowner: me\ntasks:\n  a: {run: echo, retires: 3, execution_timeout: 1m}\n");

        assertThat(run("dags", "validate", file, "--output", "json")).isEqualTo(ExitCode.WRONG);
        assertThat(PlainData.fromJson(out.toString(UTF_8))).isEqualTo(List.of(Map.of(
                "file", file, "line", 4L, "column", 18L, "severity", "error", "id", "unknown-key", "what", "task \"a\" has no key \"retires\"",
                "fix", "Did you mean \"retries\"?")));
    }

    @Test
    void withoutProblemsJsonIsAnEmptyArray() throws IOException {
        assertThat(run("dags", "validate", write("good.yaml", RIGHT.replace("NAME", "good")), "--output", "json")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("[]\n");
    }

    @Test
    void warningsAreErrorsWhenStrict() throws IOException {
        var file = write("d.yaml", "dag: d\ntasks: {a: {run: echo, execution_timeout: 1m}}\n");

        assertThat(run("dags", "validate", file)).isZero();
        assertThat(out.toString(UTF_8)).contains("[no-owner]");
        assertThat(run("dags", "validate", file, "--strict")).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).endsWith("1 file: 1 error, 0 warnings\n");
    }

    @Test
    void ofAFolderAllDagFilesAreCheckedAndNothingElse() throws IOException {
        write("a.yaml", RIGHT.replace("NAME", "a"));
        write("more/b.yml", RIGHT.replace("NAME", "b"));
        for (var passedOver : List.of("_programs/x.yaml", ".hidden.yaml", "local.yaml", "notes.txt")) {
            write(passedOver, "not: [a dag");
        }

        assertThat(run("dags", "validate", folder.toString())).isZero();
        assertThat(err.toString(UTF_8)).isEqualTo("2 files: 0 errors, 0 warnings\n");
    }

    @Test
    void javaFilesAreDagFilesWhenTheyHaveADagAndHelpersWhenADagUsesThem() throws IOException {
        write("A.java", """
                import static comporta.Dsl.*;
                class A { Dag dag() { return newDag("a").owner("me").tasks(Nothing.to("do")); } }
                """);
        var helper = write("Nothing.java", "import static comporta.Dsl.*;\nclass Nothing { static Task to(String id) { return noop(id); } }\n");
        write("pom.xml", "<project/>");
        write("src/main/java/B.java", "class B { Dag dag() { return null; } }\n");
        write("Foreign.java", "package elsewhere;\n\nclass Foreign {}\n");

        assertThat(run("dags", "validate", folder.toString(), "--strict")).as(out.toString(UTF_8)).isZero();
        assertThat(err.toString(UTF_8)).isEqualTo("1 file: 0 errors, 0 warnings\n");

        var unused = write("Unused.java", "class Unused {}\n");
        assertThat(run("dags", "validate", folder.toString())).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(unused + ":1:1: no DAG uses this helper. Remove it. [unused]\n");

        out.reset();
        assertThat(run("dags", "validate", helper)).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString(UTF_8)).contains("no class here has a method Dag dag()", "[java-no-dag]");
    }

    @Test
    void aJavaFileIsShownLikeAnyOther() throws IOException {
        var file = write("A.java", """
                import static comporta.Dsl.*;
                class A { Dag dag() { return newDag("a").owner("me").tasks(noop("first"), noop("second").dependsOn("first")); } }
                """);
        assertThat(run("dags", "show", file, "--output", "json")).isZero();
        assertThat(PlainData.mapFromJson(out.toString(UTF_8)).get("tasks"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class)).extracting("task_id").containsExactly("first", "second");
    }

    @Test
    void dagsMayNotWaitForEachOther() throws IOException {
        var first = write("a.yaml", RIGHT.replace("NAME", "a").replaceAll("schedule: .*", "schedule: {after: {all: [b]}}"));
        write("b.yaml", RIGHT.replace("NAME", "b").replaceAll("schedule: .*", "schedule: {after: {all: [a]}}"));

        assertThat(run("dags", "validate", folder.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString(UTF_8)).contains(first + ":").contains("a → b → a: these DAGs wait for each other");
    }

    @Test
    void twoFilesMayNotDefineTheSameDag() throws IOException {
        var first = write("a.yaml", RIGHT.replace("NAME", "same"));
        var second = write("b.yaml", "# another one\n" + RIGHT.replace("NAME", "same"));

        assertThat(run("dags", "validate", folder.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString(UTF_8)).contains(second + ":2:1: DAG \"same\" is also in " + first + ". Rename one. [duplicate-dag]");
    }

    @Test
    void overAFolderDagsThatNobodyHasAreTold() throws IOException {
        write("nightly.yaml", "dag: nightly\ntasks: [full of mistakes]\n");
        var file = write("b.yaml", "dag: b\nowner: me\nschedule: {after: {all: [nightly, nigthly]}}\ntasks:\n  a: {operator: noop, depends_on: [{dag: c}]}\n");

        assertThat(run("dags", "validate", folder.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString(UTF_8)).startsWith("""
                FILE:3:35: there is no DAG "nigthly". Did you mean "nightly"? [unknown-dag]
                FILE:5:42: there is no DAG "c". DAGs are b, nightly. [unknown-dag]
                """.replace("FILE", file));
        out.reset();
        assertThat(run("dags", "validate", file, "--strict")).as("the other DAGs may be anywhere").isZero();
    }

    @Test
    void whereAFileDoesNotTellItsNameOthersMayWaitForIt() throws IOException {
        write("a.yaml", "tasks: [full of mistakes]\n");
        write("b.yaml", "dag: b\nowner: me\nschedule: {after: {all: [a]}}\ntasks: {n: {operator: noop}}\n");

        run("dags", "validate", folder.toString());
        assertThat(out.toString(UTF_8)).doesNotContain("unknown-dag");
    }

    @Test
    void namesAreLookedUpWhereTheConfigurationHasTheirSection() throws IOException {
        var file = write("d.yaml", """
                dag: d
                owner: me
                schedule: {cron: "@daily", calendar: br-bnk}
                on_failure: [oncal]
                tasks:
                  a: {operator: sql, connection: wharehouse, query: select 1, pool: warehouse}
                  b: {job: {backend: aurora-stabel, command: "x {{ var.versoin }}"}, execution_timeout: 1h}
                """);
        assertThat(run("dags", "validate", file, "--strict")).as("nothing is known of them").isZero();

        write("local.yaml", "connections: {warehouse: {host: h}}\nvariables: {version: 1}\n");
        write("_calendars/br-bank.yaml", "weekend: [sat, sun]\n");
        var configuration = write("home/comporta.yaml", "notifications: {oncall: {slack: x}}\nbackends: {aurora-stable: {kind: aurora, url: x}}\n");
        out.reset();
        assertThat(run("dags", "validate", file, "--config", configuration)).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString(UTF_8)).isEqualTo("""
                FILE:3:38: there is no calendar "br-bnk". Did you mean "br-bank"? [unknown-resource]
                FILE:4:14: there is no target "oncal". Did you mean "oncall"? [unknown-resource]
                FILE:6:34: there is no connection "wharehouse". Did you mean "warehouse"? [unknown-resource]
                FILE:7:22: there is no backend "aurora-stabel". Did you mean "aurora-stable"? [unknown-backend]
                FILE:7:52: there is no variable "versoin". Did you mean "version"? [unknown-resource]
                """.replace("FILE", file));
    }

    @Test
    void aMisspeltTimeoutIsToldOnce() throws IOException {
        var file = write("d.yaml", "dag: d\nowner: me\ntasks: {a: {run: x, execution_timout: 1h}, b: {run: x, execution_timeout: 60}}\n");

        assertThat(run("dags", "validate", file)).isEqualTo(ExitCode.WRONG);
        assertThat(out.toString(UTF_8)).isEqualTo("""
                FILE:3:21: task "a" has no key "execution_timout". Did you mean "execution_timeout"? [unknown-key]
                FILE:3:75: "60" is not a duration: the unit is missing. Write 60s, 60m or 60h. [bad-duration]
                """.replace("FILE", file));
    }

    @Test
    void nothingToCheckIsWrongUsage() {
        assertThat(run("dags", "validate")).isEqualTo(ExitCode.WRONG);
        assertThat(run("dags", "validate", folder.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(run("dags", "validate", folder.resolve("none.yaml").toString())).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("which file or folder?", "there is no DAG file (.yaml, .yml or .java) in", "there is no file");
    }

    @Test
    void showTellsTheDagAsItWasUnderstood() throws IOException {
        assertThat(run("dags", "show", write("good.yaml", RIGHT.replace("NAME", "good")))).isZero();

        assertThat(out.toString(UTF_8)).isEqualTo("""
                good
                  owner          data-infra
                  schedule       cron 0 1 * * *, America/Sao_Paulo
                  deadlines      by 06:00
                  run_timeout    1h
                  params         filter (string, "all")
                  on servers     deadline (local runs leave it out)

                  task     operator  after    rule      retries      limits
                  extract  command                      2 after 30s  5m
                  load     command   extract  all_done  2 after 30s  5m, pool warehouse
                """);
    }

    @Test
    void showAsJsonHasTheTasksInOrder() throws IOException {
        assertThat(run("dags", "show", write("good.yaml", RIGHT.replace("NAME", "good")), "--output", "json")).isZero();

        var dag = PlainData.mapFromJson(out.toString(UTF_8));
        assertThat(dag).containsEntry("dag_id", "good").containsEntry("not_in_effect", List.of("deadline"));
        assertThat(dag.get("tasks")).asInstanceOf(InstanceOfAssertFactories.list(Map.class)).extracting("task_id").containsExactly("extract", "load");
    }

    private int run(String... words) {
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false, false);
        return Main.run(List.of(words), terminal);
    }

    private String write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }
}
