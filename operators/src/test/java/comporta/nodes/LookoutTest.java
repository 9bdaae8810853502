package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.operator.Lease;
import comporta.operator.MachineNews;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that come and go while their lease goes on. */
final class LookoutTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> named = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Night night;

    @BeforeEach
    void threeMachinesAreUp(@TempDir Path state) {
        night = new Night(state);
        night.scale.watchMachines(news -> {
            switch (news) {
                case MachineNews.Registered registered -> named.add(registered.machine());
                case MachineNews.Gone gone -> told.add("gone " + index(gone.machine()));
                case MachineNews.Replaced replaced -> told.add("replaced " + index(replaced.lost()));
            }
        });
        night.submit(night.scale, Night.intents(night.scale, night.setUp(1, 3)));
        night.time.passes(Night.SLOWEST);
        assertThat(night.machines()).containsExactly("0 registered", "1 registered", "2 registered");
        night.provider.machines().forEach(machine -> ids.add(machine.id()));
    }

    private int index(String id) {
        return ids.indexOf(id);
    }

    private Lease open(int registered) {
        return night.lease("L1", Lease.State.OPEN).in(Lease.State.OPEN, registered, null);
    }

    private List<String> look(Lease... open) {
        return night.scale.look(List.of(open), _ -> List.of(), Map.of());
    }

    private void reclaim(int index) {
        night.provider.terminate(List.of(new MachineKey("L1", index)));
    }

    @Test
    void oneThatIsTakenAwayIsToldAndReplacedOnce() {
        assertThat(look(open(3))).isEmpty();
        reclaim(1);
        assertThat(look(open(3))).hasSize(2).first().asString().endsWith("of node pool itaipu is lost: its provider has ended it");
        assertThat(look(open(3))).isEmpty();
        assertThat(night.machines()).containsExactly("0 registered", "1 booting", "2 registered");
        assertThat(told).containsExactly("gone 1", "replaced 1");
    }

    @Test
    void whatWasLostWhileNobodyLookedIsFoundByTheRecord() {
        var onRecord = List.copyOf(night.provider.machines());
        reclaim(1);
        assertThat(night.scale.look(List.of(open(3)), _ -> onRecord, Map.of())).hasSize(2).first().asString().startsWith(ids.get(1) + " of node pool itaipu is lost");
        assertThat(night.scale.look(List.of(open(3)), _ -> onRecord, Map.of())).as("it is remembered from here on").isEmpty();
        assertThat(night.machines()).containsExactly("0 registered", "1 booting", "2 registered");
        assertThat(told).containsExactly("gone 1", "replaced 1");
    }

    @Test
    void theNameUnderWhichAMachineWorksIsPutOnRecordOnce() {
        var onRecord = night.provider.machines().subList(0, 1);
        assertThat(onRecord).allMatch(machine -> machine.agent() != null);
        night.scale.look(List.of(open(3)), _ -> onRecord, Map.of());
        assertThat(named).as("of the first it is there").containsExactly(ids.get(1), ids.get(2));
        reclaim(1);
        look(open(3));
        night.time.passes(Night.SLOWEST);
        look(open(3));
        look(open(3));
        assertThat(named).as("and of the one that came in place of another").hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void oneThatNobodyWantsAnyMoreIsNotReplaced() {
        look(open(3));
        reclaim(2);
        assertThat(look(open(2))).hasSize(1);
        assertThat(night.machines()).hasSize(2);
        assertThat(night.scale.release(open(2))).isTrue();
        assertThat(look()).isEmpty();
        assertThat(told).containsExactly("gone 2");
    }

    @Test
    void aLeaseThatBecomesSmallerGivesItsSurplusBackOnce() {
        look(open(3));
        night.scale.shrink(open(1));
        night.scale.shrink(open(1));
        night.time.passes(Duration.ofSeconds(5));
        assertThat(night.machines()).containsExactly("0 registered");
        assertThat(look(open(3))).as("read before it became smaller").allMatch(word -> word.contains("is lost"));
        assertThat(night.machines()).containsExactly("0 registered");
        assertThat(told).startsWith("gone 1", "gone 2").doesNotContain("replaced 1", "replaced 2");
    }

    @Test
    void aPoolThatIsBroughtUpAnewHasAllItsMachinesAgain() {
        night.scale.shrink(open(1));
        night.time.passes(Duration.ofSeconds(5));
        night.submit(night.scale, Night.intents(night.scale, night.setUp(2, 3)));
        night.time.passes(Night.SLOWEST);
        assertThat(night.machines()).containsExactly("0 registered", "1 registered", "2 registered");
    }
}
