package comporta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From what stands to what is written: every plan as a person would read it. */
class ClusterPlanTest {
    private static final Stack STACK = Stacks.test();

    private static List<String> words(ClusterPlan plan) {
        return plan.steps().stream().map(Step::text).toList();
    }

    /** A stack as it stands after all was made. */
    private static Seen standing(String masters, String fixed, String group, @Nullable String leader, List<String> versions) {
        var machines = new ArrayList<Seen.Machine>();
        for (int number = 1; number <= 3; number++) {
            machines.add(machine("i-m" + number, Make.master(STACK, number, masters), STACK.addresses().get(number - 1)));
        }
        for (int number = 1; number <= 2; number++) {
            machines.add(machine("i-f" + number, Make.agent(STACK, STACK.slaveType("mesos-fixed").orElseThrow(), number, fixed), "172.31.0.10" + number));
        }
        var make = Make.agent(STACK, STACK.slaveType("mesos-on-demand").orElseThrow(), 0, group).digest();
        Map<String, String> ofGroup = new LinkedHashMap<>();
        ofGroup.put("i-g1", make);
        return new Seen(
                new Seen.Wall("sg-1", Set.of("10.0.0.0/8"), versions), machines,
                Map.of("test-mesos-on-demand", new Seen.Group("test-mesos-on-demand", 0, 5, group, make, ofGroup)), false, leader);
    }

    private static Seen.Machine machine(String id, Make make, String address) {
        return new Seen.Machine(id, make.role(), make.number(), make.version(), make.digest(), address);
    }

    private static Seen standing(String version) {
        return standing(version, version, version, null, List.of(version));
    }

    @Test
    void outOfNothingEverythingIsMadeInOrder() {
        assertThat(words(ClusterPlan.update(STACK, Seen.NOTHING, ClusterPlan.Scope.ALL))).containsExactly(
                "make security group comporta-test, open to its own machines and 10.0.0.0/8",
                "keep on record: Mesos 1.10.0",
                "start master 1 (m5.large, 172.31.0.11) with Mesos 1.10.0",
                "start master 2 (m5.large, 172.31.0.12) with Mesos 1.10.0",
                "start master 3 (m5.large, 172.31.16.13) with Mesos 1.10.0",
                "start mesos-fixed 1 (m5.2xlarge) with Mesos 1.10.0",
                "start mesos-fixed 2 (m5.2xlarge) with Mesos 1.10.0",
                "make auto-scaling group test-mesos-on-demand (m5.2xlarge, 0 to 5 machines) with Mesos 1.10.0");
    }

    @Test
    void onOneMachineItIsOneMachine() {
        assertThat(words(ClusterPlan.update(STACK.single(), Seen.NOTHING, ClusterPlan.Scope.ALL))).containsExactly(
                "make security group comporta-test, open to its own machines and 10.0.0.0/8", "keep on record: Mesos 1.10.0",
                "start master 1 (m5.large, 172.31.0.11) with Mesos 1.10.0");
    }

    @Test
    void whatIsAsItShouldBeIsLeftAlone() {
        assertThat(words(ClusterPlan.update(STACK, standing("1.10.0"), ClusterPlan.Scope.ALL))).isEmpty();
        assertThat(words(ClusterPlan.update(STACK, standing("1.11.0"), ClusterPlan.Scope.ALL))).as("an upgrade is not undone by the file").isEmpty();
        assertThat(words(ClusterPlan.upgrade(STACK, standing("1.10.0"), "1.10.0", ClusterPlan.Scope.ALL))).isEmpty();
    }

    @Test
    void anUpdateUpgradesNothing() {
        var half = standing("1.11.0", "1.10.0", "1.10.0", null, List.of("1.11.0", "1.10.0"));
        assertThat(words(ClusterPlan.update(STACK, half, ClusterPlan.Scope.ALL))).isEmpty();
    }

    @Test
    void aMissingMachineIsStartedAndOneTooManyEnded() {
        var seen = standing("1.10.0");
        var machines = new ArrayList<>(seen.machines());
        machines.removeIf(each -> each.id().equals("i-m2") || each.id().equals("i-f1"));
        machines.add(machine("i-f3", Make.agent(STACK, STACK.slaveType("mesos-fixed").orElseThrow(), 3, "1.10.0"), ""));
        machines.add(machine("i-f2b", Make.agent(STACK, STACK.slaveType("mesos-fixed").orElseThrow(), 2, "1.10.0"), ""));
        assertThat(words(ClusterPlan.update(STACK, new Seen(seen.wall(), machines, seen.groups(), false, null), ClusterPlan.Scope.ALL))).containsExactly(
                "start master 2 (m5.large, 172.31.0.12) with Mesos 1.10.0",
                "start mesos-fixed 1 (m5.2xlarge) with Mesos 1.10.0",
                "drain and end mesos-fixed 2 (i-f2b)",
                "drain and end mesos-fixed 3 (i-f3)");
    }

