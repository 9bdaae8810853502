package comporta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.nodes.Moto;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;

/** The whole way against a stand-in of AWS and of the masters; the clock moves by the pauses alone. */
@ResourceLock("moto for clusters")   // it stumbles over changes that others make while it answers
@Order(-140)
class ClusterOnMotoTest {
    private static final Works.Limits LIMITS =
            new Works.Limits(Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofSeconds(5));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final List<String> told = new ArrayList<>();
    private String name;
    private Stack stack;
    private Cloud cloud;
    private FakeMasters fake;

    @BeforeEach
    void begin() throws Exception {
        var url = Moto.urlForClusters();
        name = "upkeep-" + Long.toHexString(System.nanoTime());
        try (var ec2 = Ec2Client.builder().region(Region.US_EAST_1).endpointOverride(url).build()) {
            var subnets = ec2.describeSubnets().subnets().stream().sorted(Comparator.comparing(each -> each.cidrBlock())).limit(2).toList();
            fake = new FakeMasters(() -> cloud.look(stack), "1.10.0");
            var file = Stacks.read(Stacks.FILE
                    .replace("region: us-east-1", "region: us-east-1\nendpoint: " + url)
                    .replace("  test:\n", "  " + name + ":\n    door: " + fake.door() + "/{address}\n")
                    .replace("test-mesos-on-demand", name + "-od")
                    .replace(", instance_profile: mesos-master", "")
                    .replace("ami-1", Moto.IMAGE)
                    .replace("subnet-a, subnet-b", subnets.get(0).subnetId() + ", " + subnets.get(1).subnetId())
                    .replace("172.31.0.", first(subnets.get(0).cidrBlock())).replace("172.31.16.", first(subnets.get(1).cidrBlock())));
            stack = file.stack(name);
            cloud = Clouds.cloud(file);
        }
    }

    private static String first(String network) {
        return network.replaceFirst("\\d+/\\d+$", "");
    }

    @AfterEach
    void end() {
        if (cloud != null) {
            cloud.look(stack).machines().forEach(each -> cloud.end(each.id()));
            cloud.close();
            fake.close();
        }
    }

    private void carryOut(ClusterPlan plan) {
        try (var masters = new Masters(stack)) {
            new Works(cloud, stack, masters, LIMITS, now::get, pause -> now.updateAndGet(at -> at.plus(pause)), told::add).carryOut(plan);
        }
    }

    private ClusterPlan update() {
        return ClusterPlan.update(stack, cloud.look(stack), ClusterPlan.Scope.ALL);
    }

    private List<String> versions() {
        return cloud.look(stack).machines().stream().map(each -> each.role() + " " + each.number() + " " + each.version() + " " + each.address()).sorted().toList();
    }

    private int machinesOfTheGroup() {
        return cloud.look(stack).groups().values().stream().mapToInt(group -> group.machines().size()).sum();
    }

    private void scaleTo(int machines) {
        try (var scaling = AutoScalingClient.builder().region(Region.US_EAST_1).endpointOverride(Moto.urlForClusters()).build()) {
            scaling.setDesiredCapacity(request -> request.autoScalingGroupName(name + "-od").desiredCapacity(machines));
        }
    }

    @Test
    void fromNothingOverAnUpgradeAndBack() {
        carryOut(update());
        assertThat(versions()).filteredOn(each -> each.startsWith("mesos-master")).containsExactly(
                "mesos-master 1 1.10.0 " + stack.addresses().get(0), "mesos-master 2 1.10.0 " + stack.addresses().get(1),
                "mesos-master 3 1.10.0 " + stack.addresses().get(2));
        assertThat(update().steps()).as("what was made is what the file says").isEmpty();
        scaleTo(2);
        assertThat(machinesOfTheGroup()).isEqualTo(2);
        assertThat(update().steps()).as("how many machines a group has is no business of the file").isEmpty();

        var fixed = cloud.look(stack).of("mesos-fixed").getFirst().id();
        fake.busy.add(fixed);
        fake.say("1.11.0");
        carryOut(ClusterPlan.upgrade(stack, cloud.look(stack), "1.11.0", ClusterPlan.Scope.ALL));
        assertThat(versions()).hasSize(5).allMatch(each -> each.contains(" 1.11.0 "));
        assertThat(fake.asked).as("what runs is waited for, and then asked to end").containsSubsequence("deactivate agent-of-" + fixed, "drain agent-of-" + fixed);
        assertThat(fake.asked).filteredOn(each -> each.startsWith("deactivate")).as("every agent, those of the group too").hasSize(4);
        assertThat(fake.asked).filteredOn(each -> each.startsWith("drain")).as("only what does not end by itself").hasSize(1);
        assertThat(machinesOfTheGroup()).isEqualTo(2);
        assertThat(ClusterPlan.upgrade(stack, cloud.look(stack), "1.11.0", ClusterPlan.Scope.ALL).steps()).isEmpty();
        assertThat(cloud.look(stack).versionBefore()).contains("1.10.0");

        fake.say("1.10.0");
        carryOut(ClusterPlan.revert(stack, cloud.look(stack)));
        assertThat(versions()).hasSize(5).allMatch(each -> each.contains(" 1.10.0 "));
        assertThat(cloud.look(stack).version()).contains("1.10.0");
    }

