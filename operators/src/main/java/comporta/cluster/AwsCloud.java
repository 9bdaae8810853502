package comporta.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Machines and security groups at EC2, groups at Auto Scaling. What belongs to a stack is known by its tags. */
final class AwsCloud implements Cloud {
    static final String CLUSTER = "cluster";
    static final String ROLE = "slave-type";
    static final String VERSION = "mesos-version";
    static final String MAKE = "comporta-make";
    private static final String NUMBER = "comporta-number";
    private static final String UPKEEP = "comporta-upkeep";
    private static final String SINGLE = "comporta-single";
    private static final String VERSIONS = "mesos-versions";
    /** Characters of a tag's value. */
    private static final int LONGEST_TAG = 256;

    private final Ec2Client ec2;
    private final AwsWalls walls;
    private final AwsGroups groups;

    AwsCloud(Ec2Client ec2, AwsGroups groups) {
        this.ec2 = ec2;
        this.walls = new AwsWalls(ec2);
        this.groups = groups;
    }

    @Override
    public Seen look(Stack stack) {
        return asked("look at " + stack.name(), () -> {
            var wall = walls.find(stack);
            var machines = new ArrayList<Seen.Machine>();
            boolean single = false;
            for (var instance : machines(stack)) {
                single |= tags(instance.tags()).containsKey(SINGLE);
                machines.add(seen(instance));
            }
            Map<String, Seen.Group> present = new LinkedHashMap<>();
            for (var type : stack.slaveTypes().values()) {
                if (type.group() != null) {
                    groups.look(type.group().name(), this::makes).ifPresent(group -> present.put(group.name(), group));
                }
            }
            return new Seen(wall == null ? null : seen(wall), machines, present, single, null);
        });
    }

    private static Seen.Machine seen(Instance instance) {
        var tags = tags(instance.tags());
        return new Seen.Machine(
                instance.instanceId(), tags.getOrDefault(ROLE, ""), Integer.parseInt(tags.getOrDefault(NUMBER, "0")),
                tags.getOrDefault(VERSION, ""), tags.getOrDefault(MAKE, ""), Objects.requireNonNullElse(instance.privateIpAddress(), ""));
    }

    private static Seen.Wall seen(SecurityGroup wall) {
        return new Seen.Wall(wall.groupId(), AwsWalls.allowed(wall), versions(tags(wall.tags())));
    }

    private static List<String> versions(Map<String, String> tags) {
        var kept = tags.getOrDefault(VERSIONS, "").strip();
        return kept.isEmpty() ? List.of() : List.of(kept.split(" ", -1));
    }

    private List<Instance> machines(Stack stack) {
        return ec2.describeInstancesPaginator(request -> request.filters(
                        filter("tag:" + CLUSTER, stack.name()),
                        filter("tag:" + UPKEEP, "machine"),
                        filter("instance-state-name", "pending", "running")))
                .reservations().stream().flatMap(each -> each.instances().stream()).toList();
    }

    private Map<String, String> makes(Collection<String> instances) {
        Map<String, String> makes = new LinkedHashMap<>();
        if (!instances.isEmpty()) {
            ec2.describeInstancesPaginator(request -> request.instanceIds(instances)).reservations().stream()
                    .flatMap(each -> each.instances().stream())
                    .forEach(each -> makes.put(each.instanceId(), tags(each.tags()).getOrDefault(MAKE, "")));
        }
        return makes;
    }

    @Override
    public void makeWall(Stack stack, Set<String> allow) {
        told("make the security group of " + stack.name(), () -> walls.make(stack, allow, () -> subnets(stack).getFirst().vpcId()));
    }

    @Override
    public void moveWall(Stack stack, Set<String> open, Set<String> shut) {
        told("change the security group of " + stack.name(), () -> walls.move(stack, open, shut));
    }

    @Override
    public void note(Stack stack, List<String> versions) {
        var kept = new StringBuilder();
        for (var version : versions) {
            if (kept.length() + version.length() < LONGEST_TAG) {
                kept.append(kept.isEmpty() ? "" : " ").append(version);
            }
        }
        asked("keep the versions of " + stack.name(), () -> ec2.createTags(request -> request.resources(walls.standing(stack).groupId())
                .tags(tag(VERSIONS, kept.toString()))));
    }

