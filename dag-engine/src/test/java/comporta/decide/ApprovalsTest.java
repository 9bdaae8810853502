package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.dag.Timeouts;
import comporta.operator.News;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that wait for a person's word. */
class ApprovalsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static Scenario asked(String settings) {
        var night = Scenario.of(dag(
                task("ask").approval(PlainData.mapFromJson(settings)).timeouts(new Timeouts(HOUR, null, null, null)), task("work", "ask"), task("plain")));
        night.hears("ask", (launch, sequence) -> new News.Deferred(launch, sequence, night.now(), launch.externalId()));
        return night;
    }

    private static String answer(Scenario night, Wish.Verb verb, String task, String details) {
        return night.wishes(new Wish(1, 1, null, verb, List.of(task), PlainData.mapFromJson(details), "ana", "looks good"));
    }

    @Test
    void theFirstAnswerCounts() {
        var night = asked("{}");
        assertThat(night.stateOf("ask")).isEqualTo("deferred");
        assertThat(answer(night, Wish.Verb.APPROVE, "ask", "{}")).isEqualTo("granted for 1");
        assertThat(night.states()).hasToString("{ask=success, plain=launching, work=launching}");
        assertThat(night.view.outputs(night.number("ask"))).isEqualTo(Map.of("approved_by", "ana"));
        assertThat(answer(night, Wish.Verb.REJECT, "ask", "{}")).isEqualTo("refused: \"ask\" is success, and waits for no answer");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"approvers": ["operators", "eva"]}                       | {}                                    | refused: "ask" is answered by operators, eva
            {"approvers": ["operators", "eva"]}                       | {"roles": ["viewers"]}                | refused: "ask" is answered by operators, eva
            {"approvers": ["operators", "eva"]}                       | {"roles": ["operators"]}              | granted for 1
            {"approvers": ["ana"]}                                    | {}                                    | granted for 1
            {"fields": {"n": {"type": "integer", "minimum": 1}}}      | {}                                    | refused: field "n" has no default and was not given
            {"fields": {"n": {"type": "integer", "minimum": 1}}}      | {"fields": {"n": 0}}                  | refused: param "n" is 0, and must be at least 1. Give at least 1
            {"fields": {"n": {"type": "integer", "minimum": 1}}}      | {"fields": {"n": 2, "m": 3}}          | refused: the approval has no field "m". Its fields are n
            {"fields": {"n": {"type": "integer", "minimum": 1}}}      | {"fields": {"n": 2}}                  | granted for 1
            {"fields": {"n": {"type": "integer", "default": 4}}}      | {}                                    | granted for 1
            """)
    void anAnswerHasToFit(String settings, String details, String outcome) {
        var night = asked(settings);
        assertThat(answer(night, Wish.Verb.APPROVE, "ask", details)).isEqualTo(outcome);
        assertThat(night.stateOf("ask")).isEqualTo(outcome.startsWith("granted") ? "success" : "deferred");
        if (settings.contains("fields") && outcome.startsWith("granted")) {
            assertThat(night.view.outputs(night.number("ask"))).containsEntry("n", settings.contains("default") ? 4L : 2L);
        }
    }

    @ParameterizedTest(name = "rejected, {0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                    | failed  | upstream_failed
            {"on_reject": "skip"} | skipped | skipped
            """)
    void aRejectionFailsOrSkips(String settings, String state, String below) {
        var night = asked(settings);
        assertThat(answer(night, Wish.Verb.REJECT, "ask", "{}")).isEqualTo("granted for 1");
        assertThat(answer(night, Wish.Verb.APPROVE, "ask", "{}")).isEqualTo("refused: \"ask\" is stopping, and waits for no answer");
        night.fails("ask");
        assertThat(night.states()).containsEntry("ask", state).containsEntry("work", below);
        assertThat(night.reasonOf("ask")).isEqualTo("rejected by ana: looks good");
    }

    @ParameterizedTest(name = "in time nobody answers, {0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                  | failed  | nobody answered within PT1H
            {"on_reject": "skip"}                                               | skipped | nobody answered within PT1H
            {"on_timeout": "approve"}                                           | success |
            {"on_timeout": "approve", "fields": {"n": {"type": "integer"}}}     | failed  | nobody answered within PT1H, and field "n" has no default and was not given
            """)
    void noAnswerIsOneToo(String settings, String state, String reason) {
        var night = asked(settings);
        night.timePasses(HOUR);
        if (!state.equals("success")) {
            night.fails("ask");
        }
        assertThat(night.stateOf("ask")).isEqualTo(state);
        assertThat(night.reasonOf("ask")).isEqualTo(reason == null ? "" : reason);
    }

    @Test
    void whatIsNoApprovalTakesNoAnswer() {
        assertThat(answer(asked("{}"), Wish.Verb.APPROVE, "plain", "{}")).isEqualTo("refused: \"plain\" is no approval");
    }
}
