package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks that wait for other runs. */
class HoldsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static Scenario waiting() {
        return Scenario.of(dag(task("a"), task("b", "a").afterDag("prices", HOUR), task("c", "b")));
    }

    @Test
    void aTaskWaitsForAnotherDagWithoutASlot() {
        var night = waiting();
        night.succeeds("a");
        night.hearsOfOthers(false, "run prices/1 is running");
        assertThat(night.states()).hasToString("{a=success, b=waiting, c=waiting}");
        assertThat(night.reasonOf("b")).isEqualTo("run prices/1 is running");
        night.hearsOfOthers(true, "run prices/1 is success");
        assertThat(night.stateOf("b")).isEqualTo("launching");
    }

    @Test
    void whatIsMetAlreadyKeepsNobodyBack() {
        var night = waiting();
        night.hearsOfOthers(true, "");
        night.succeeds("a");
        assertThat(night.stateOf("b")).isEqualTo("launching");
    }

    @Test
    void itWaitsNoLongerThanWithinFromWhenNothingElseIsMissing() {
        var night = waiting();
        night.hearsOfOthers(false, "run prices/1 is running");
        night.timePasses(HOUR.multipliedBy(3));
        night.succeeds("a");
        night.timePasses(HOUR.minusSeconds(1));
        assertThat(night.stateOf("b")).isEqualTo("waiting");
        night.timePasses(Duration.ofSeconds(1));
        assertThat(night.states()).hasToString("{a=success, b=failed, c=upstream_failed}");
        assertThat(night.reasonOf("b")).isEqualTo("waited longer than within allows; run prices/1 is running");
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void pastWithinItIsSkippedWhereTimeoutsAre() {
        var night = Scenario.of(dag(task("b").afterDag("prices", HOUR).skipOn("timeout")));
        night.timePasses(HOUR);
        assertThat(night.stateOf("b")).isEqualTo("skipped");
    }

    @Test
    void whatIsReadyWaitsAgainWhenTheOtherRunStartsOver() {
        var night = waiting();
        night.hearsOfOthers(true, "");
        night.wishes(Wish.Verb.PAUSE);
        night.succeeds("a");
        assertThat(night.stateOf("b")).isEqualTo("queued");
        night.hearsOfOthers(false, "run prices/1 is running");
        assertThat(night.stateOf("b")).isEqualTo("waiting");
    }

    @Test
    void aRuleThatCannotHoldWaitsForNobody() {
        var night = waiting();
        night.fails("a");
        assertThat(night.states()).hasToString("{a=failed, b=upstream_failed, c=upstream_failed}");
    }

    @Test
    void aTaskThatDependsOnItsPastWaitsForTheRunBefore() {
        var night = Scenario.of(dag(task("load").past(true), task("check", "load"), task("other")));
        assertThat(night.view.plan().awaited()).hasToString("[Past[task=load, followers=[check]]]");
        assertThat(night.states()).hasToString("{check=waiting, load=waiting, other=launching}");
        night.hearsOfOthers(true, "");
        assertThat(night.stateOf("load")).isEqualTo("launching");
    }
}