    @Override
    public String start(Stack stack, Make make) {
        return asked("start " + make.role() + " " + make.number() + " of " + stack.name(), () -> {
            for (var instance : machines(stack)) {
                if (isOf(instance, make)) {
                    return instance.instanceId();
                }
            }
            var wall = walls.standing(stack);
            var started = ec2.runInstances(request -> run(request, stack, make, wall));
            return started.instances().getFirst().instanceId();
        });
    }

    private static boolean isOf(Instance instance, Make make) {
        var tags = tags(instance.tags());
        return make.role().equals(tags.get(ROLE))
                && Integer.toString(make.number()).equals(tags.get(NUMBER))
                && make.digest().equals(tags.get(MAKE));
    }

    private void run(RunInstancesRequest.Builder request, Stack stack, Make make, SecurityGroup wall) {
        var tags = new LinkedHashMap<String, String>();
        tags.put("Name", stack.name() + "-" + make.role() + "-" + make.number());
        tags.put(CLUSTER, stack.name());
        tags.put(ROLE, make.role());
        tags.put(NUMBER, Integer.toString(make.number()));
        tags.put(VERSION, make.version());
        tags.put(MAKE, make.digest());
        tags.put(UPKEEP, "machine");
        if (stack.isOnOne()) {
            tags.put(SINGLE, "true");
        }
        request.imageId(make.image())
                .instanceType(make.kind().instanceType())
                .minCount(1)
                .maxCount(1)
                // The interface goes with its machine, so that the successor can have the address.
                .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                        .deviceIndex(0)
                        .subnetId(Networks.subnet(subnets(stack), make))
                        .groups(wall.groupId())
                        .privateIpAddress(make.address())
                        .deleteOnTermination(true)
                        .build())
                .userData(encoded(make.userData()))
                .tagSpecifications(tagged(ResourceType.INSTANCE, tags), tagged(ResourceType.VOLUME, Map.of(CLUSTER, stack.name())));
        if (make.key() != null) {
            request.keyName(make.key());
        }
        if (make.kind().instanceProfile() != null) {
            request.iamInstanceProfile(profile -> profile.name(make.kind().instanceProfile()));
        }
        var disk = make.kind().diskGb();
        if (disk != null) {
            request.blockDeviceMappings(BlockDeviceMapping.builder().deviceName("/dev/xvda")
                    .ebs(volume -> volume.volumeSize(Math.toIntExact(disk)).volumeType("gp3").deleteOnTermination(true)).build());
        }
    }

    /** Those of the file, in its order. */
    private List<Subnet> subnets(Stack stack) {
        var known = ec2.describeSubnets(request -> request.subnetIds(stack.subnets())).subnets();
        return stack.subnets().stream().flatMap(id -> known.stream().filter(subnet -> subnet.subnetId().equals(id))).toList();
    }

    static String encoded(String userData) {
        var bytes = userData.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > UserData.MOST) {
            throw new WorkStopped("the first script of a machine has " + bytes.length + " bytes, and EC2 takes " + UserData.MOST
                    + ": write fewer attributes", null);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void end(String machine) {
        asked("end " + machine, () -> isThere(machine) ? ec2.terminateInstances(request -> request.instanceIds(machine)) : machine);
    }

    @Override
    public boolean isGone(String machine) {
        return asked("look at " + machine, () -> !isThere(machine));
    }

    private boolean isThere(String machine) {
        return ec2.describeInstances(request -> request.filters(filter("instance-id", machine))).reservations().stream()
                .flatMap(each -> each.instances().stream())
                .anyMatch(each -> !"terminated".equals(each.state().nameAsString()));
    }

    @Override
    public void setGroup(Stack stack, Stack.SlaveType type, Stack.Group group, Make make) {
        told("change auto-scaling group " + group.name(), () -> groups.set(ec2, stack, group, make, walls.standing(stack).groupId()));
    }

    @Override
    public void endOfGroup(String machine) {
        told("end " + machine + " of its auto-scaling group", () -> groups.end(machine));
    }

    private static <T> T asked(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw WorkStopped.of(what, e);
        }
    }

    private static void told(String what, Runnable call) {
        asked(what, () -> {
            call.run();
            return what;
        });
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(Arrays.asList(values)).build();
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    static TagSpecification tagged(ResourceType type, Map<String, String> tags) {
        var list = tags.entrySet().stream().map(each -> tag(each.getKey(), each.getValue())).toList();
        return TagSpecification.builder().resourceType(type).tags(list).build();
    }

    private static Map<String, String> tags(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value, (first, _) -> first));
    }

    @Override
    public void close() {
        ec2.close();
        groups.close();
    }
}
