package comporta.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import comporta.job.Cluster;
import comporta.job.Trouble;
import comporta.mesos.Mesos;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.MachineNews;
import comporta.operator.Refused;
import comporta.operator.SteeredTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Instance;

@EnabledIfEnvironmentVariable(named = "COMPORTA_TEST_MOTO", matches = ".+", disabledReason = "./test could not set up moto")
@ResourceLock("moto")   // it stumbles over changes that others make while it answers
@Order(-130)
class Ec2ProviderTest {
    private static final Duration NO_CAPACITY = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final String cluster = "c-" + UUID.randomUUID();
    private final SteeredTime time = new SteeredTime();
    private AwsProxy aws;
    private FakeAgents master;
    private Ec2Provider provider;

    @BeforeEach
    void begin() throws IOException {
        aws = new AwsProxy(folder.resolve("aws"));
        master = new FakeAgents(folder.resolve("master"), cluster);
        provider = provider();
    }

    @AfterEach
    void end() {
        provider.close();
        master.close();
        aws.close();
    }

    /** A scheduler that has just started, and knows nothing. */
    private Ec2Provider provider() {
        return provider("test");
    }

    private Ec2Provider provider(String owner) {
        var type = SlaveType.of("itaipu", Map.of(
                "image", Moto.IMAGE, "instance_types", List.of("m5.2xlarge", "m5n.2xlarge"), "zones", List.of("us-east-1a", "us-east-1b"), "disk", "100g"), null);
        var fixed = SlaveType.of("mesos-fixed", Map.of("scaled", false), null);
        var settings = new Ec2Settings(
                Moto.REGION, aws.url(), cluster, owner, "zk://zk1:2181/mesos", Map.of("itaipu", type, "mesos-fixed", fixed), null, Duration.ofSeconds(5), NO_CAPACITY);
        var agents = new MesosAgents(Mesos.cluster(new Cluster("nodes", Map.of("kind", "mesos", "master", master.url().toString()), folder), InstantSource.system()));
        return new Ec2Provider(settings, agents, time);
    }

    private static MachineRequest request(int index) {
        return request(index, "on-demand");
    }

    private static MachineRequest request(int index, String market) {
        return new MachineRequest(
                new MachineKey("nightly.r1.up", index), "token" + index, "itaipu", "itaipu", "any", market,
                Map.of("dag-id", "nightly", "run-id", "r1", "expires-at", "2026-11-21T16:00:00Z"), new Make(List.of(), "instances", List.of(), null, null, 3));
    }

    private Machine look(int index) {
        return provider.look(List.of(request(index).key())).getFirst();
    }

    private List<Instance> living() {
        return Moto.living(cluster);
    }

    @Test
    void aMachineIsStartedOnceAndIsUpWhenItIsAnAgentOfItsPool() {
        master.most = 0;
        var machine = provider.launch(request(0));
        assertThat(machine.state()).isEqualTo(Machine.State.BOOTING);
        assertThat(machine.type()).isEqualTo("m5.2xlarge");
        assertThat(provider.launch(request(0)).id()).as("asked again").isEqualTo(machine.id());
        assertThat(provider().launch(request(0)).id()).as("asked by who comes after a crash").isEqualTo(machine.id());
        assertThat(look(0).state()).isEqualTo(Machine.State.BOOTING);

        master.most = 1;
        time.passes(Duration.ofSeconds(5));

        assertThat(look(0)).satisfies(up -> {
            assertThat(up.state()).isEqualTo(Machine.State.REGISTERED);
            assertThat(up.agent()).isEqualTo("S-" + machine.id());
        });
        assertThat(living()).singleElement().satisfies(instance -> {
            assertThat(Ec2Tags.get(instance, "slave-type")).isEqualTo("itaipu");
            assertThat(Ec2Tags.get(instance, "run-id")).isEqualTo("r1");
            assertThat(Ec2Tags.get(instance, "expires-at")).isEqualTo("2026-11-21T16:00:00Z");
            assertThat(Ec2Tags.get(instance, "Name")).isEqualTo(cluster + "-itaipu-itaipu");
            assertThat(instance.placement().availabilityZone()).isEqualTo("us-east-1a");
        });
        assertThat(provider.machines()).extracting(Machine::id).containsExactly(machine.id());
    }

    @Test
    void aPoolIsSpreadOverItsZones() {
        assertThat(List.of(0, 1, 2)).extracting(index -> provider.launch(request(index))).hasSize(3);
        assertThat(living()).extracting(instance -> instance.placement().availabilityZone()).containsOnly("us-east-1a", "us-east-1b");
    }

