package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code problems.txt} is the specification: files, and behind {@code >>>} what the reader tells about each. What the checks over a whole
 * DAG tell has a test of its own, and is left out here.
 */
class ProblemsOfAFileTest {
    private static final Set<String> IDS = Set.of(
            "yaml-syntax", "unquoted-template", "yaml-tag", "duplicate-key", "merge-key", "unknown-key", "missing-key", "wrong-type",
            "bad-value", "out-of-range", "both-keys", "bad-id", "bad-duration", "bad-size", "bad-time", "bad-zone", "bad-cron",
            "deadline-two-forms", "unknown-format", "unknown-operator", "one-condition", "param-type", "template-not-allowed",
            "no-command", "file-limit");

    record Case(String name, String file, String told) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void toldInOnePass(Case one) {
        var told = new StringBuilder();
        for (var problem : read(one.file()).problems()) {
            if (IDS.contains(problem.id())) {
                told.append(problem.toString().substring("a.yaml:".length())).append('\n');
            }
        }
        assertThat(told).hasToString(one.told());
    }

    @Test
    void everyProblemOfTheReaderIsInTheTable() throws IOException {
        var told = new TreeSet<String>();
        for (var one : cases()) {
            read(one.file()).problems().forEach(problem -> told.add(problem.id()));
        }
        var hostile = new TreeSet<>(IDS);
        hostile.remove("file-limit");
        assertThat(told).containsAll(hostile);
    }

    static List<Case> cases() throws IOException {
        String text;
        try (var in = ProblemsOfAFileTest.class.getResourceAsStream("/dagfile/problems.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        var cases = new ArrayList<Case>();
        for (var part : text.split("(?m)^=== ", -1)) {
            int title = part.indexOf('\n');
            int told = part.indexOf(">>>\n");
            if (title >= 0 && told >= 0) {
                cases.add(new Case(part.substring(0, title), part.substring(title + 1, told), part.substring(told + 4)));
            }
        }
        return cases;
    }

    private static Reading read(String file) {
        return DagFiles.read("a.yaml", file.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
    }
}