    @Test
    void whatIsMadeOfSomethingElseIsReplaced() {
        var larger = Stacks.read(Stacks.FILE.replace("m5.2xlarge, nodes: 2", "m5.4xlarge, nodes: 2").replace("[10.0.0.0/8]", "[10.1.0.0/16]")).stack("test");
        assertThat(words(ClusterPlan.update(larger, standing("1.10.0"), ClusterPlan.Scope.ALL))).containsExactly(
                "security group: open to 10.1.0.0/16; no longer open to 10.0.0.0/8",
                "replace mesos-fixed 1 (i-f1): what it is made of has changed",
                "replace mesos-fixed 2 (i-f2): what it is made of has changed");
        assertThat(words(ClusterPlan.update(larger, standing("1.10.0"), ClusterPlan.Scope.of("mesos-on-demand")))).as("only that slave type")
                .containsExactly("security group: open to 10.1.0.0/16; no longer open to 10.0.0.0/8");
    }

    @Test
    void anUpgradeRollsMastersFirstAndTheLeaderLastOfThem() {
        var seen = standing("1.10.0", "1.10.0", "1.10.0", "172.31.0.11", List.of("1.10.0"));
        assertThat(words(ClusterPlan.upgrade(STACK, seen, "1.11.0", ClusterPlan.Scope.ALL))).containsExactly(
                "keep on record: Mesos 1.11.0, before it 1.10.0",
                "replace master 2 (i-m2): Mesos 1.10.0 to 1.11.0",
                "replace master 3 (i-m3): Mesos 1.10.0 to 1.11.0",
                "replace master 1 (i-m1): Mesos 1.10.0 to 1.11.0",
                "replace mesos-fixed 1 (i-f1): Mesos 1.10.0 to 1.11.0",
                "replace mesos-fixed 2 (i-f2): Mesos 1.10.0 to 1.11.0",
                "change auto-scaling group test-mesos-on-demand (m5.2xlarge, 0 to 5 machines) with Mesos 1.11.0",
                "replace i-g1 of auto-scaling group test-mesos-on-demand: Mesos 1.10.0 to 1.11.0");
    }

    @Test
    void mastersAloneAndThenASlaveTypeAtATime() {
        var masters = ClusterPlan.upgrade(STACK, standing("1.10.0"), "1.11.0", ClusterPlan.Scope.MASTERS);
        assertThat(words(masters)).hasSize(4).allMatch(line -> line.startsWith("keep") || line.startsWith("replace master"));
        var half = standing("1.11.0", "1.10.0", "1.10.0", null, List.of("1.11.0", "1.10.0"));
        assertThat(words(ClusterPlan.upgrade(STACK, half, "1.11.0", ClusterPlan.Scope.of("mesos-fixed")))).containsExactly(
                "replace mesos-fixed 1 (i-f1): Mesos 1.10.0 to 1.11.0", "replace mesos-fixed 2 (i-f2): Mesos 1.10.0 to 1.11.0");
    }

    @Test
    void brokenOffItIsTheOtherHalf() {
        var seen = standing("1.11.0", "1.10.0", "1.10.0", null, List.of("1.11.0", "1.10.0"));
        var machines = new ArrayList<>(seen.machines());
        machines.removeIf(each -> each.id().equals("i-f1"));   // ended, and its successor not started yet
        assertThat(words(ClusterPlan.upgrade(STACK, new Seen(seen.wall(), machines, Map.of(), false, null), "1.11.0", ClusterPlan.Scope.of("mesos-fixed"))))
                .containsExactly("start mesos-fixed 1 (m5.2xlarge) with Mesos 1.11.0", "replace mesos-fixed 2 (i-f2): Mesos 1.10.0 to 1.11.0");
    }

    @Test
    void aRevertGoesBackToTheVersionOnRecord() {
        var seen = standing("1.11.0", "1.11.0", "1.11.0", null, List.of("1.11.0", "1.10.0", "1.9.0"));
        assertThat(words(ClusterPlan.revert(STACK, seen))).startsWith(
                "keep on record: Mesos 1.10.0, before it 1.11.0", "replace master 1 (i-m1): Mesos 1.11.0 to 1.10.0").hasSize(8);
        assertThatThrownBy(() -> ClusterPlan.revert(STACK, standing("1.10.0"))).hasMessageContaining("nothing to go back to");
        assertThatThrownBy(() -> ClusterPlan.upgrade(STACK, Seen.NOTHING, "1.11.0", ClusterPlan.Scope.ALL)).hasMessageContaining("does not stand yet");
    }
}