    @ParameterizedTest(name = "{0}, {1} times, on the {2} market: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            InsufficientInstanceCapacity | 1 | on-demand          | m5.2xlarge in us-east-1b
            InsufficientInstanceCapacity | 2 | on-demand          | m5n.2xlarge in us-east-1a
            Unsupported                  | 3 | spot               | m5n.2xlarge spot in us-east-1b
            SpotMaxPriceTooLow           | 4 | spot-with-fallback | m5.2xlarge in us-east-1a
            VcpuLimitExceeded            | 2 | on-demand          | m5n.2xlarge in us-east-1a
            """)
    void whereThereIsNoCapacityTheNextZoneTypeOrMarketIsTried(String code, int times, String market, String got) {
        aws.next(AwsProxy.action("RunInstances"), AwsProxy.refuses(code, 400), times);
        var machine = provider.launch(request(0, market));
        var zone = living().getFirst().placement().availabilityZone();
        assertThat(machine.type() + (machine.market().equals("spot") ? " spot" : "") + " in " + zone).isEqualTo(got);
        assertThat(living()).hasSize(1);
    }

    @Test
    void whereThereIsNoneAtAllItIsAskedAgainAfterAWhile() {
        aws.next(AwsProxy.action("RunInstances"), AwsProxy.refuses("InsufficientInstanceCapacity", 500), 4);
        var none = catchThrowableOfType(NotNow.class, () -> provider.launch(request(0)));
        assertThat(none).hasMessageStartingWith("no capacity: m5.2xlarge in us-east-1a: InsufficientInstanceCapacity: There is no");
        assertThat(none.pause()).isEqualTo(NO_CAPACITY);
        long asked = aws.asked().size();
        assertThatThrownBy(() -> provider.launch(request(1))).isInstanceOf(NotNow.class);
        assertThat(aws.asked().size() - asked).as("a look, and no further wish").isEqualTo(1);

        time.passes(NO_CAPACITY);

        assertThat(provider.launch(request(0)).type()).isEqualTo("m5.2xlarge");
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            RequestLimitExceeded       | 503 | not now
            Unavailable                | 503 | not now
            InternalError              | 500 | not now
            UnauthorizedOperation      | 403 | user
            InvalidAMIID.NotFound      | 400 | user
            IdempotentParameterMismatch| 400 | user
            """)
    void errorsThatPassAreToldApartFromThoseThatStay(String code, int status, String becomes) {
        aws.next(AwsProxy.action("RunInstances"), AwsProxy.refuses(code, status));
        var thrown = catchThrowableOfType(RuntimeException.class, () -> provider.launch(request(0)));
        assertThat(thrown instanceof Refused refused ? refused.because().word() : thrown instanceof NotNow ? "not now" : thrown.toString()).isEqualTo(becomes);
        assertThat(thrown).hasMessageContaining(code);
        assertThat(living()).isEmpty();
    }

    @Test
    void ofAllQuotasUsedUpAPersonIsTold() {
        aws.next(AwsProxy.action("RunInstances"), AwsProxy.refuses("VcpuLimitExceeded", 400), 4);
        assertThatThrownBy(() -> provider.launch(request(0))).isInstanceOf(Refused.class).hasMessageEndingWith("Have the quota raised");
    }

    @Test
    void anAnswerThatIsLostStartsNothingTwice() {
        aws.next(AwsProxy.action("RunInstances"), Trouble.LOST_REPLY);
        assertThatThrownBy(() -> provider.launch(request(0))).isInstanceOf(NotNow.class).hasMessageStartingWith("EC2 did not answer");
        assertThat(living()).hasSize(1);
        assertThat(provider.launch(request(0)).id()).isEqualTo(living().getFirst().instanceId());
        assertThat(living()).hasSize(1);
    }

    @Test
    void whatWasGivenBackIsVerifiedAndStartsNothingMore() {
        List.of(0, 1, 2).forEach(index -> provider.launch(request(index)));
        assertThat(provider.release("nightly.r1.up")).isTrue();
        assertThat(living()).isEmpty();
        assertThat(look(0).state()).isEqualTo(Machine.State.GONE);
        assertThatThrownBy(() -> provider.launch(request(3))).isInstanceOf(Refused.class).hasMessageContaining("was given back");
        assertThat(provider.release("another")).isTrue();
        assertThat(master.drained).hasSize(3);
    }

