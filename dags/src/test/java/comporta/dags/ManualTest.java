package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the authors' manual shows is what Comporta reads. */
class ManualTest {
    private static final Path MANUAL = Path.of("../docs/authoring.md");
    private static final Pattern SNIPPET = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(#([^)]+)\\)");
    /** Short snippets leave out what a file for the night should say. */
    private static final Set<String> LEFT_OUT_FOR_SHORT = Set.of("no-owner", "no-execution-timeout", "file-name");

    static List<String> snippets() throws IOException {
        return SNIPPET.matcher(Files.readString(MANUAL)).results().map(found -> whole(found.group(1))).toList();
    }

    /** A snippet that shows a part is given the rest of a file. */
    private static String whole(String snippet) {
        var named = has(snippet, "dag") ? snippet : "dag: part\nowner: manual\n" + snippet;
        return has(named, "tasks") ? named : named + "tasks: {only: {operator: noop}}\n";
    }

    private static boolean has(String snippet, String key) {
        return snippet.lines().anyMatch(line -> line.startsWith(key + ":"));
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void everySnippetIsAValidFile(String snippet) {
        var reading = DagFiles.read("manual.yaml", snippet.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        assertThat(reading.problems().stream().filter(problem -> !LEFT_OUT_FOR_SHORT.contains(problem.id()))).isEmpty();
        assertThat(reading.dag()).isNotNull();
    }

    @Test
    void everyChapterOfTheContentsExists() throws IOException {
        var text = Files.readString(MANUAL);
        var chapters = text.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(",", "").replace(' ', '-'))
                .toList();
        assertThat(LINK.matcher(text).results().map(found -> found.group(1))).containsExactlyElementsOf(chapters);
    }
}
