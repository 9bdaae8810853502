package comporta.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.template.Templates.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in shell lines, judged by real shells: whatever a value holds, it arrives as it is and runs nothing. */
class ShellTest {
    /** Each gives its one word, with an x before and a y behind it, to printf. */
    private static final List<String> PLACES = List.of(
            "printf %s x{{ v }}y",
            "printf %s \"x{{ v }}y\"",
            "printf %s 'x{{ v }}y'",
            "printf %s x''{{ v }}\"\"y",
            "printf %s \"x$(printf %s {{ v }}; printf .)y\" | sed '$s/\\.y$/y/'",
            "printf %s \"x$(printf %s \"{{ v }}\"; echo \")\" >/dev/null; printf .)y\" | sed '$s/\\.y$/y/'",
            "true # don't; \"\nprintf %s x{{ v }}y",
            "true '\n# ' \\' \"'\" ; printf %s x{{ v }}y",
            "x={{ v }}; printf %s \"x${x}y\"",
            "if [ -n x{{ v }} ]; then printf %s \"x\"{{ v }}'y'; fi",
            "cat >/dev/null <<'END'; printf %s x{{ v }}y\nit's \"\nEND\n",
            "cat >/dev/null <<-END\n\tit's $HOME \"\n\tEND\nprintf %s x{{ v }}y",
            "case a in a) printf %s x{{ v }}y;; esac",
            "z=\"${HOME:-\"a b\"}\"; printf %s \"x{{ v }}\"y",
            "n=$((1 + (2 * 3))); printf %s x{{ v }}y # {{ v }}",
            "(printf %s x{{ v }}y) 2>&1 #{{ v }}",
            "printf %s x{{ v }}y; : ''#don\\'t; : \"x$(:)\"#don\\'t; : $(:)#\"{{ v }}\"",
            "true \\\n# don't\nprintf %s x{{ v }}y",
            "printf \\\n %s x\\\n{{ v }}y",
            "printf %s x{{ v }}y; : \"\\$({{ v }})\"");

    private static final List<String> PIECES = List.of(
            "'", "\"", "\\", "`", "$", "$(touch hit)", "`touch hit`", "; touch hit", "\n", "\n touch hit\n", "&& touch hit", "| touch hit", "#", " ",
            "$HOME", "${HOME}", "!", "*", "~", "%s", "\\n", "(", ")", "{", "}", "<", ">", "<<END\n", "\nEND\ntouch hit\n", "\nEOF\n", "=", "-", "\t",
            "é", "😀", "\\'", "'\\''", "\"'", "'\"", "'; touch hit; '", "\"; touch hit; \"", "')); touch hit", "$'", "$((", "{{ v }}", "%}", "\r", "a");

    @TempDir
    private Path folder = Path.of("");