    @Test
    void ofALeaseThatBecomesSmallerIdleMachinesGoAndBusyOnesStayAsLongAsTheyAre() {
        var machines = List.of(0, 1, 2).stream().map(index -> provider.launch(request(index)).id()).toList();
        List.of(1, 2).forEach(index -> master.busy.add("S-" + machines.get(index)));

        assertThat(provider.shrink("nightly.r1.up", 1)).isFalse();
        assertThat(living()).extracting(Instance::instanceId).containsExactlyInAnyOrder(machines.get(1), machines.get(2));
        assertThat(master.drained).containsExactly("S-" + machines.get(0));

        master.busy.remove("S-" + machines.get(1));
        assertThat(provider().shrink("nightly.r1.up", 1)).as("by who comes after a crash").isTrue();
        assertThat(living()).extracting(Instance::instanceId).containsExactly(machines.get(2));
        assertThat(master.deactivated).doesNotContain("S-" + machines.get(2));
    }

    @Test
    void aSpotMachineThatIsGivenNoticeOfIsTold() {
        var kept = provider.launch(request(0, "spot"));
        var machine = provider.launch(request(1, "spot"));
        assertThat(provider.leavingSoon(provider.machines(), Map.of())).isEmpty();
        noticeIsGivenOf(machine.id());
        assertThat(provider.leavingSoon(provider.machines(), Map.of())).hasSize(1)
                .allSatisfy((leaving, why) -> {
                    assertThat(leaving.id()).isEqualTo(machine.id()).isNotEqualTo(kept.id());
                    assertThat(why).isEqualTo("EC2 takes it back (marked-for-termination)");
                });
    }

    private void noticeIsGivenOf(String instance) {
        aws.next(AwsProxy.action("DescribeSpotInstanceRequests"), AwsProxy.answers("""
                <DescribeSpotInstanceRequestsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>
                <spotInstanceRequestSet><item><spotInstanceRequestId>sir-1</spotInstanceRequestId><instanceId>%s</instanceId><state>active</state>
                <status><code>marked-for-termination</code></status></item></spotInstanceRequestSet></DescribeSpotInstanceRequestsResponse>
                """.formatted(instance)), Integer.MAX_VALUE);
    }

    @Test
    void inPlaceOfAMachineThatIsGivenNoticeOfAnotherComesWhileItStillLives() {
        provider.launch(request(0, "spot"));
        var leaving = provider.launch(request(1, "spot"));
        var told = new ArrayList<MachineNews>();
        var lookout = new Lookout(provider, time, _ -> null, _ -> 2, told::add);
        var open = open("nightly.r1.up", 2);
        assertThat(lookout.look(List.of(open), _ -> List.of(), Map.of())).isEmpty();
        told.clear();

        noticeIsGivenOf(leaving.id());
        assertThat(lookout.look(List.of(open), _ -> List.of(), Map.of())).hasSize(2)
                .startsWith(leaving.id() + " of node pool itaipu is lost: EC2 takes it back (marked-for-termination)")
                .last().asString().endsWith(" comes in place of " + leaving.id()).doesNotStartWith(leaving.id());
        assertThat(living()).hasSize(3);
        assertThat(master.deactivated).containsExactly("S-" + leaving.id());
        time.passes(Duration.ofSeconds(5));
        assertThat(lookout.look(List.of(open), _ -> List.of(), Map.of())).as("once").isEmpty();
        var fresh = look(1);
        assertThat(fresh.state()).isEqualTo(Machine.State.REGISTERED);
        assertThat(fresh.id()).isNotEqualTo(leaving.id());
        assertThat(told).noneMatch(MachineNews.Gone.class::isInstance);

        Moto.takeBack(leaving.id());
        aws.behave();
        time.passes(Duration.ofSeconds(5));
        assertThat(lookout.look(List.of(open), _ -> List.of(), Map.of())).containsExactly(leaving.id() + " of node pool itaipu is taken away");
        assertThat(told).filteredOn(MachineNews.Gone.class::isInstance).containsExactly(new MachineNews.Gone(leaving.id(), time.instant()));
        assertThat(master.gone).containsExactly("S-" + leaving.id());
        assertThat(living()).hasSize(2);
    }

