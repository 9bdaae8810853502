package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {
    /** A mark stands before the name that is unknown. */
    @ParameterizedTest
    @ValueSource(strings = {
        "    run: echo {{ ▸dss }}",
        "    run: \"echo {{ ▸dss }}\"",
        "    run: \"echo \\\\ \\\"x\\\" \\u0041 \\x41 {{ ▸dss }}\"",
        "    run: 'it''s it''s {{ ▸dss }}'",
        "    run: >-\n      echo\n      {{ ds }} {{ ▸dss }}",
        "    run: >-\n      echo\n\n      x {{ ▸dss }}",
        "    run: >\n      echo\n        more\n      x {{ ▸dss }}",
        "    run: |\n      echo {{ ds }}\n      {{ ▸dss }}",
        "    run: |\n      if x\n        then {{ ds }}\n          {{ ▸dss }}",
        "    run: echo\n      {{ ds }}\n     {{ ▸dss }}",
        "    run: \"echo\n      {{ ds }}\n     {{ ▸dss }}\"",
        "    run: \"echo \\\n      {{ ▸dss }}\"",
    })
    void findsATemplateHoweverItIsWritten(String task) {
        var marked = "dag: a\nowner: o\ntasks:\n  a:\n    execution_timeout: 1h\n" + task;
        int mark = marked.indexOf('▸');
        var place = new Place(1 + (int) marked.substring(0, mark).chars().filter(c -> c == '\n').count(), mark - marked.lastIndexOf('\n', mark));

        var problems = DagFiles.read("a.yaml", marked.replace("▸", "").getBytes(StandardCharsets.UTF_8), Checking.LENIENT).problems();

        assertThat(problems).map(DagProblem::id).isEqualTo(List.of("unknown-name"));
        assertThat(problems).map(problem -> new Place(problem.line(), problem.column())).isEqualTo(List.of(place));
    }
}
