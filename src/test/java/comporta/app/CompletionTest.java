package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completion as a real shell does it. */
final class CompletionTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("dags"));
        Files.writeString(folder.resolve("a.yaml"), "");
        Files.writeString(folder.resolve("notes.txt"), "");
        Files.writeString(folder.resolve("script.bash"), BashCompletion.script() + """
                COMP_WORDS=("$@")
                COMP_CWORD=$(($# - 1))
                _comporta
                printf '%s\\n' "${COMPREPLY[@]}"
                """);
    }

    /** The last word is the one that Tab is pressed behind; a dot stands for an empty one. */
    @ParameterizedTest(name = "comporta {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ve                           | version
            da                           | dags
            dags va                      | validate
            dags .                       | validate show next graph new schema list pause resume versions rollback push
            help dags g                  | graph
            run --ba                     | --backend
            run --backend .              | local as-written
            run --backend = l            | local
            run --output =               | text json
            run -p                       | -p
            run a.yaml --dat             | --date --database
            run --date .                 |
            run .                        | dags a.yaml
            run no                       |
            dags graph --format m        | mermaid
            dags graph -o n              | notes.txt
            dags new x --dir .           | dags
            dags validate --st           | --strict
            completion .                 | bash zsh fish
            completion z                 | zsh
            """)
    void bash(String typed, @Nullable String offered) throws Exception {
        var words = ("comporta " + typed).replace(" .", " ").split(" ", -1);
        assertThat(said("bash", folder.resolve("script.bash").toString(), words).split("\\s+"))
                .containsExactlyInAnyOrder((offered == null ? "" : offered).split(" ", -1));
    }

    @Test
    void everyOptionOfEveryVerbIsOffered() {
        for (var verb : Verb.ALL) {
            var offered = VerbWords.all().stream().filter(words -> words.words().equals(verb.words())).flatMap(words -> words.options().stream())
                    .flatMap(option -> option.names().stream()).toList();
            assertThat(offered).containsAll(new CommandLine(verb.words(), verb.action().get()).options());
        }
    }

    @Test
    void zshCanReadItsScript() throws Exception {
        assumeTrue(isThere("zsh"), "zsh is not installed");
        assertThat(said("zsh", "-n", Files.writeString(folder.resolve("_comporta"), ZshCompletion.script()).toString())).isEmpty();
    }

    @ParameterizedTest(name = "comporta {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ve                           | version
            dags gr                      | graph
            run --backend as             | as-written
            dags graph --format=do       | --format=dot
            completion z                 | zsh
            """)
    void fish(String typed, String offered) throws Exception {
        assumeTrue(isThere("fish"), "fish is not installed");
        var script = Files.writeString(folder.resolve("comporta.fish"), FishCompletion.script());
        var said = said("fish", "--no-config", "-c", "source " + script + "; complete -C 'comporta " + typed + "'");
        assertThat(said.lines().map(line -> line.replaceFirst("\t.*", ""))).containsExactly(offered);
    }

    private static boolean isThere(String shell) {
        return List.of("/bin/", "/usr/bin/", "/usr/local/bin/").stream().anyMatch(bin -> Files.isExecutable(Path.of(bin + shell)));
    }

    private String said(String shell, String first, String... more) throws Exception {
        var command = new ArrayList<>(List.of(shell, first));
        command.addAll(List.of(more));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        process.waitFor();
        return said;
    }
}