    @Test
    void aMachineThatSomebodyIsToldToLeaveIsReplacedAndEndsOnceItsWorkIsDone() {
        provider.launch(request(0));
        var leaving = provider.launch(request(1));
        var told = new ArrayList<MachineNews>();
        var lookout = new Lookout(provider, time, _ -> null, _ -> 2, told::add);
        var open = open("nightly.r1.up", 2);
        assertThat(lookout.look(List.of(open), _ -> List.of(), Map.of())).isEmpty();
        master.busy.add("S-" + leaving.id());

        var notices = Map.of(leaving.id(), "EC2 recommends to leave it", "i-0123456789abcdef0", "it is not ours");
        assertThat(lookout.look(List.of(open), _ -> List.of(), notices)).hasSize(2)
                .startsWith(leaving.id() + " of node pool itaipu is lost: EC2 recommends to leave it");
        assertThat(living()).extracting(Instance::instanceId).as("its work goes on").hasSize(3).contains(leaving.id());
        assertThat(master.deactivated).containsExactly("S-" + leaving.id());
        time.passes(Duration.ofHours(1));
        assertThat(lookout.look(List.of(open), _ -> List.of(), notices)).isEmpty();
        assertThat(living()).hasSize(3);

        master.busy.clear();
        assertThat(lookout.look(List.of(open), _ -> List.of(), notices)).isEmpty();
        assertThat(living()).extracting(Instance::instanceId).hasSize(2).doesNotContain(leaving.id());
        told.clear();
        assertThat(lookout.look(List.of(open), _ -> List.of(), notices)).containsExactly(leaving.id() + " of node pool itaipu is taken away");
        assertThat(told).contains(new MachineNews.Gone(leaving.id(), time.instant()));
    }

    private Lease open(String id, int machines) {
        var terms = new LeaseTerms("itaipu", "itaipu", "ec2", machines, Duration.ofHours(12), Duration.ZERO);
        return new Lease(id, 7, 0, -1, 1, terms, Lease.State.OPEN, machines, time.instant(), time.instant().plus(terms.ttl()), null, null);
    }

    @Test
    void ofAMachineThatIsNoMoreTheMasterIsTold() {
        provider.launch(request(0));
        provider.launch(request(1));
        var machines = List.of(look(0), look(1));
        assertThat(provider.lost(machines)).as("they live").isEmpty();
        Moto.takeBack(machines.get(1).id());
        assertThat(provider.lost(machines)).containsExactly(entry(machines.get(1).id(), "EC2 has ended it (Client.UserInitiatedShutdown)"));
        assertThat(master.gone).containsExactly("S-" + machines.get(1).id());
    }

    @Test
    void ofWhomTheMasterDoesNotHearItIsToldLater() {
        provider.launch(request(0));
        var machine = look(0);
        Moto.takeBack(machine.id());
        master.cutOff();
        assertThatThrownBy(() -> provider.lost(List.of(machine))).isInstanceOf(IllegalStateException.class).hasMessageContaining("master");
    }

    /** The janitor's work. As far as it is concerned machines were started when moto says so. */
    @Test
    void machinesOfNoLeaseAreEndedByTheirOwnerSoonAndByAnybodyOnceTheirTimeIsOver() {
        provider.launch(request(0));
        var started = living().getFirst().launchTime();
        var expires = started.plus(Duration.ofHours(12));
        provider.launch(expiring(1, expires));
        provider.terminate(List.of(request(0).key()));
        var stray = living().getFirst().instanceId();
        var other = provider("other");

        clockIs(started.plus(Duration.ofHours(1)));
        assertThat(provider.sweep(Set.of("nightly.r1.up"))).as("its lease is on record").isEmpty();
        assertThat(other.sweep(Set.of())).as("it is another scheduler's").isEmpty();
        clockIs(expires.plus(Duration.ofMinutes(10)));
        assertThat(other.sweep(Set.of())).as("its own scheduler may be about to end it").isEmpty();
        clockIs(expires.plus(Duration.ofMinutes(10)).plusSeconds(1));
        assertThat(other.sweep(Set.of())).containsExactly(new Stray(stray, "itaipu", "its lease nightly.r1.up was to end at " + expires, ""));
        assertThat(living()).isEmpty();
        other.close();
    }

    @Test
    void whatACrashHasLeftIsEndedOnceItCannotBeOfALeaseThatIsYetToBeKnown() {
        var machine = provider.launch(expiring(0, Instant.parse("2100-01-01T00:00:00Z")));
        var started = living().getFirst().launchTime();
        clockIs(started.plus(Duration.ofMinutes(2)));
        assertThat(provider.sweep(Set.of())).isEmpty();
        clockIs(started.plus(Duration.ofMinutes(2)).plusSeconds(1));
        assertThat(provider.sweep(Set.of())).extracting(Stray::text).containsExactly(
                "machine " + machine.id() + " of node pool itaipu is left over: nobody knows its lease nightly.r1.up; it is ended now");
        assertThat(living()).isEmpty();
        assertThat(provider.sweep(Set.of())).isEmpty();
    }

