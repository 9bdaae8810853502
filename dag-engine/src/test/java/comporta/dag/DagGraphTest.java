package comporta.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DagGraphTest {
    private static final String NIGHTLY = "up scales p; spark after up on p; down after spark tears up; model after spark; report after model";

    @ParameterizedTest(name = "{0}: {1} waits for {2}")
    @CsvSource(delimiter = '|', textBlock = """
            a; b after a; c after b,a                                    | c    | b a
            a; b after a,a                                               | b    | a
            a; b after gone                                              | b    | ''
            group g; a in g; b in g after a; c after g                   | c    | b
            group g; a in g; b in g; c after g,a                         | c    | a b
            group g after a; a; b in g; c in g after b                   | b    | a
            group g after a; a; b in g; c in g after b                   | c    | b
            group g after a; a; b in g; c in g after a                   | c    | a
            group g after a; a; x; b in g after x                        | b    | x a
            group g; group h in g; a in h; b in h after a; c after g     | c    | b
            group g; group h in g; a in h; b in g after h; c after g     | c    | b
            group g; group h in g; a in h; b in g after a; c after g     | c    | b
            group g; group h in g after b; b in g; a in h; c after g     | c    | a
            group g after x; group h in g after b; x; b in g; a in h     | a    | b
            group g after x; group h in g after y; x; y; a in h          | a    | y x
            group g; u in g; w in g after u; d in g tears u after w; z after g | z | w
            group g after x; x; u in g; w in g after u; d in g tears u   | d    | u
            group g; group h; a in g after h; b in h; c after a          | a    | b
            """)
    void resolvesDependencies(String sketch, String task, String upstream) {
        assertThat(upstream(DagGraph.of(DagSketch.of(sketch)), task)).isEqualTo(upstream);
    }

    @ParameterizedTest(name = "{0}: {1} has {3} in its scope")
    @CsvSource(delimiter = '|', textBlock = """
            up; w after up; d after w tears up                            | d  | up w    | w
            up; d tears up                                                | d  | up      | ''
            up; w after up; d tears up                                    | d  | up      | ''
            up; x; w after up,x; d after w tears up                       | d  | up w    | w
            up; w after up; v after w; d after v tears up                 | d  | up v w  | w v
            up scales p; w after up on p; d tears up                      | d  | up w    | w
            up scales p; w after up on q; d tears up                      | d  | up      | ''
            up scales p; w on p; d tears up                               | d  | up      | ''
            up scales p; d tears up; w after d on p                       | d  | up      | ''
            up scales p; a after up; d after a tears up; w after a on p   | d  | up a w  | a w
            group g pool p; up scales p; w in g after up; d tears up      | d  | up w    | w
            u; v; w after u,v; d after w tears u,v                        | d  | u v w   | w
            u; v after u; w after v; e after w tears v; d after w tears u | d  | u w v   | v w
            u; v after u; w after v; e after w tears v; d after e tears u | d  | u e v w | v w e
            u scales p; v after u; e tears v; d after e tears u; w after u on p | d | u e v w | v e w
            """)
    void knowsWhatATeardownWaitsFor(String sketch, String teardown, String upstream, String scope) {
        var graph = DagGraph.of(DagSketch.of(sketch));
        int number = graph.number(new TaskId(teardown));
        assertThat(graph.isTeardown(number)).isTrue();
        assertThat(words(graph, graph.scopeOf(number))).isEqualTo(scope);
        assertThat(upstream(graph, teardown)).isEqualTo(upstream);
    }

    @Test
    void bothEndsOfAnEdgeKnowIt() {
        var graph = DagGraph.of(DagSketch.of(
                "group g after a; a scales p; b in g; c in g on p; d after g; e tears a; f after b,c; h after f,d tears d"));
        for (int task = 0; task < graph.size(); task++) {
            int number = task;
            assertThat(IntStream.of(graph.downstream(task)).mapToObj(graph::upstream)).allSatisfy(above -> assertThat(above).contains(number));
            assertThat(IntStream.of(graph.upstream(task)).mapToObj(graph::downstream)).allSatisfy(below -> assertThat(below).contains(number));
            assertThat(graph.downstream(task)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a; b after a; c after b                         | a b c
            c after b; b after a; a                         | a b c
            b; c after d,b; a; d after a                    | b a d c
            """)
    void ordersByFileWhereItCan(String sketch, String order) {
        var graph = DagGraph.of(DagSketch.of(sketch));
        assertThat(words(graph, graph.topologicalOrder())).isEqualTo(order);
    }

    @ParameterizedTest(name = "{0}: cycles {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a after c; b after a; c after b                         | a b c
            a after a                                               | a
            x; a after x,d; b after a; c after b; d after c,a       | a d
            a after b; b after a; c after d; d after c              | a b, c d
            a after b; b after a; c after b,d; d after c            | a b, c d
            group g after b; a in g; b after g                      | a b
            up after d; d tears up                                  | up d
            """)
    void findsCycles(String sketch, String cycles) {
        var graph = DagGraph.of(DagSketch.of(sketch));
        assertThat(graph.cycles().stream().map(DagGraphTest::words).collect(Collectors.joining(", "))).isEqualTo(cycles);
        assertThat(graph.isAcyclic()).isFalse();
        assertThatThrownBy(graph::topologicalOrder).isInstanceOf(IllegalStateException.class).hasMessageContaining("sketch");
    }

    @Test
    void groupsThatLieInEachOtherDoNotHang() {
        assertThat(DagGraph.of(DagSketch.of("group g in h; group h in g; a in g; b after h")).size()).isEqualTo(2);
    }

    @Test
    void leavesLeaveTeardownsOut() {
        var graph = DagGraph.of(DagSketch.of(NIGHTLY + "; aside after spark; after-down after down"));
        assertThat(words(graph.leaves())).isEqualTo("report aside after-down");
        assertThat(words(graph.roots())).isEqualTo("up");
        assertThat(words(DagGraph.of(DagSketch.of("up; w after up; d after w tears up")).leaves())).isEqualTo("w");
    }

    @Test
    void knowsAllAboveAndBelow() {
        var graph = DagGraph.of(DagSketch.of(NIGHTLY));
        assertThat(words(graph, graph.allUpstream(graph.number(new TaskId("model"))).stream().toArray())).isEqualTo("up spark");
        assertThat(words(graph, graph.allDownstream(graph.number(new TaskId("spark"))).stream().toArray())).isEqualTo("down model report");
    }

    @ParameterizedTest(name = "only {0} from {1} until {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            report        |        |        | report
            report, model |        |        | model report
            m*,?eport     |        |        | model report
            spark         |        |        | up spark down
            up            |        |        | up down
            down          |        |        | down
                          | model  |        | model report
                          | spark  |        | up spark down model report
                          |        | spark  | up spark down
                          | spark  | model  | up spark down model
            model,report  | model  | model  | model
            """)
    void selectsWithTheMachinesAround(@Nullable String only, @Nullable String from, @Nullable String until, String chosen) {
        assertThat(words(DagGraph.of(DagSketch.of(NIGHTLY)).select(only, from, until))).isEqualTo(chosen);
    }

    @Test
    void selectsGroups() {
        var graph = DagGraph.of(DagSketch.of("group g; group h in g; a in g; b in h; c after g"));
        assertThat(words(graph.select("g", null, null))).isEqualTo("a b");
        assertThat(words(graph.select("h,c", null, null))).isEqualTo("b c");
    }

    @ParameterizedTest(name = "only {0} from {1} until {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            reprot  |        |       | --only: DAG sketch has no task or group "reprot". Did you mean "report"?
            x*      |        |       | --only: DAG sketch has no task or group "x*". Tasks are up, spark, down, model, report
                    | a b    |       | --from: DAG sketch has no task or group "a b". Tasks are up, spark, down, model, report
                    | report | spark | no task is in all of --only, --from and --until. Ask for less at a time
            """)
    void refusesASelectionOfNothing(@Nullable String only, @Nullable String from, @Nullable String until, String message) {
        assertThatThrownBy(() -> DagGraph.of(DagSketch.of(NIGHTLY)).select(only, from, until))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void tenThousandTasksInManyLayers() {
        var sketch = new StringBuilder("up scales p");
        for (int layer = 0; layer < 100; layer++) {
            for (int n = 0; n < 100; n++) {
                sketch.append("; t-%d-%d on p after up".formatted(layer, n));
                for (int above = n; layer > 0 && above < n + 5; above++) {
                    sketch.append(",t-%d-%d".formatted(layer - 1, above % 100));
                }
            }
        }
        var graph = DagGraph.of(DagSketch.of(sketch + "; down tears up"));
        assertThat(graph.topologicalOrder()).hasSize(10_002).doesNotHaveDuplicates();
        assertThat(graph.upstream(graph.number(new TaskId("down")))).hasSize(10_001);
        assertThat(graph.leaves()).hasSize(100);
        assertThat(graph.select("t-99-0", null, null)).hasSize(3);
        assertThat(graph.select(null, null, "t-99-0")).hasSize(1 + 9_900 - shadow() + 1 + 1);
    }

    /** Tasks of the layers above the last that are not above t-99-0: layer 99-k reaches 4k+1 of 100 columns. */
    private static int shadow() {
        return IntStream.rangeClosed(1, 99).map(k -> 100 - Math.min(100, 4 * k + 1)).sum();
    }

    private static String upstream(DagGraph graph, String task) {
        return words(graph, graph.upstream(graph.number(new TaskId(task))));
    }

    private static String words(DagGraph graph, int[] tasks) {
        return IntStream.of(tasks).mapToObj(n -> graph.task(n).value()).collect(Collectors.joining(" "));
    }

    private static String words(Collection<TaskId> tasks) {
        return tasks.stream().map(TaskId::value).collect(Collectors.joining(" "));
    }
}
