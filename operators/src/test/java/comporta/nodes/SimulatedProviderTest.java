package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import comporta.operator.Refused;
import comporta.operator.SteeredTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedProviderTest {
    private static final Duration ONE_MILLI = Duration.ofMillis(1);

    @TempDir
    Path state;

    private final SteeredTime time = new SteeredTime();

    @Test
    void eachMachineBootsInItsOwnTimeWhichIsTheSameEveryTime(@TempDir Path elsewhere) {
        var provider = provider(state);
        var machines = IntStream.range(0, 40).mapToObj(i -> provider.launch(wish("L1", i, "token-" + i))).toList();

        var boots = machines.stream().map(machine -> Duration.between(machine.launchedAt(), provider.lookAgain(machine))).toList();

        assertThat(boots).allMatch(boot -> boot.compareTo(Night.FASTEST) >= 0 && boot.compareTo(Night.SLOWEST) <= 0);
        assertThat(boots).doesNotHaveDuplicates();
        var again = provider(elsewhere);
        assertThat(again.lookAgain(again.launch(wish("L1", 7, "token-7")))).isEqualTo(provider.lookAgain(machines.get(7)));
    }

    @Test
    void aMachineIsAnAgentFromTheInstantAtWhichItHasBooted() {
        var provider = provider(state);
        var booting = provider.launch(wish("L1", 0, "t"));
        var boot = Duration.between(time.instant(), provider.lookAgain(booting));

        time.passes(boot.minus(ONE_MILLI));
        assertThat(provider.look(List.of(booting.key()))).extracting(Machine::state, Machine::agent)
                .containsExactly(tuple(Machine.State.BOOTING, null));

        time.passes(ONE_MILLI);
        assertThat(provider.look(List.of(booting.key()))).extracting(Machine::state, Machine::registeredAt, Machine::agent)
                .containsExactly(tuple(
                        Machine.State.REGISTERED, time.instant(), "agent-" + booting.id().substring(2)));
    }

    @Test
    void machinesGoOnBootingWhileNoSchedulerLives() {
        var launched = provider(state).launch(wish("L1", 0, "t"));
        time.passes(Night.SLOWEST);

        assertThat(provider(state).machines()).singleElement().satisfies(machine -> {
            assertThat(machine.id()).isEqualTo(launched.id());
            assertThat(machine.state()).isEqualTo(Machine.State.REGISTERED);
        });
    }

    @Test
    void theSameTokenNeverStartsASecondMachine() {
        var provider = provider(state);
        var first = provider.launch(wish("L1", 0, "t"));
        assertThat(provider.launch(wish("L1", 0, "t"))).isEqualTo(first);

        provider.terminate(List.of(first.key()));
        provider.terminate(List.of(first.key()));

        assertThat(provider.launch(wish("L1", 0, "t")).state()).isEqualTo(Machine.State.GONE);
        assertThat(provider.machines()).isEmpty();
    }

    @Test
    void anotherTokenGetsTheMachineThatLivesThereAndReplacesOneThatIsGone() {
        var provider = provider(state);
        var first = provider.launch(wish("L1", 0, "try 1"));
        assertThat(provider.launch(wish("L1", 0, "try 2")).id()).isEqualTo(first.id());

        provider.terminate(List.of(first.key()));

        assertThat(provider.launch(wish("L1", 0, "try 2")).id()).isNotEqualTo(first.id());
        assertThat(provider.machines()).hasSize(1);
    }

    @Test
    void aLeaseThatIsGivenBackHoldsNothingAndGetsNothingMore() throws IOException {
        var provider = provider(state);
        provider.launch(wish("L1", 0, "a"));
        provider.launch(wish("L1", 1, "b"));
        var other = provider.launch(wish("L2", 0, "c"));

        assertThat(provider.release("L1")).isTrue();
        assertThat(provider.release("L1")).isTrue();

        assertThat(provider.machines()).extracting(Machine::id).containsExactly(other.id());
        try (var leases = Files.list(state.resolve("open"))) {
            assertThat(leases).as("folders do not pile up over the nights").hasSize(1);
        }
        assertThatThrownBy(() -> provider(state).launch(wish("L1", 2, "d")))
                .isInstanceOf(Refused.class)
                .hasMessage("lease L1 was given back: no machine is started for it");
    }

    @Test
    void thatALeaseWasGivenBackIsForgottenAfterADay() throws IOException {
        var provider = provider(state);
        provider.release("L1");
        time.passes(Duration.ofHours(25));
        provider.release("L2");

        try (var markers = Files.list(state.resolve("closed"))) {
            assertThat(markers).hasSize(1);
        }
    }

    @Test
    void aFileThatWasBeingWrittenWhenTheSchedulerDiedIsNoMachine() throws IOException {
        var provider = provider(state);
        provider.launch(wish("L1", 0, "t"));
        try (var leases = Files.list(state.resolve("open"))) {
            Files.writeString(leases.findFirst().orElseThrow().resolve("1.new"), "{\"id\": \"i-");
        }

        assertThat(provider.machines()).hasSize(1);
        assertThat(provider.launch(wish("L1", 1, "u")).state()).isEqualTo(Machine.State.BOOTING);
        assertThat(provider.release("L1")).isTrue();
    }

    @Test
    void aLeaseMayHaveANameThatNoFileCanHave() {
        var lease = "nightly/" + "x".repeat(700);
        var provider = provider(state);
        provider.launch(wish(lease, 0, "t"));

        assertThat(provider.machines()).extracting(machine -> machine.key().lease()).containsExactly(lease);
        assertThat(provider.release(lease)).isTrue();
    }

    @Test
    void spotWithFallbackIsPaidAsSpot() {
        var request = new MachineRequest(new MachineKey("L1", 0), "t", "itaipu", "itaipu", "m5.2xlarge", "spot-with-fallback", Map.of());
        assertThat(provider(state).launch(request).market()).isEqualTo("spot");
    }

    private SimulatedProvider provider(Path folder) {
        return new SimulatedProvider(folder, time, Night.FASTEST, Night.SLOWEST);
    }

    private static MachineRequest wish(String lease, int index, String token) {
        return new MachineRequest(
                new MachineKey(lease, index), token, "itaipu", "itaipu", "m5.2xlarge", "on-demand", Map.of("dag-id", "nightly"));
    }
}