    @Test
    void aMachineThatDoesNotComeBackStopsTheRest() {
        carryOut(update());
        var before = versions();
        assertThatThrownBy(() -> carryOut(ClusterPlan.upgrade(stack, cloud.look(stack), "1.11.0", ClusterPlan.Scope.ALL)))
                .isInstanceOf(WorkStopped.class).hasMessageContaining("does not answer with Mesos 1.11.0").hasMessageContaining("not touched");
        assertThat(versions()).as("one master was replaced, and nothing else").hasSize(5)
                .filteredOn(each -> !before.contains(each)).hasSize(1);
        fake.say("1.11.0");
        carryOut(ClusterPlan.upgrade(stack, cloud.look(stack), "1.11.0", ClusterPlan.Scope.ALL));
        assertThat(versions()).as("asked again, it goes on").allMatch(each -> each.contains(" 1.11.0 "));
    }

    @Test
    void theWallIsOpenToWhatTheFileSaysAndNoMore() {
        carryOut(update());
        assertThat(cloud.look(stack).wall()).satisfies(wall -> assertThat(wall.allow()).containsExactly("10.0.0.0/8"));
        cloud.moveWall(stack, Set.of("192.168.0.0/16"), Set.of());
        var plan = update();
        assertThat(plan.steps()).singleElement().satisfies(step -> assertThat(step.text()).isEqualTo("security group: no longer open to 192.168.0.0/16"));
        carryOut(plan);
        assertThat(update().steps()).isEmpty();
    }

    @Test
    void onOneMachine() {
        stack = stack.single();
        carryOut(update());
        assertThat(versions()).containsExactly("mesos-master 1 1.10.0 " + stack.addresses().getFirst());
        assertThat(cloud.look(stack).isOnOne()).isTrue();
        assertThat(update().steps()).isEmpty();
    }

    @Test
    void rolesAreMadeWhatTheirFilesSay() {
        var managed = managedPolicy();
        var role = Role.parse(name, """
                {"policies": {"read": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}},
                 "managed": ["%s"]}""".formatted(managed), "here");
        try (var roles = Clouds.roles(Moto.urlForClusters().toString())) {
            RoleChange.between(roles.look(name).orElse(null), role).forEach(roles::carryOut);
            assertThat(RoleChange.between(roles.look(name).orElse(null), role)).as("made, and read back").isEmpty();
            roles.carryOut(new RoleChange.PutPolicy(name, "more", Policy.parse("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}"), null));
            var changes = RoleChange.between(roles.look(name).orElse(null), role);
            assertThat(changes).singleElement().isInstanceOf(RoleChange.DropPolicy.class);
            changes.forEach(roles::carryOut);
            changes.forEach(roles::carryOut);   // twice does no harm
            assertThat(RoleChange.between(roles.look(name).orElse(null), role)).isEmpty();
        }
    }

    private String managedPolicy() {
        try (var iam = IamClient.builder().region(Region.US_EAST_1).endpointOverride(Moto.urlForClusters()).build()) {
            return iam.createPolicy(request -> request.policyName(name)
                    .policyDocument("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"ec2:Describe*\", \"Resource\": \"*\"}]}"))
                    .policy().arn();
        }
    }
}
