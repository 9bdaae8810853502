package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.SteeredTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownscaleEc2Test {
    @TempDir
    Path state;

    private final SteeredTime time = new SteeredTime();
    private MoodyProvider cloud;
    private Night night;

    @BeforeEach
    void threeMachinesOfALease() {
        cloud = new MoodyProvider(new SimulatedProvider(state, time, Night.FASTEST, Night.SLOWEST));
        night = new Night(time, cloud);
        night.submit(night.scale, Night.intents(night.scale, night.setUp(1, 3)));
        time.passes(Night.SLOWEST);
        night.news.clear();
    }

    @Test
    void aTeardownGivesBackTheLeasesOfItsSetUps() {
        var intents = Night.intents(night.downscale, night.attempt("down", 1, Map.of(), night.lease("L1", Lease.State.CLOSING)));
        night.submit(night.downscale, intents);
        time.settles();

        assertThat(night.machines()).isEmpty();
        assertThat(night.ends(intents)).singleElement().satisfies(end -> {
            assertThat(end.exit().isSuccess()).isTrue();
            assertThat(end.exit().outputs()).isEqualTo(Map.of("ended", 3L, "leases", List.of("L1"), "kept", List.of()));
        });
        assertThat(night.scale.release(night.lease("L1", Lease.State.CLOSING))).as("once more does no harm").isTrue();
    }

    @Test
    void itIsOverOnlyWhenTheMachinesAreVerifiedToBeGone() {
        cloud.lingersUntil = time.instant().plusSeconds(30);
        var intents = Night.intents(night.downscale, night.attempt("down", 1, Map.of(), night.lease("L1", Lease.State.CLOSING)));
        night.submit(night.downscale, intents);
        night.submit(night.downscale, intents);
        time.passes(Duration.ofSeconds(30));
        assertThat(night.ends(intents)).isEmpty();
        assertThat(night.news).as("one start is told").hasSize(1);

        cloud.lingersUntil = null;
        time.passes(Duration.ofSeconds(1));
        assertThat(night.ends(intents)).singleElement().satisfies(end -> assertThat(end.exit().outputs()).containsEntry("ended", 3L));
    }

    @Test
    void aLeaseThatAPersonHoldsIsLeftAloneAndNamed() {
        var intents = Night.intents(night.downscale, night.attempt("down", 1, Map.of(), night.lease("L1", Lease.State.KEPT)));
        night.submit(night.downscale, intents);
        time.settles();

        assertThat(night.machines()).hasSize(3);
        assertThat(night.ends(intents)).singleElement()
                .satisfies(end -> assertThat(end.exit().outputs()).isEqualTo(Map.of("ended", 0L, "leases", List.of(), "kept", List.of("L1"))));
    }

    @Test
    void aPoolIsCutByItsNameToSoManyMachines() {
        var intents = Night.intents(night.downscale, night.attempt("cut", 1, Night.pool("nodes", 1L)));
        night.submit(night.downscale, intents);
        time.settles();

        assertThat(night.machines()).hasSize(1);
        assertThat(night.ends(intents)).singleElement().satisfies(end -> assertThat(end.exit().outputs()).containsEntry("ended", 2L));
    }

    @Test
    void anotherPoolIsNotTouched() {
        var intents = Night.intents(night.downscale, night.attempt("cut", 1, Map.of("node_pool", Map.of("name", "churn"))));
        night.submit(night.downscale, intents);
        time.settles();

        assertThat(night.machines()).hasSize(3);
        assertThat(night.ends(intents)).hasSize(1);
    }

    @Test
    void whoNamesNoMachinesIsRefused() {
        assertThatThrownBy(() -> night.downscale.prepare(night.attempt("cut", 1, Map.of())))
                .isInstanceOf(Refused.class)
                .hasMessage("\"cut\" names no machines. Add teardown_of, or node_pool: {name: …}");
    }

    @Test
    void afterAKillItIsGoneOnWith() {
        var intents = Night.intents(night.downscale, night.attempt("down", 1, Map.of(), night.lease("L1", Lease.State.CLOSING)));

        var later = night.afterKill(state);
        assertThat(Night.words(later.downscale.find(intents))).containsExactly("Alive");
        later.time.settles();

        assertThat(later.machines()).isEmpty();
        assertThat(later.ends(intents)).hasSize(1);
    }

    @Test
    void aSilentProviderIsAskedAgain() {
        cloud.silent = true;
        var intents = Night.intents(night.downscale, night.attempt("down", 1, Map.of(), night.lease("L1", Lease.State.CLOSING)));
        night.submit(night.downscale, intents);
        time.settles();
        assertThat(night.news.getLast()).isInstanceOf(News.Unreachable.class);

        cloud.silent = false;
        time.passes(Duration.ofSeconds(1));
        assertThat(night.machines()).isEmpty();
        assertThat(night.ends(intents)).singleElement().satisfies(end -> assertThat(end.exit().isSuccess()).isTrue());
    }

    @Test
    void whenOthersWorkGoesOnBeyondItsTimeTheTaskFailsAndTheMachinesStay() {
        cloud.lingersUntil = time.instant().plus(Duration.ofHours(2));
        var intents = Night.intents(night.downscale, night.attempt("down", 1, Map.of("drain_timeout", "5m"), night.lease("L1", Lease.State.CLOSING)));
        night.submit(night.downscale, intents);
        time.passes(Duration.ofMinutes(6));
        assertThat(night.ends(intents)).isEmpty();
        time.passes(Duration.ofMinutes(2));
        assertThat(night.ends(intents)).singleElement().satisfies(end -> {
            assertThat(end.exit().cause()).isEqualTo(Cause.TIMEOUT);
            assertThat(end.exit().reason()).startsWith("not all machines are gone after 5m (drain_timeout): ")
                    .endsWith(" are still there, perhaps with others' work. The lease is given back once it is done");
        });
        assertThat(night.machines()).hasSize(3);
    }

    @Test
    void aStopEndsTheAsking() {
        cloud.lingersUntil = time.instant().plusSeconds(30);
        var intents = Night.intents(night.downscale, night.attempt("down", 1, Map.of(), night.lease("L1", Lease.State.CLOSING)));
        night.submit(night.downscale, intents);
        time.settles();
        night.downscale.stop(intents.getFirst(), false);
        time.passes(Duration.ofSeconds(1));

        assertThat(night.ends(intents)).extracting(end -> end.exit().cause()).containsExactly(Cause.OPERATOR);
    }
}
