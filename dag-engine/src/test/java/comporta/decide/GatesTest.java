package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Exit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Branches and short circuits. */
class GatesTest {
    private static final String BY_ROWS = "{{ outputs.count.rows > 100 ? ['split', 'large'] : 'small' }}";

    /** {@code large} is below {@code size} and below {@code split}; {@code publish} joins. */
    private static Scenario export(String choose) {
        var night = Scenario.of(dag(
                task("count"),
                task("size", "count").choose(choose),
                task("split", "size"),
                task("large", "size", "split"),
                task("small", "size"),
                task("publish", "large", "small").rule("none_failed_min_one_success")));
        counts(night, 1000);
        return night;
    }

    private static void counts(Scenario night, long rows) {
        night.ends("count", Exit.success(Map.of("rows", rows)));
    }

    @ParameterizedTest(name = "chosen {0}")
    @CsvSource(delimiter = '|', textBlock = """
            'small'            | skipped   | skipped   | launching | waiting
            'large'            | skipped   | skipped   | skipped   | skipped
            'split'            | launching | waiting   | skipped   | waiting
            ['split', 'large'] | launching | waiting   | skipped   | waiting
            ['split', 'small'] | launching | waiting   | launching | waiting
            []                 | skipped   | skipped   | skipped   | skipped
            """, quoteCharacter = '"')
    void whatIsNotChosenIsSkippedUnlessAChosenOneLeadsToIt(String chosen, String split, String large, String small, String publish) {
        assertThat(export("{{ " + chosen + " }}").states()).isEqualTo(Map.of(
                "count", "success", "size", "success", "split", split, "large", large, "small", small, "publish", publish));
    }

    @Test
    void aChoiceIsMadeByWhatWasHandedOn() {
        var night = export(BY_ROWS);
        assertThat(night.reasonOf("small")).isEqualTo("branch size chose split, large");
        night.succeeds("split", "large");
        assertThat(night.stateOf("publish")).isEqualTo("launching");
        night.succeeds("publish");
        assertThat(night.run()).isEqualTo("success");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {{ 'smal' }}                | choose gave "smal", which is not directly below "size". Did you mean "small"? [branch-not-downstream]
            {{ ['small', 'publish'] }}  | choose gave "publish", which is not directly below "size". Below it are split, large, small [branch-not-downstream]
            {{ outputs.count.rowz }}    | outputs.count.rowz is missing: "count" wrote rows
            {{ outputs.count.rows }}    | outputs.count.rows is a number, and must be an id or a list of ids
            """, quoteCharacter = '`')
    void aChoiceThatCannotBeFailsTheTaskForGood(String choose, String reason) {
        var night = export(choose);
        assertThat(night.states()).containsEntry("size", "failed").containsEntry("small", "upstream_failed");
        assertThat(night.reasonOf("size")).startsWith(reason);
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void aClearedTaskIsSkippedAgain() {
        var night = export(BY_ROWS);
        night.succeeds("split");
        night.wishes(Wish.Verb.CLEAR, "small", "large");
        night.succeeds("large");
        assertThat(night.states()).containsEntry("small", "skipped").containsEntry("large", "launching");
        assertThat(night.view.outputs(night.number("size"))).isEqualTo(Map.of("chosen", List.of("split", "large"), "skipped", List.of("small")));
    }

    @Test
    void aClearedBranchIsAskedAnew() {
        var night = export(BY_ROWS);
        night.wishes(Wish.Verb.CLEAR, "count", "size", "small");
        counts(night, 5);
        assertThat(night.states()).containsEntry("size", "success").containsEntry("small", "launching");
        assertThat(night.stateOf("split")).as("already under way").isEqualTo("launching");
        night.succeeds("split");
        night.wishes(Wish.Verb.CLEAR, "split");
        assertThat(night.stateOf("split")).isEqualTo("skipped");
    }

    @Test
    void aBranchThatAPersonDeclaredASuccessLetsEverythingPass() {
        var night = export("{{ 'smal' }}");
        night.wishes(Wish.Verb.MARK_SUCCESS, "size");
        assertThat(night.states()).containsEntry("split", "launching").containsEntry("small", "launching");
    }

    @Test
    void aTaskThatIsReadyWhenAGateShutsIsSkippedAndOneUnderWayGoesOn() {
        var night = Scenario.of(
                dag(
                        task("first").pool("narrow", 1),
                        task("late"),
                        task("check", "late").condition("{{ 1 == 2 }}", "all"),
                        task("eager", "check").rule("always").pool("narrow", 1),
                        task("early", "check").rule("always")),
                Map.of("narrow", 1));
        assertThat(night.states()).containsEntry("eager", "queued").containsEntry("early", "launching");
        night.succeeds("late");
        assertThat(night.states()).containsEntry("eager", "skipped").containsEntry("early", "launching");
        assertThat(night.reasonOf("eager")).isEqualTo("the condition of check is false");
    }

    @ParameterizedTest(name = "condition {0}, skip {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {{ 1 == 1 }} | all  | launching | waiting   | launching | waiting
            {{ 1 == 2 }} | all  | skipped   | skipped   | launching | skipped
            {{ 1 == 2 }} | next | skipped   | waiting   | launching | skipped
            """)
    void aFalseConditionSkipsEverythingBelowOrWhatIsNext(
            String condition, String skip, String next, String later, String beside, String last) {
        var night = Scenario.of(dag(
                task("check").condition(condition, skip),
                task("next", "check"),
                task("beside"),
                task("later", "next", "beside").rule("none_failed_min_one_success"),
                task("last", "next")));
        assertThat(night.states()).isEqualTo(
                Map.of("check", "success", "next", next, "later", later, "beside", beside, "last", last));
        night.succeeds("beside");
        if (next.equals("launching")) {
            night.succeeds("next", "last");
        }
        assertThat(night.stateOf("later")).isEqualTo(later.equals("skipped") ? "skipped" : "launching");
    }

    @Test
    void whatWasSetUpIsTornDownBehindAShutGateToo() {
        var night = Scenario.of(dag(
                task("up"),
                task("check", "up").condition("{{ 1 == 2 }}", "all"),
                task("work", "check"),
                task("down", "work").tearsDown("up")));
        night.succeeds("up");
        assertThat(night.states()).containsEntry("work", "skipped").containsEntry("down", "launching");
        night.succeeds("down");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void aGateWaitsForItsRuleAndItsWhenLikeAnyTask() {
        var night = Scenario.of(dag(
                task("a"),
                task("check", "a").when("{{ 1 == 2 }}").condition("{{ 1 == 2 }}", "all"),
                task("b", "check").rule("none_failed")));
        assertThat(night.stateOf("check")).isEqualTo("waiting");
        night.succeeds("a");
        assertThat(night.states()).as("a gate that is skipped has not decided").containsEntry("check", "skipped").containsEntry("b", "launching");
    }

    @Test
    void aPausedRunDecidesNothing() {
        var night = Scenario.of(dag(task("a"), task("check", "a").condition("{{ 1 == 2 }}", "all"), task("b", "check")));
        night.wishes(Wish.Verb.PAUSE);
        night.succeeds("a");
        assertThat(night.states()).containsEntry("check", "queued").containsEntry("b", "waiting");
        night.wishes(Wish.Verb.RESUME);
        assertThat(night.states()).containsEntry("check", "success").containsEntry("b", "skipped");
    }
}
