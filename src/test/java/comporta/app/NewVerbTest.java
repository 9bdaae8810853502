package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code dags new} writes is right to the last warning, and runs. */
final class NewVerbTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aNewFileIsRightToTheLastWarning() {
        assertThat(run("dags", "new", "my-night.1", "--dir", folder.toString())).isZero();
        var file = folder.resolve("my-night.1.yaml");
        assertThat(out.toString(UTF_8)).isEqualTo(file + "\n");
        assertThat(err.toString(UTF_8)).isEqualTo("Run it with: comporta run " + file + "\n");

        out.reset();
        assertThat(run("dags", "validate", "--strict", file.toString())).as(out.toString(UTF_8)).isZero();
        assertThat(file).content().startsWith("# my-night.1: ").contains("comporta run " + file).doesNotContain("NAME", "FILE", "SCHEMA", "OWNER");
        assertThat(file).content().satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 140));
    }

    @Test
    void aNewFileRuns() {
        run("dags", "new", "first", "--dir", folder.toString());
        assertThat(run("run", folder.resolve("first.yaml").toString(), "-p", "rows=50")).as(out + "\n" + err).isZero();
        assertThat(out.toString(UTF_8)).contains("clean-up");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        var file = Files.writeString(folder.resolve("a.yaml"), "mine");
        assertThat(run("dags", "new", "a", "--dir", folder.toString())).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("a.yaml is there already.");
        assertThat(file).hasContent("mine");
    }

    @Test
    void whereASchemaLiesEditorsAreToldOfIt() throws IOException {
        Files.writeString(folder.resolve("dag.schema.json"), "{}");
        run("dags", "new", "a", "--dir", folder.toString(), "--owner", "data-infra");
        assertThat(folder.resolve("a.yaml")).content().startsWith("# yaml-language-server: $schema=./dag.schema.json\n# a: ").contains("owner: data-infra\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"my-night, MyNight", "prices, Prices", "2nd, Dag2nd", "a.b_c, ABC"})
    void inJavaTheClassIsNamedAfterTheDag(String name, String className) {
        assertThat(run("dags", "new", name, "--java", "--dir", folder.toString(), "--output", "json")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("{\"file\":\"" + folder.resolve(className + ".java") + "\"}\n");
        assertThat(run("dags", "validate", "--strict", folder.resolve(className + ".java").toString())).as(out.toString(UTF_8)).isZero();
        assertThat(folder.resolve(className + ".java")).content().contains("class " + className + " {", "newDag(\"" + name + "\")");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            dags new               | which name?
            dags new a b           | one DAG at a time
            dags new a/b           | "a/b" is not an id: "/". Use letters
            dags new a --owner {x  | --owner is "{x", and must be one word
            """)
    void tellsWhatIsWrong(String words, String told) {
        assertThat(run(words.split(" ", -1))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains(told);
    }

    private int run(String... words) {
        var environment = Map.of("COMPORTA_HOME", folder.resolve("home").toString(), "PATH", System.getenv().getOrDefault("PATH", ""), "USER", "ana");
        return Main.run(List.of(words), new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false));
    }
}
