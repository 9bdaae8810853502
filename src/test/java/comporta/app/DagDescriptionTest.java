package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DagDescriptionTest {
    private static final String DAG = """
            dag: nightly
            description: d
            owner: data-infra
            tags: [one-long-tag, another-long-tag, a-third-long-tag]
            tasks:
              extract-from-the-old-system: {run: echo}
              load: {run: echo, depends_on: extract-from-the-old-system, trigger_rule: all_done, retries: 2, execution_timeout: 2h}
            """;

    @Test
    void theWidestColumnsGiveWayWhereTheScreenIsNarrow() {
        assertThat(shown(60)).isEqualTo("""
                nightly  d
                  owner          data-infra
                  tags           one-long-tag, another-long-tag,
                                 a-third-long-tag
                  schedule       when somebody asks

                  task      operator  after      rule      retries    limits
                  extract…  command
                  load      command   extract-…  all_done  2 after …  2h
                """);
    }

    @ParameterizedTest(name = "{0} columns")
    @ValueSource(ints = {200, 120, 90, 80, 60, 50})
    void noLineIsWiderThanTheScreen(int columns) {
        assertThat(shown(columns).lines()).allMatch(line -> Columns.width(line) <= columns).anyMatch(line -> line.contains("load"));
    }

    private static String shown(int columns) {
        var dag = requireNonNull(DagFiles.read("nightly.yaml", DAG.getBytes(UTF_8), Checking.LENIENT).dag());
        return new DagDescription(dag, NotInEffect.of(dag, Set.of("command"))).lines(columns).stream()
                .map(line -> line.render(Integer.MAX_VALUE, Paint.NONE) + "\n")
                .collect(Collectors.joining());
    }
}
