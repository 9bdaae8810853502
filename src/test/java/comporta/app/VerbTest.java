package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerbTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest(name = "comporta {0}")
    @CsvSource(delimiter = '|', textBlock = """
            --help                  | 0 | Usage: comporta VERB           |
            help                    | 0 | Usage: comporta VERB           |
            help version            | 0 | Usage: comporta version        |
            version                 | 0 | comporta                       |
            --version               | 0 | Java                           |
            version --output json   | 0 | "java":                        |
            version --help          | 0 | Usage: comporta version        |
            versoin                 | 2 |                                | there is no verb "versoin". Did you mean "version"?
            version --fast          | 2 |                                | comporta version: there is no option --fast. `comporta version --help`
            version --ouptut json   | 2 |                                | there is no option --ouptut. Did you mean "--output"?
            version --ouptut=json   | 2 |                                | there is no option --ouptut. Did you mean "--output"?
            version --output jsno   | 2 |                                | --output cannot be "jsno". Did you mean "json"?
            version --color blue    | 2 |                                | --color cannot be "blue". Use auto, always, never
            version now             | 2 |                                | nothing is expected at "now"
            version @/etc/host      | 2 |                                | nothing is expected at "@/etc/host"
            """)
    void answers(String words, int exitCode, @Nullable String onOut, @Nullable String onErr) {
        int code = run(words.split(" ", -1));

        assertThat(code).isEqualTo(exitCode);
        assertThat(out.toString(UTF_8)).contains(onOut == null ? "" : onOut);
        assertThat(err.toString(UTF_8)).contains(onErr == null ? "" : onErr);
    }

    @Test
    void withoutWordsTellsTheVerbs() {
        assertThat(run()).isZero();
        assertThat(out.toString(UTF_8)).contains(Verb.ALL.stream().map(Verb::words).toList());
    }

    @Test
    void everyHelpNamesEveryOptionAndFitsTheScreen() {
        for (var verb : Verb.ALL) {
            assertThat(verb.help()).startsWith("Usage: comporta " + verb.words())
                    .contains(new CommandLine(verb.words(), verb.action().get()).options()).endsWith("\n");
            assertThat(verb.help().lines()).allMatch(line -> line.length() <= 132);
        }
    }

    @Test
    void helpLoadsNothingOfTheEngineAndReadsNoFile() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-Xlog:class+load:stdout", "-cp", System.getProperty("java.class.path"), "comporta.app.Main",
                "dags", "show", "--help")
                .redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output).contains("comporta.app.Main source:", "Usage: comporta");
        assertThat(output.lines().filter(line -> line.contains(" source: ")).map(line -> line.replaceAll(".*\\] ", "")))
                .noneMatch(loaded -> loaded.matches("(org\\.h2|org\\.eclipse|com\\.google|org\\.quartz|io\\.pebble|org\\.snakeyaml|com\\.beust|org\\.jgrapht|tools\\.jackson"
                        + "|comporta\\.(loop|store|decide|dagfile|template|local))\\..*"));
    }

    private int run(String... words) {
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false, false);
        return Main.run(List.of(words), terminal);
    }
}
