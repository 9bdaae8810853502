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
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

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
    private static final String ALL_PROTOCOLS = "-1";
    /** Characters of a tag's value. */
    private static final int LONGEST_TAG = 256;

    private final Ec2Client ec2;
    private final AwsGroups groups;

    AwsCloud(Ec2Client ec2, AwsGroups groups) {
        this.ec2 = ec2;
        this.groups = groups;
    }

    @Override
    public Seen look(Stack stack) {
        return asked("look at " + stack.name(), () -> {
            var wall = wall(stack);
            var machines = new ArrayList<Seen.Machine>();
            boolean single = false;
            for (var instance : machines(stack)) {
                var tags = tags(instance.tags());
                single |= tags.containsKey(SINGLE);
                machines.add(new Seen.Machine(
                        instance.instanceId(), tags.getOrDefault(ROLE, ""), Integer.parseInt(tags.getOrDefault(NUMBER, "0")), tags.getOrDefault(VERSION, ""),
                        tags.getOrDefault(MAKE, ""), Objects.requireNonNullElse(instance.privateIpAddress(), "")));
            }
            Map<String, Seen.Group> present = new LinkedHashMap<>();
            for (var type : stack.slaveTypes().values()) {
                if (type.group() != null) {
                    groups.look(type.group().name(), this::makes).ifPresent(group -> present.put(group.name(), group));
                }
            }
            return new Seen(
                    wall == null ? null : new Seen.Wall(wall.groupId(), allowed(wall), versions(tags(wall.tags()))), machines, present, single, null);
        });
    }

    private static List<String> versions(Map<String, String> tags) {
        var kept = tags.getOrDefault(VERSIONS, "").strip();
        return kept.isEmpty() ? List.of() : List.of(kept.split(" ", -1));
    }

    private List<Instance> machines(Stack stack) {
        return ec2.describeInstancesPaginator(request -> request.filters(
                        filter("tag:" + CLUSTER, stack.name()), filter("tag:" + UPKEEP, "machine"), filter("instance-state-name", "pending", "running")))
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

    private @Nullable SecurityGroup wall(Stack stack) {
        return ec2.describeSecurityGroups(request -> request.filters(filter("group-name", wallName(stack)))).securityGroups().stream().findFirst().orElse(null);
    }

    private SecurityGroup standingWall(Stack stack) {
        var wall = wall(stack);
        if (wall == null) {
            throw new WorkStopped("security group " + wallName(stack) + " is gone. comporta cluster update " + stack.name() + " makes it again", null);
        }
        return wall;
    }

    private static String wallName(Stack stack) {
        return "comporta-" + stack.name();
    }

    private static Set<String> allowed(SecurityGroup wall) {
        return wall.ipPermissions().stream().flatMap(each -> each.ipRanges().stream()).map(IpRange::cidrIp).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void makeWall(Stack stack, Set<String> allow) {
        asked("make the security group of " + stack.name(), () -> {
            var wall = wall(stack);
            var id = wall == null
                    ? ec2.createSecurityGroup(request -> request.groupName(wallName(stack))
                            .description("Mesos cluster " + stack.name())
                            .vpcId(subnets(stack).getFirst().vpcId())
                            .tagSpecifications(tagged(ResourceType.SECURITY_GROUP, Map.of(CLUSTER, stack.name(), "Name", wallName(stack))))).groupId()
                    : wall.groupId();
            boolean knowsItself = wall != null && wall.ipPermissions().stream()
                    .flatMap(each -> each.userIdGroupPairs().stream()).anyMatch(pair -> id.equals(pair.groupId()));
            if (!knowsItself) {
                var own = IpPermission.builder().ipProtocol(ALL_PROTOCOLS).userIdGroupPairs(UserIdGroupPair.builder().groupId(id).build()).build();
                ec2.authorizeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(own));
            }
            var missing = new TreeSet<>(allow);
            if (wall != null) {
                missing.removeAll(allowed(wall));
            }
            open(id, missing);
            return id;
        });
    }

    private void open(String wall, Set<String> networks) {
        if (!networks.isEmpty()) {
            ec2.authorizeSecurityGroupIngress(request -> request.groupId(wall).ipPermissions(from(networks)));
        }
    }

    private static IpPermission from(Set<String> networks) {
        return IpPermission.builder().ipProtocol(ALL_PROTOCOLS)
                .ipRanges(networks.stream().map(network -> IpRange.builder().cidrIp(network).build()).toList()).build();
    }

    @Override
    public void moveWall(Stack stack, Set<String> open, Set<String> shut) {
        asked("change the security group of " + stack.name(), () -> {
            var wall = standingWall(stack);
            var present = allowed(wall);
            var gone = new TreeSet<>(shut);
            gone.retainAll(present);
            if (!gone.isEmpty()) {
                // Each rule as it stands: one that somebody made for a single port is revoked as one for a single port.
                wall.ipPermissions().stream()
                        .map(each -> each.toBuilder().userIdGroupPairs(List.of())
                                .ipRanges(each.ipRanges().stream().filter(range -> gone.contains(range.cidrIp())).toList()).build())
                        .filter(each -> !each.ipRanges().isEmpty())
                        .forEach(each -> ec2.revokeSecurityGroupIngress(request -> request.groupId(wall.groupId()).ipPermissions(each)));
            }
            var missing = new TreeSet<>(open);
            missing.removeAll(present);
            open(wall.groupId(), missing);
            return wall;
        });
    }

    @Override
    public void note(Stack stack, List<String> versions) {
        var kept = new StringBuilder();
        for (var version : versions) {
            if (kept.length() + version.length() < LONGEST_TAG) {
                kept.append(kept.isEmpty() ? "" : " ").append(version);
            }
        }
        asked("keep the versions of " + stack.name(), () -> ec2.createTags(request -> request.resources(standingWall(stack).groupId())
                .tags(tag(VERSIONS, kept.toString()))));
    }

    @Override
    public String start(Stack stack, Make make) {
        return asked("start " + make.role() + " " + make.number() + " of " + stack.name(), () -> {
            for (var instance : machines(stack)) {
                var tags = tags(instance.tags());
                if (make.role().equals(tags.get(ROLE)) && Integer.toString(make.number()).equals(tags.get(NUMBER)) && make.digest().equals(tags.get(MAKE))) {
                    return instance.instanceId();
                }
            }
            var wall = standingWall(stack);
            var started = ec2.runInstances(request -> run(request, stack, make, wall));
            return started.instances().getFirst().instanceId();
        });
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
                .networkInterfaces(InstanceNetworkInterfaceSpecification.builder().deviceIndex(0).subnetId(Networks.subnet(subnets(stack), make))
                        .groups(wall.groupId()).privateIpAddress(make.address()).deleteOnTermination(true).build())
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
            throw new WorkStopped("the first script of a machine has " + bytes.length + " bytes, and EC2 takes " + UserData.MOST + ": write fewer attributes", null);
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
        asked("change auto-scaling group " + group.name(), () -> {
            groups.set(ec2, stack, group, make, standingWall(stack).groupId());
            return group;
        });
    }

    @Override
    public void endOfGroup(String machine) {
        asked("end " + machine + " of its auto-scaling group", () -> {
            groups.end(machine);
            return machine;
        });
    }

    private static <T> T asked(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            var details = e.awsErrorDetails();
            throw new WorkStopped("cannot " + what + ": AWS says " + (details == null || details.errorCode() == null
                    ? e.statusCode() : details.errorCode() + ": " + details.errorMessage()), e);
        } catch (SdkException e) {
            throw new WorkStopped("cannot " + what + ": " + e.getMessage(), e);
        }
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(Arrays.asList(values)).build();
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    static TagSpecification tagged(ResourceType type, Map<String, String> tags) {
        return TagSpecification.builder().resourceType(type).tags(tags.entrySet().stream().map(each -> tag(each.getKey(), each.getValue())).toList()).build();
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