    private void clockIs(Instant now) {
        time.passes(Duration.between(time.instant(), now));
    }

    private static MachineRequest expiring(int index, Instant at) {
        var usual = request(index);
        return new MachineRequest(
                usual.key(), usual.token(), usual.pool(), usual.slaveType(), usual.type(), usual.market(), Map.of("expires-at", at.toString()), usual.make());
    }

    @Test
    void othersWorkOnAMachineIsWaitedForAndNotKilled() {
        var busy = provider.launch(request(0));
        provider.launch(request(1));
        master.busy.add("S-" + busy.id());

        assertThat(provider.release("nightly.r1.up", Duration.ofMinutes(10))).isFalse();
        assertThat(living()).extracting(Instance::instanceId).containsExactly(busy.id());
        assertThat(master.deactivated).contains("S-" + busy.id());
        assertThat(master.drained).doesNotContain("S-" + busy.id());

        master.busy.clear();
        assertThat(provider().release("nightly.r1.up", Duration.ofMinutes(10))).as("by who comes after a crash").isTrue();
        assertThat(living()).isEmpty();
    }

    @Test
    void beforeMesosKnewDrainsMachinesAreMaintained() {
        master.isOld = true;
        master.windows = List.of(Map.of("machine_ids", List.of(Map.of("hostname", "other", "ip", "10.0.0.9"))));
        var busy = provider.launch(request(0));
        master.busy.add("S-" + busy.id());
        assertThat(provider.release("nightly.r1.up", Duration.ofMinutes(10))).isFalse();
        assertThat(provider.release("nightly.r1.up", Duration.ofMinutes(10))).isFalse();
        assertThat(master.windows).as("others' windows stay, and ours is announced once").hasSize(2);
        assertThat(master.down).isEmpty();

        master.busy.clear();
        assertThat(provider.release("nightly.r1.up", Duration.ofMinutes(10))).isTrue();
        assertThat(master.down).singleElement().asString().contains("hostname=");
        assertThat(living()).isEmpty();
    }

    @Test
    void theMaintenanceOfAMachineThatHasVanishedIsOver() {
        master.isOld = true;
        master.windows = List.of(Map.of("machine_ids", List.of(Map.of("hostname", "other", "ip", "10.0.0.9"))));
        provider.launch(request(0));
        var machine = provider.look(List.of(request(0).key())).getFirst();
        assertThat(provider.busy(List.of(machine))).as("it has notice, and gets no more work").isEmpty();
        assertThat(master.windows).hasSize(2);

        Moto.takeBack(machine.id());
        assertThat(provider.lost(List.of(machine))).containsOnlyKeys(machine.id());
        assertThat(master.gone).containsExactly("S-" + machine.id());
        assertThat(master.windows).as("only others' are left").hasSize(1).allMatch(window -> window.toString().contains("other"));
    }

    @Test
    void othersWorkIsNotKilledHoweverLongItTakes() {
        var busy = provider.launch(request(0));
        master.busy.add("S-" + busy.id());
        assertThat(provider.release("nightly.r1.up", Duration.ofMinutes(10))).isFalse();
        time.passes(Duration.ofHours(1));
        assertThat(provider().release("nightly.r1.up", Duration.ofMinutes(10))).isFalse();
        assertThat(living()).hasSize(1);
    }

    @Test
    void theTimeForASilentMasterIsCountedFromTheMarkOnTheMachine() {
        provider.launch(request(0));
        master.cutOff();
        assertThat(provider.release("nightly.r1.up", Duration.ofMinutes(10))).isFalse();
        time.passes(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(provider.release("nightly.r1.up", Duration.ofMinutes(10))).isFalse();
        time.passes(Duration.ofSeconds(1));
        assertThat(provider().release("nightly.r1.up", Duration.ofMinutes(10))).isTrue();
        assertThat(living()).isEmpty();
    }

    @ParameterizedTest(name = "slave type {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            itaipo      | slave type "itaipo" is not configured. Did you mean "itaipu"?
            mesos-fixed | slave type "mesos-fixed" is never scaled (scaled: false). Use another one
            """)
    void whatIsNotConfiguredOrNeverScaledIsRefused(String slaveType, String why) {
        var request = new MachineRequest(new MachineKey("L", 0), "t", "p", slaveType, "any", "on-demand", Map.of());
        assertThatThrownBy(() -> provider.launch(request))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.because()).isEqualTo(Cause.USER))
                .hasMessageStartingWith(why);
    }
}
