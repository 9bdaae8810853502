package comporta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.Expand;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Surroundings;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RehearsalTest {
    private static final Surroundings AROUND =
            new Surroundings(ZoneOffset.UTC, Map.of("known", "v1"), Map.of("db", Map.of("host", "db.local")));
    private static final Map<TaskId, Map<String, Object>> HANDED_ON = Map.of(new TaskId("a"), Map.of("rows", 7L, "models", List.of("x", "y")));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            # written                                           ¦ as it is rehearsed
            --day {{ ds }} {{ params.mode }} {{ run.id }}       ¦ --day {{ ds }} {{ params.mode }} {{ run.id }}
            img:{{ var.known }} on {{ conn.db.host }}           ¦ img:{{ var.known }} on {{ conn.db.host }}
            img:{{ var.no-such }} on {{ conn.no.host }}         ¦ img:var.no-such on conn.no.host
            {{ conn.db.port }}                                  ¦ conn.db.port
            {{ outputs.a.rows + 1 }} {{ outputs.a.more + 1 }}   ¦ {{ outputs.a.rows + 1 }} outputs.a.more + 1
            {{ outputs.b.auc }}                                 ¦ {{ outputs.b.auc }}
            {{ outputs.q.some }} {{ outputs.q.some.deep }} ¦ outputs.q.some outputs.q.some.deep
            {{ run.data_interval.start | date('d') }}           ¦ run.data_interval.start | date('d')
            {{ tasks.a.state }} {{ task.id }} {{ try.number }}  ¦ {{ tasks.a.state }} {{ task.id }} {{ try.number }}
            """)
    void textsReadOnlyWhatHasAValue(String written, String rehearsed) {
        var task = rehearsed("c: {run: \"" + written + "\", depends_on: [a, b, q]}", "c");

        assertThat(task.block("job")).containsEntry("command", rehearsed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            when: "{{ params.mode == 'full' }}"              ¦ when ¦ {{ params.mode == 'full' }}
            when: "{{ outputs.a.rows > 5 }}"                 ¦ when ¦ {{ outputs.a.rows > 5 }}
            when: "{{ tasks.b.state == 'failed' }}"          ¦ when ¦ {{ tasks.b.state == 'failed' }}
            when: "{{ outputs.b.auc > 0.5 }}"                ¦ when ¦
            when: "{{ var.no == 'x' }}"                      ¦ when ¦
            """)
    void conditionsOfWhichNothingIsKnownAreTrue(String key, String name, String becomes) {
        var task = rehearsed("c: {run: echo, depends_on: [a, b, q], " + key + "}", "c");

        assertThat(task.when()).isEqualTo(becomes);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            branch        ¦ choose    ¦ {{ outputs.b.auc > 1 ? ['e', 'd'] : 'd' }} ¦ {{ 'e' }}
            branch        ¦ choose    ¦ {{ outputs.q.next }}                       ¦ {{ 'd' }}
            branch        ¦ choose    ¦ {{ outputs.a.rows > 1 ? 'e' : 'd' }}       ¦ {{ outputs.a.rows > 1 ? 'e' : 'd' }}
            short-circuit ¦ condition ¦ {{ outputs.b.auc > 1 }}                    ¦ {{ true }}
            """)
    void choicesOfWhichNothingIsKnownTakeTheFirst(String operator, String key, String written, String becomes) {
        var task = rehearsed("c: {operator: " + operator + ", depends_on: [a, b, q], " + key + ": \"" + written + "\"}\n"
                + "  d: {run: echo, depends_on: c}\n  e: {run: echo, depends_on: c}", "c");

        assertThat(task.settings()).containsEntry(key, becomes);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '¦', quoteCharacter = '`', textBlock = """
            [1, 2]                      ¦ [1,2]
            "{{ outputs.a.models }}"    ¦ "{{ outputs.a.models }}"
            "{{ outputs.q.models }}"    ¦ [{"name":"m[0].name","size":"m[0].size"},{"name":"m[1].name","size":"m[1].size"},{"name":"m[2].name","size":"m[2].size"}]
            """)
    void listsOfWhichNothingIsKnownHaveThreeItems(String over, String becomes) {
        var task = rehearsed("c: {run: \"echo {{ item.m.name }} {{ item.m.size }}\", depends_on: [a, b, q], expand: {over: {m: " + over + "}}}", "c");
        Expand expand = Objects.requireNonNull(task.expand());

        assertThat(PlainData.toJson(expand.over().get("m"))).isEqualTo(becomes);
    }

    @Test
    void whatWasMadeUpIsSaid() {
        var rehearsal = rehearsal("""
                c: {run: "echo {{ var.no }}", depends_on: [b, {dag: prices, task: load}], when: "{{ outputs.b.auc > 1 }}"}
                  wait: {operator: sensor, time: "05:30"}
                """);

        assertThat(rehearsal.invented()).containsExactly(
                "met at once: c's wait for task load of DAG prices, sensor wait",
                "made up: outputs.b.auc is 1, outputs.b.day is \"2030-01-01\", when of c is true",
                "rendered as their names: var.no");
        assertThat(rehearsal.outputs().get(new TaskId("a"))).isEqualTo(HANDED_ON.get(new TaskId("a")));
        assertThat(rehearsal.dag().task(new TaskId("c")).dependsOn()).hasSize(1);
    }

    private static Task rehearsed(String tasks, String id) {
        return rehearsal(tasks).dag().task(new TaskId(id));
    }

    private static Rehearsal rehearsal(String tasks) {
        var yaml = """
                dag: d
                params: {mode: {type: string, default: full}}
                tasks:
                  a: {run: echo}
                  b: {run: echo, outputs: {auc: number, day: date}}
                  q: {run: echo}
                """ + "  " + tasks + "\n";
        return Rehearsal.of(dag(yaml), AROUND, new LinkedHashMap<>(HANDED_ON));
    }

    static Dag dag(String yaml) {
        var reading = DagFiles.read("d.yaml", yaml.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        return Objects.requireNonNull(reading.dag(), () -> String.valueOf(reading.problems()));
    }
}
