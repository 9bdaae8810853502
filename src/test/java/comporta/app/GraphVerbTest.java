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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dags graph} and {@code dags schema}: which picture goes where. */
final class GraphVerbTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("d.yaml"), "dag: d\nowner: me\ntasks: {a: {operator: noop}, b: {operator: noop, depends_on: a}}\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                               | <svg xmlns=
            --format svg       | <svg xmlns=
            --format mermaid   | ---
            --format=dot       | digraph "d" {
            --output json      | {"dag_id":"d","groups":[],"nodes":[{"node":"a",
            """)
    void drawsToStdout(@Nullable String options, String begins) {
        var words = ("dags graph " + file + (options == null ? "" : " " + options)).split(" ", -1);
        assertThat(run(words)).isZero();
        assertThat(out.toString(UTF_8)).startsWith(begins).endsWith("\n");
    }

    @ParameterizedTest
    @CsvSource({"x.svg, <svg", "x.mmd, ---", "x.dot, digraph", "x, <svg"})
    void theEndingOfTheFileSaysWhich(String name, String begins) {
        assertThat(run("dags", "graph", file.toString(), "-o", folder.resolve(name).toString())).isZero();
        assertThat(folder.resolve(name)).content().startsWith(begins);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            dags graph                        | which DAG?
            dags graph FILE --format png      | --format cannot be "png". Use svg, mermaid, dot
            dags graph FILE -o /nowhere/x.svg | cannot write /nowhere/x.svg
            dags graph nowhere.yaml           | there is no file nowhere.yaml
            """)
    void tellsWhatIsWrong(String words, String told) {
        assertThat(run(words.replace("FILE", file.toString()).split(" ", -1))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains(told);
    }

    @Test
    void theSchemaIsJson() {
        assertThat(run("dags", "schema")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("{\n").contains("http://json-schema.org/draft-07/schema#", "\"operator-branch\"");
    }

    private int run(String... words) {
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8),
                Map.of("COMPORTA_HOME", folder.toString()), false, false);
        return Main.run(List.of(words), terminal);
    }
}
