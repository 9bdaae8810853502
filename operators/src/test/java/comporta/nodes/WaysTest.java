package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.job.Trouble;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.MachineNews;
import comporta.operator.Refused;
import comporta.operator.SteeredTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Instance;

/** However machines are asked for: each place of a lease gets one, who comes after a crash goes on, and all are given back. */
@EnabledIfEnvironmentVariable(named = "COMPORTA_TEST_MOTO", matches = ".+", disabledReason = "./test could not set up moto")
@ResourceLock("moto")   // it stumbles over changes that others make while it answers
@Order(-150)
class WaysTest {
    private static final int MOST_ASKED = 5;

    @TempDir
    Path folder;

    private final String cluster = "w-" + UUID.randomUUID();
    private final String groupName = "group-" + cluster;
    private final SteeredTime time = new SteeredTime();
    private AwsProxy proxy;
    private FakeSpotinst spotinst;
    private Aws aws;
    private Ec2Provider provider;

    @BeforeEach
    void begin() throws IOException {
        proxy = new AwsProxy(folder.resolve("aws"));
        spotinst = new FakeSpotinst(folder.resolve("spotinst"), "secret");
        aws = new Aws(Moto.REGION, Moto.url());
        var data = "lt-" + cluster;
        aws.ec2().createLaunchTemplate(template -> template.launchTemplateName(data).launchTemplateData(what -> what.imageId(Moto.IMAGE).instanceType("m5.2xlarge")));
        aws.scaling().createAutoScalingGroup(group -> group.autoScalingGroupName(groupName).minSize(0).maxSize(4).desiredCapacity(0)
                .availabilityZones("us-east-1a").launchTemplate(template -> template.launchTemplateName(data).version("$Latest")));
        provider = provider();
    }

    @AfterEach
    void end() {
        aws.scaling().deleteAutoScalingGroup(group -> group.autoScalingGroupName(groupName).forceDelete(true));
        provider.close();
        aws.close();
        spotinst.close();
        proxy.close();
    }

    private Ec2Provider provider() {
        var type = SlaveType.of("itaipu", Map.of(
                "image", Moto.IMAGE, "instance_types", List.of("m5.2xlarge", "m5n.2xlarge"), "zones", List.of("us-east-1a"), "auto_scaling_group", groupName), null);
        return new Ec2Provider(
                new Ec2Settings(
                        Moto.REGION, proxy.url(), cluster, "test", null, Map.of("itaipu", type), new SpotinstSettings(spotinst.url(), "act-1", "secret"),
                        Ec2Settings.POLL, Ec2Settings.NO_CAPACITY),
                NoAgents.UNKNOWN, time);
    }

    private static MachineRequest request(String via, String lease, int index, int wanted) {
        return new MachineRequest(
                new MachineKey(lease, index), "token" + lease + index, "pool", "itaipu", "any", via.equals("group") ? "on-demand" : "spot", Map.of(),
                new Make(List.of(), via, List.of(), null, null, wanted));
    }

    /** As the engine does: whoever is told not yet asks again. */
    private static List<Machine> up(Provider provider, String via, String lease, int wanted) {
        return IntStream.range(0, wanted).mapToObj(index -> {
            for (int n = 1; ; n++) {
                try {
                    return provider.launch(request(via, lease, index, wanted));
                } catch (NotNow e) {
                    assertThat(n).as(e.getMessage()).isLessThan(MOST_ASKED);
                }
            }
        }).toList();
    }

    /** As the engine does: asked until it is certain. */
    private static void release(Provider provider, String lease) {
        for (int n = 1; !isReleased(provider, lease); n++) {
            assertThat(n).isLessThan(MOST_ASKED);
        }
    }

    /** Moto stumbles over a change that is under way now and then; whoever gives machines back asks again, as here. */
    private static boolean isReleased(Provider provider, String lease) {
        try {
            return provider.release(lease);
        } catch (AwsServiceException e) {
            assertThat(e.statusCode()).isEqualTo(500);
            return false;
        }
    }

    private List<Instance> living() {
        return Moto.living(cluster);
    }

    @ParameterizedTest
    @ValueSource(strings = {"instances", "fleet", "elastigroup", "group"})
    void eachPlaceGetsOneMachineAndAllAreGivenBack(String via) {
        var first = up(provider, via, "L1", 2);
        assertThat(first).extracting(Machine::id).doesNotHaveDuplicates().hasSize(2);
        assertThat(up(provider(), via, "L1", 2)).as("by who comes after a crash").extracting(Machine::id).isEqualTo(first.stream().map(Machine::id).toList());
        var second = up(provider, via, "L2", 1);
        assertThat(living()).hasSize(3);
        assertThat(provider.look(List.of(new MachineKey("L1", 1)))).singleElement().satisfies(machine -> {
            assertThat(machine.state()).isEqualTo(Machine.State.REGISTERED);
            assertThat(machine.pool()).isEqualTo("pool");
        });

        release(provider, "L1");

        assertThat(living()).extracting(Instance::instanceId).containsExactly(second.getFirst().id());
        release(provider(), "L2");
        assertThat(living()).isEmpty();
        assertThat(spotinst.names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"instances", "fleet"})
    void anAnswerThatIsLostStartsNothingTwice(String via) {
        proxy.next(AwsProxy.action("RunInstances").or(AwsProxy.action("CreateFleet")), Trouble.LOST_REPLY);
        up(provider, via, "L1", 1);
        assertThat(living()).hasSize(1);
        release(provider, "L1");
        assertThat(living()).isEmpty();
    }

