package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Exit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools, tags, DAGs and tasks bound what runs at the same time; nobody waits for ever. */
@Tag("computes")
@Order(-220)
class LimitsTest {
    private static final long SETS = Long.getLong("comporta.sets", 10_000);

    @Test
    @Timeout(1_200)    // as long as it takes beside others; the limit only catches a hang
    void noLimitIsEverExceededAndNobodyStarves() {
        LongStream.range(0, SETS).parallel().forEach(Crowd::throng);
    }

    @Test
    void aSeedMakesTheSameCrowd() {
        assertThat(Crowd.throng(7)).isEqualTo(Crowd.throng(7)).isNotEmpty();
    }

    private static Scenario three() {
        return Scenario.of(
                dag("nightly", List.of("heavy"), null, task("a").pool("narrow", 1), task("b").pool("narrow", 1), task("c").pool("narrow", 1)),
                Map.of("narrow", 1));
    }

    @Test
    void aPoolThatGrowsLetsMoreStart() {
        var night = three();
        assertThat(night.states()).hasToString("{a=launching, b=queued, c=queued}");
        night.resizes(Map.of("narrow", 2), Set.of());
        assertThat(night.states()).hasToString("{a=launching, b=launching, c=queued}");
    }

    @Test
    void whatRunsInAPoolThatShrinksGoesOn() {
        var night = three();
        night.resizes(Map.of("narrow", 3), Set.of());
        night.resizes(Map.of("narrow", 1), Set.of());
        assertThat(night.states()).hasToString("{a=launching, b=launching, c=launching}");
        night.ends("a", Exit.success(Map.of()));
        assertThat(night.stateOf("b")).isEqualTo("launching");
    }

    @Test
    void aPausedPoolGivesNoSlotUntilItGoesOn() {
        var night = three();
        night.resizes(Map.of("narrow", 1), Set.of("narrow"));
        night.succeeds("a");
        assertThat(night.states()).hasToString("{a=success, b=queued, c=queued}");
        assertThat(night.reasonOf("b")).isEqualTo("pool narrow is paused");
        night.resizes(Map.of("narrow", 1), Set.of());
        assertThat(night.states()).hasToString("{a=success, b=launching, c=queued}");
    }

    @Test
    void aTagAndADagBoundAllTheirTasks() {
        var night = three();
        night.resizes(Map.of("narrow", 9, "tag:heavy", 2), Set.of());
        assertThat(night.states()).hasToString("{a=launching, b=launching, c=queued}");
        assertThat(night.reasonOf("c")).isEqualTo("pool tag:heavy: 2 of 2 slots in use");
        night.resizes(Map.of("narrow", 9, "dag:nightly", 2), Set.of());
        assertThat(night.reasonOf("c")).isEqualTo("pool dag:nightly: 2 of 2 slots in use");
        night.resizes(Map.of("narrow", 9), Set.of());
        assertThat(night.stateOf("c")).isEqualTo("launching");
    }
}
