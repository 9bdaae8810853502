package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code comporta run} of what is expanded: real processes, simulated machines. */
final class ExpandRunTest {
    private static final String SCORE = """
            dag: score
            groups:
              scoring:
                depends_on: list
                expand:
                  over: {model: "{{ outputs.list.models }}"}
                  label: "{{ item.model.name }}"
                  max_parallel: 2
                  tolerated_failures: 34%
                node_pool: {name: "{{ item.model.name }}", nodes: "{{ item.model.nodes }}", instance_types: m5.xlarge}
            tasks:
              list:
                run: |
                  echo '{"models": [{"name": "churn", "nodes": 2}, {"name": "credit", "nodes": 1}, {"name": "fraud", "nodes": 1}]}' > $COMPORTA_OUTPUT
                outputs: {models: list}
              score:
                group: scoring
                run: |
                  test {{ item.model.name }} != credit || exit 7
                  echo auc=$COMPORTA_MAP_INDEX > $COMPORTA_OUTPUT
                  echo {{ item.model.name }} {{ task.index }}
                outputs: {auc: number}
              twice:
                expand: {over: {n: [1, 2], day: [mon, tue]}}
                run: echo {{ item.n }} {{ item.day }}
              summary:
                depends_on: [scoring, twice]
                env: {AUCS: "{{ outputs.score.auc | json }}"}
                run: test "$AUCS" = '["0",null,"2"]'
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aListOfTheFileAndOneOfATaskAreExpandedWithMachinesPerItem() throws IOException {
        assertThat(run("--output", "json")).as(err.toString(UTF_8)).isZero();

        var ends = new HashMap<String, String>();
        var pools = new ArrayList<String>();
        out.toString(UTF_8).lines().map(PlainData::mapFromJson).forEach(event -> {
            if ("task_state".equals(event.get("event"))) {
                ends.put(event.get("task_id") + " " + event.get("map_index"), String.valueOf(event.get("state")));
            }
            if ("lease".equals(event.get("event")) && "closed".equals(event.get("state"))) {
                pools.add(event.get("pool") + " " + event.get("task_id") + " " + event.get("map_index"));
            }
        });
        assertThat(ends).containsAllEntriesOf(Map.of(
                "score 0", "success", "score 1", "failed", "score 2", "success", "score null", "success",
                "twice 3", "success", "twice null", "success", "downscale-ec2-scoring 1", "success", "summary null", "success"));
        assertThat(pools).containsExactlyInAnyOrder(
                "churn scale-ec2-scoring 0", "credit scale-ec2-scoring 1", "fraud scale-ec2-scoring 2");
        try (var logs = Files.walk(folder.resolve("logs"))) {
            var printed = logs.filter(path -> path.endsWith("score.2/1/stdout")).findFirst().orElseThrow();
            assertThat(printed).hasContent("fraud 2");
        }
    }

    @Test
    void peopleReadLabels() throws IOException {
        assertThat(run()).as(err.toString(UTF_8)).isZero();

        assertThat(out.toString(UTF_8)).contains("expanded         3 items").contains("score[churn]").contains("twice[3]")
                .contains("✘ score[credit] failed: exit code 7").contains("1 failed, 14 success");
    }

    private int run(String... options) throws IOException {
        var line = new ArrayList<>(List.of("run", Files.writeString(folder.resolve("score.yaml"), SCORE).toString()));
        line.addAll(List.of(options));
        var environment = new HashMap<>(System.getenv());
        environment.put("COMPORTA_HOME", folder.toString());
        return Main.run(line, new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false));
    }
}