    @Test
    void anAnswerOfSpotinstThatIsLostCreatesNoSecondGroup() {
        spotinst.next(call -> call.method().equals("POST"), Trouble.LOST_REPLY);
        up(provider, "elastigroup", "L1", 2);
        assertThat(spotinst.names()).containsExactly(ElastigroupWay.name("L1"));
        assertThat(living()).hasSize(2);
        spotinst.next(call -> call.method().equals("DELETE"), Trouble.LOST_REPLY);
        assertThatThrownBy(() -> provider.release("L1")).isInstanceOf(NotNow.class);
        release(provider, "L1");
        assertThat(living()).isEmpty();
    }

    @Test
    void theGroupGoesBackToTheSizeThatOthersWant() {
        up(provider, "group", "L1", 2);
        up(provider, "group", "L2", 2);
        assertThat(size()).isEqualTo(4);
        assertThatThrownBy(() -> provider.launch(request("group", "L3", 0, 1))).isInstanceOf(NotNow.class).hasMessageEndingWith("(MaxSize)");
        release(provider, "L3");
        release(provider, "L1");
        assertThat(size()).isEqualTo(2);
        assertThat(living()).hasSize(2);
        provider.terminate(List.of(new MachineKey("L2", 0)));
        assertThat(size()).as("none is started in place of one that is to go").isEqualTo(1);
        release(provider, "L2");
        assertThat(size()).isZero();
    }

    @Test
    void machinesThatCameAfterTheirLeaseHadEndedGoToo() {
        assertThatThrownBy(() -> provider.launch(request("group", "L1", 0, 3))).isInstanceOf(NotNow.class);
        assertThat(size()).isEqualTo(3);
        release(provider(), "L1");
        assertThat(size()).isZero();
        assertThat(aws.scaling().describeAutoScalingGroups(which -> which.autoScalingGroupNames(groupName)).autoScalingGroups().getFirst().instances()).isEmpty();
    }