    static Stream<String> shells() {
        // /bin/sh is dash on Debian and bash elsewhere; the other one is tried too where it is at hand
        return Stream.of("/bin/sh", "/bin/bash").filter(shell -> Files.isExecutable(Path.of(shell)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shells")
    void everyValueArrivesAsItIs(String shell) throws Exception {
        var random = new SplittableRandom(7);
        var values = new ArrayList<>(PIECES);
        for (int i = 0; i < 60; i++) {
            var value = new StringBuilder();
            for (int n = random.nextInt(1, 7); n > 0; n--) {
                value.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            values.add(value.toString());
        }
        for (var place : PLACES) {
            // one process per place: the values are told apart by a character that none of them has
            var script = new StringBuilder();
            var expected = new StringBuilder();
            for (var value : values) {
                script.append(shellLine(place, value)).append("\nprintf '\\001'\n");
                expected.append("x").append(value).append("y\001");
            }
            assertThat(run(shell, script.toString())).as(place).isEqualTo(expected.toString());
        }
        assertThat(folder.resolve("hit")).doesNotExist();
    }

    @Test
    void oneValueIsOneWord() throws Exception {
        for (var value : List.of("a b", "", "*", "-n", "a\nb")) {
            var line = shellLine("for w in {{ v }} --a={{ v }} '{{ v }}' \"{{ v }}\"; do printf '<%s>' \"$w\"; done", value);
            assertThat(run("/bin/sh", line)).isEqualTo("<" + value + "><--a=" + value + "><" + value + "><" + value + ">");
        }
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '!', quoteCharacter = '^', textBlock = """
            report --date {{ v }}          ! report --date 'it'\\''s'
            report --date={{ v }}.csv      ! report --date='it'\\''s'.csv
            report '{{ v }}'               ! report 'it'\\''s'
            report "{{ v }}"               ! report ""'it'\\''s'""
            report {{ v | raw }}           ! report it's
            report {{ v | raw | upper }}   ! report 'IT'\\''S'
            {{ v }}                        ! 'it'\\''s'
            """)
    void isWritten(String line, String rendered) {
        assertThat(shellLine(line, "it's")).isEqualTo(rendered);
    }

    @Test
    void whatIsNoTextIsAWordToo() {
        var names = Names.in(ZoneOffset.UTC).with("params", Map.of("l", List.of(1, "a b"), "n", 3, "t", true)).build();
        assertThat(Templates.render("x {{ params.l }} {{ params.n }} {{ params.t }}", Use.SHELL_LINE, names))
                .isEqualTo("x '[1,\"a b\"]' '3' 'true'");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "echo `echo {{ v }}`",
        "echo \"`echo {{ v }}`\"",
        "echo ${x:-{{ v }}}",
        "echo \"${x:-{{ v }}}\"",
        "echo \"${x:-\"{{ v }}\"}\"",
        "echo $(({{ v }} + 1))",
        "echo $(( (1) + {{ v }} ))",
        "echo \\{{ v }}",
        "echo \"\\{{ v }}\"",
        "echo ${{ v }}",
        "echo $'{{ v }}'",
        "echo $'it\\'s' {{ v }}",
        "cat <<END\n{{ v }}\nEND",
        "cat <<-'END'\n\t{{ v }}\nEND",
        "cat <<A <<B\nA\n{{ v }}\nB",
        "cat <<{{ v }}\nx",
        "cat <<END\n\tEND\necho {{ v }}",
        "cat <<-END\nEN\tD\necho {{ v }}",
        "cat <<END\nx\\\nEND\necho {{ v }}",
        "cat <<END\n$(echo\nEND\necho {{ v }} )\nEND",
        "cat <<END\n`echo\nEND\necho {{ v }} `\nEND",
        "cat <<=\"a b\"\nx\n=a b\necho {{ v }}",
        "cat <<A'B'\nx\nAB\necho {{ v }}",
        "echo $(cat <<END)\nx\nEND\necho {{ v }}",
        "echo $((echo 1) | cat; echo {{ v }})",
        "echo \"$$({{ v }})\"",
        "echo \"$${x:-{{ v }}}\"",
        "((1 <<2))\necho '\n2\n{{ v }}'",
        "cat <<E{{ v }}\nx",
        "echo $(case a in a) echo {{ v }};; esac)",
        "echo \"${x#'}'}\" {{ v }}",
    })
    void whereNoQuotingIsSafeAValueIsRefused(String line) {
        assertThat(Templates.check(line, Use.SHELL_LINE, scope()))
                .extracting(TemplateProblem::id)
                .containsExactly("template-not-allowed");
        assertThatThrownBy(() -> shellLine(line, "x")).isInstanceOf(TemplateFailed.class).hasMessageContaining("cannot be quoted");
        assertThat(shellLine(line.replace("{{ v }}", "{{ v | raw }}"), "x")).isEqualTo(line.replace("{{ v }}", "x"));
    }

    @Test
    void aNulCharacterIsRefused() {
        assertThatThrownBy(() -> shellLine("echo {{ v }}", "a\0b")).isInstanceOf(TemplateFailed.class).hasMessageContaining("NUL");
    }

    private static TemplateScope scope() {
        return TemplateScope.forTask("t", Map.of(), Set.of("t"), id -> false, Map.of()).withTexts(Set.of("v"));
    }

    private static String shellLine(String line, String value) {
        return (String) Templates.render(line, Use.SHELL_LINE, Names.in(ZoneOffset.UTC).with("v", value).build());
    }

    private String run(String shell, String script) throws IOException, InterruptedException {
        var out = folder.resolve("out");
        var process = new ProcessBuilder(shell, "-c", script).directory(folder.toFile()).redirectOutput(out.toFile()).redirectErrorStream(true);
        process.environment().putAll(new TreeMap<>(Map.of("HOME", "/home", "LC_ALL", "C.UTF-8")));
        int code = process.start().waitFor();
        assertThat(code).as(Files.readString(out)).isZero();
        return Files.readString(out, UTF_8);
    }
}
