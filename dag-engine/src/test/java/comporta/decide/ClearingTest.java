package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.over;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What starts over, and what was said of it before. */
class ClearingTest {
    /** a succeeded, b failed, d succeeded, e runs. */
    private static Scenario night() {
        var night = Scenario.of(dag(task("a"), task("b", "a"), task("c", "b"), task("d", "a"), task("e", "d"), task("f", "e", "c")));
        night.succeeds("a");
        night.fails("b");
        night.succeeds("d");
        night.starts("e");
        return night;
    }

    private static Wish wish(Wish.Verb verb, String details, List<String> tasks) {
        return new Wish(1, 1, null, verb, tasks, PlainData.mapFromJson(details), "ana", "");
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CLEAR | b | {}                                       | b         | []  | granted for 1
            CLEAR | b | {"downstream": true}                     | b, c, f   | []  | granted for 3
            CLEAR | c | {"upstream": true}                       | a, b, c   | []  | granted for 3
            CLEAR |   | {"failed_only": true}                    | b, c, f   | []  | granted for 3
            CLEAR | d | {"downstream": true, "only": "running"}  | e         | [e] | granted for 1
            CLEAR |   | {"only": "new"}                          |           | []  | granted for 2
            CLEAR | a | {"failed_only": true}                    |           | []  | refused: none of the tasks is failed
            CLEAR | a | {"only": "slow"}                         |           | []  | refused: only is "slow". Use failed, running or new
            RERUN | d | {}                                       | d, e      | [e] | granted for 3
            RERUN |   | {}                                       |           | []  | refused: a rerun names the tasks that it starts from
            RERUN | d | {"params": {"full": true}}               |           | []  | refused: DAG nightly has no param "full". It takes none [param-value]
            """)
    void theChosenTasksStartOver(Wish.Verb verb, String task, String details, String startsOver, String stops, String outcome) {
        var night = night();
        var wish = wish(verb, details, task == null ? List.of() : List.of(task));
        var preview = Preview.of(night.view, wish, night.now());
        assertThat(preview.outcome()).isEqualTo(outcome);
        assertThat(preview.isGranted()).isEqualTo(outcome.startsWith("granted"));
        assertThat(String.join(", ", preview.startsOver())).isEqualTo(startsOver == null ? "" : startsOver);
        assertThat(preview.stops()).hasToString(stops);
        var before = night.commands.size();
        assertThat(night.wishes(wish)).isEqualTo(outcome);
        night.endsWell();
        var ran = new TreeSet<String>();
        night.commands.subList(before, night.commands.size()).forEach(command -> {
            if (command instanceof Command.Submit submit) {
                ran.add(submit.intent().id().task().value());
            }
        });
        if (preview.isGranted()) {
            var expected = new TreeSet<>(preview.startsOver());
            expected.addAll(preview.toCome());
            // What waits for a task that failed and was left so does not run, whatever it was to do.
            expected.removeIf(name -> night.stateOf(name).equals("upstream_failed"));
            assertThat(ran).isEqualTo(expected);
        }
    }

    @Test
    void onlyTheFailedInstancesStartOver() {
        var night = Scenario.of(dag(task("score").expand(over(List.of("x", "y")))));
        night.fails("score[0]");
        night.succeeds("score[1]");
        assertThat(night.wishes(Wish.Verb.CLEAR, Map.of("failed_only", true))).isEqualTo("granted for 1");
        assertThat(night.states()).hasToString("{score=waiting, score[0]=launching, score[1]=success}");
    }

    @Test
    void aBreakpointHoldsATaskUntilItIsTakenAway() {
        var night = Scenario.of(dag(task("a"), task("b", "a"), task("c", "b")));
        assertThat(night.wishes(Wish.Verb.BREAKPOINT, Map.of(), "b")).isEqualTo("granted for 1");
        night.succeeds("a");
        assertThat(night.stateOf("b")).isEqualTo("waiting");
        assertThat(night.reasonOf("b")).isEqualTo("breakpoint");
        night.wishes(Wish.Verb.BREAKPOINT, Map.of("remove", true), "b");
        assertThat(night.stateOf("b")).isEqualTo("launching");
    }

    @Test
    void aBreakpointCallsBackWhatIsReady() {
        var night = Scenario.of(dag(task("a").pool("narrow", 1), task("b").pool("narrow", 1)), Map.of("narrow", 1));
        assertThat(night.stateOf("b")).isEqualTo("queued");
        night.wishes(Wish.Verb.BREAKPOINT, Map.of(), "b");
        night.succeeds("a");
        assertThat(night.stateOf("b")).isEqualTo("waiting");
    }

    @Test
    void aTeardownIsNeverKeptBack() {
        var night = Scenario.of(dag(task("up"), task("down").tearsDown("up")));
        assertThat(night.wishes(Wish.Verb.BREAKPOINT, Map.of(), "down")).isEqualTo("refused: none of the tasks can have a breakpoint");
    }

    @Test
    void aTaskThatWaitsForItsPastCanBeToldNotTo() {
        var night = Scenario.of(dag(task("load").past(false), task("other")));
        night.hearsOfOthers(false, "task load of the run before is failed");
        assertThat(night.wishes(Wish.Verb.BYPASS, Map.of(), "other")).isEqualTo("refused: none of the tasks waits for other runs");
        night.wishes(Wish.Verb.BYPASS, Map.of(), "load");
        assertThat(night.stateOf("load")).isEqualTo("launching");
        night.fails("load");
        night.wishes(Wish.Verb.CLEAR, Map.of(), "load");
        assertThat(night.stateOf("load")).as("a clear takes it away").isEqualTo("waiting");
    }

    @Test
    void aRerunHasParametersOfItsOwn() {
        var night = Scenario.of(Dags.withParam(dag(task("a").env("F", "{{ params.filter }}"),
                task("b", "a").env("F", "{{ params.filter }}"), task("c").env("F", "{{ params.filter }}")), "filter"));
        night.succeeds("a", "b", "c");
        assertThat(night.environment("a")).containsEntry("F", "all");
        assertThat(night.wishes(Wish.Verb.RERUN, Map.of("params", Map.of("filter", 7)), "a")).startsWith("refused: param \"filter\" is 7, and must be text");
        assertThat(night.wishes(Wish.Verb.RERUN, Map.of("params", Map.of("filter", "sales")), "a")).isEqualTo("granted for 2");
        night.succeeds("a");
        assertThat(night.environment("a")).containsEntry("F", "sales");
        assertThat(night.environment("b")).containsEntry("F", "sales");
        night.succeeds("b");
        night.wishes(Wish.Verb.CLEAR, "a");
        assertThat(night.environment("a")).containsEntry("F", "all");
    }
}