    /** By a scheduler that has come after the machines: it does not remember how they were asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"elastigroup", "group"})
    void whatTheGroupStartsInPlaceOfALostMachineIsTheReplacement(String via) {
        var lost = up(provider, via, "L1", 2).get(1);
        if (via.equals("group")) {
            aws.scaling().terminateInstanceInAutoScalingGroup(end -> end.instanceId(lost.id()).shouldDecrementDesiredCapacity(false));
        } else {
            Moto.takeBack(lost.id());
        }
        var later = provider();
        var asked = new MachineRequest(
                new MachineKey("L1", 1), "in place of it", "pool", "itaipu", "m5.2xlarge", lost.market(), Map.of(),
                new Make(List.of("m5.2xlarge"), Make.AS_BEFORE, List.of(), null, null, 2));
        Machine found = null;
        for (int n = 0; found == null; n++) {
            assertThat(n).isLessThan(MOST_ASKED);
            try {
                found = later.launch(asked);
            } catch (NotNow e) {
                spotinst.refill();
            }
        }
        assertThat(found.id()).isNotEqualTo(lost.id());
        assertThat(living()).as("and none beside it").hasSize(2).allMatch(each -> Ec2Tags.has(each, via.equals("group") ? Ec2Tags.SCALING_GROUP : Ec2Tags.ELASTIGROUP));
        release(later, "L1");
        assertThat(living()).isEmpty();
        later.close();
    }

    /** As by a lifecycle hook, which holds it for as long as somebody wants. */
    private void groupEnds(String instance, String lifecycle) {
        proxy.next(AwsProxy.action("DescribeAutoScalingGroups"), AwsProxy.changed(answer -> Stream.of(answer.split("(?=<member>)"))
                .map(member -> member.contains("<InstanceId>" + instance + "<") ? member.replaceFirst("<LifecycleState>[^<]*", "<LifecycleState>" + lifecycle) : member)
                .collect(Collectors.joining())), Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Terminating", "Terminating:Wait", "Terminating:Proceed"})
    void aMachineThatItsGroupIsAboutToEndIsNotCountedAndNotGoneBeforeItIs(String lifecycle) {
        var ids = up(provider, "group", "L1", 2).stream().map(Machine::id).toList();
        var places = List.of(new MachineKey("L1", 0), new MachineKey("L1", 1));
        assertThat(provider.look(places)).extracting(Machine::state).containsOnly(Machine.State.REGISTERED);
        var told = new ArrayList<MachineNews>();
        var lookout = new Lookout(provider, time, _ -> null, _ -> 2, told::add);
        var open = List.of(new Lease(
                "L1", 7, 0, -1, 1, new LeaseTerms("pool", "itaipu", "ec2", 2, Duration.ofHours(12), Duration.ZERO), Lease.State.OPEN, 2, time.instant(),
                time.instant().plus(Duration.ofHours(12)), null, null));
        assertThat(lookout.look(open, _ -> List.of(), Map.of())).isEmpty();
        told.clear();

        groupEnds(ids.get(1), lifecycle);
        assertThat(provider.look(places)).filteredOn(machine -> machine.id().equals(ids.get(1)))
                .as("a set-up waits for another one").extracting(Machine::state).containsExactly(Machine.State.ENDING);
        assertThat(provider.look(places)).filteredOn(machine -> machine.id().equals(ids.get(0))).extracting(Machine::state).containsExactly(Machine.State.REGISTERED);
        assertThat(lookout.look(open, _ -> List.of(), Map.of())).containsExactly(ids.get(1) + " of node pool pool is lost: its auto-scaling group ends it");
        assertThat(lookout.look(open, _ -> List.of(), Map.of())).as("once").isEmpty();
        assertThat(told).as("it is paid for until it ends").isEmpty();
        assertThatThrownBy(() -> provider.launch(request("group", "L1", 1, 2))).as("nor does it count for a set-up that begins now").isInstanceOf(NotNow.class);
        assertThat(living()).hasSize(2);

        aws.scaling().terminateInstanceInAutoScalingGroup(end -> end.instanceId(ids.get(1)).shouldDecrementDesiredCapacity(false));
        assertThat(lookout.look(open, _ -> List.of(), Map.of())).startsWith(ids.get(1) + " of node pool pool is taken away")
                .last().asString().endsWith(" comes in place of " + ids.get(1));
        assertThat(told).first().isEqualTo(new MachineNews.Gone(ids.get(1), time.instant()));
        assertThat(provider.look(places)).extracting(Machine::state).containsOnly(Machine.State.REGISTERED);
        assertThat(living()).hasSize(2);
        proxy.behave();
        release(provider, "L1");
    }

    @Test
    void aMachineThatItsGroupIsAboutToEndIsGivenToNobody() {
        aws.scaling().setDesiredCapacity(change -> change.autoScalingGroupName(groupName).desiredCapacity(1));
        var member = aws.scaling().describeAutoScalingGroups(which -> which.autoScalingGroupNames(groupName)).autoScalingGroups().getFirst().instances().getFirst();
        groupEnds(member.instanceId(), "Terminating:Wait");
        assertThatThrownBy(() -> provider.launch(request("group", "L1", 0, 1))).isInstanceOf(NotNow.class).hasMessageContaining("has 0 of 1 machines");
        proxy.behave();
        assertThat(up(provider, "group", "L1", 1)).extracting(Machine::id).containsExactly(member.instanceId());
        release(provider, "L1");
    }

    @Test
    void anElastigroupThatNeverGotAllStartsNothingWhileItIsGivenBack() {
        spotinst.room(1);
        assertThatThrownBy(() -> up(provider, "elastigroup", "L1", 2)).hasMessageContaining("has 1 of 2 machines");
        spotinst.room(9);
        assertThat(provider.release("L1")).as("its machine is asked to end").isFalse();
        spotinst.refill();
        assertThat(living()).as("there is room now").isEmpty();
        release(provider, "L1");
    }

    @Test
    void othersGetNoMoreMachinesThanTheyWantAfterAPoolHasBecomeSmaller() {
        up(provider, "group", "L1", 3);
        while (!provider.shrink("L1", 1)) {
            time.passes(Ec2Settings.POLL);
        }
        up(provider, "group", "L2", 1);
        assertThat(size()).isEqualTo(2);
        release(provider, "L1");
        release(provider, "L2");
        assertThat(size()).isZero();
    }

    private int size() {
        return aws.scaling().describeAutoScalingGroups(which -> which.autoScalingGroupNames(groupName)).autoScalingGroups().getFirst().desiredCapacity();
    }

    @Test
    void aGroupThatIsNotThereIsTold() {
        aws.scaling().updateAutoScalingGroup(group -> group.autoScalingGroupName(groupName).maxSize(4));
        var type = SlaveType.of("itaipu", Map.of("auto_scaling_group", "another"), null);
        var settings = new Ec2Settings(Moto.REGION, proxy.url(), cluster, "test", null, Map.of("itaipu", type), null, Duration.ofSeconds(5), Duration.ofSeconds(30));
        try (var other = new Ec2Provider(settings, NoAgents.UNKNOWN, time)) {
            assertThatThrownBy(() -> other.launch(request("group", "L1", 0, 1))).isInstanceOf(Refused.class).hasMessageStartingWith("there is no auto-scaling group another");
            assertThatThrownBy(() -> other.launch(request("elastigroup", "L1", 0, 1))).isInstanceOf(Refused.class).hasMessageContaining("nodes.spotinst");
        }
    }
}
