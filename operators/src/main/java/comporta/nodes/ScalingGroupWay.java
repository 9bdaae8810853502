package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Machines of an auto-scaling group that is there already. A lease takes machines of it by tagging them; the group is as large as all
 * leases together want it. Machines go by name, with the group made smaller at the same time, so that the group neither chooses itself nor
 * starts others in their place. Whoever changes the group does it here, one at a time, from what was just described.
 */
final class ScalingGroupWay implements Way {
    private static final String CLAIM = "comporta-claim:";

    private final Aws aws;
    private final Ec2Settings settings;
    private final Ec2Look look;
    private final Set<String> groups = ConcurrentHashMap.newKeySet();

    ScalingGroupWay(Aws aws, Ec2Settings settings, Ec2Look look) {
        this.aws = aws;
        this.settings = settings;
        this.look = look;
        settings.slaveTypes().values().stream().map(SlaveType::group).filter(Objects::nonNull).forEach(groups::add);
    }

    @Override
    public synchronized Instance start(MachineRequest request, SlaveType type) {
        var name = type.group();
        if (name == null) {
            throw new Refused(Cause.USER, "slave type \"" + type.name() + "\" has no auto_scaling_group in comporta.yaml, so operator "
                    + "scale cannot scale it. Add one, or use scale-ec2");
        }
        var group = described(name);
        var members = living(group);
        var free = free(members).min(Comparator.comparing(Instance::instanceId));
        if (free.isPresent()) {
            var id = free.get().instanceId();
            aws.ec2().createTags(tags -> tags.resources(id).tags(Ec2Tags.list(Ec2Tags.of(request, settings))));
            return free.get();
        }
        fitMarket(group, request);
        int wanted = claim(group, request);
        if (wanted > group.maxSize()) {
            var why = "auto-scaling group " + name + " may have " + group.maxSize() + " machines, and " + wanted + " are wanted (MaxSize)";
            throw new NotNow(why, settings.noCapacity());
        }
        if (group.desiredCapacity() < wanted) {
            setDesired(name, wanted);
        }
        int coming = Math.max(wanted, group.desiredCapacity());
        throw new NotNow("auto-scaling group " + name + " has " + members.size() + " of " + coming + " machines", settings.poll());
    }

    /** Those that no lease has taken. */
    private static Stream<Instance> free(List<Instance> members) {
        return members.stream().filter(each -> !Ec2Tags.has(each, Ec2Tags.LEASE));
    }

    private void setDesired(String group, int machines) {
        aws.scaling().setDesiredCapacity(change -> change.autoScalingGroupName(group).desiredCapacity(machines).honorCooldown(false));
    }

    /** Notes in the group's own tags how many machines the lease wants, and returns what all leases want. */
    private int claim(AutoScalingGroup group, MachineRequest request) {
        var name = claim(request.key().lease());
        int wanted = request.make().wanted();
        if (!Integer.toString(wanted).equals(claims(group).get(name))) {
            note(group, name, wanted);
        }
        return wanted + claimedByOthers(group, name);
    }

    private static String claim(String lease) {
        return CLAIM + Hash.of(lease, 32);
    }

    private static Map<String, String> claims(AutoScalingGroup group) {
        return group.tags().stream()
                .filter(tag -> tag.key().startsWith(CLAIM))
                .collect(Collectors.toMap(TagDescription::key, TagDescription::value));
    }

    private static int claimedByOthers(AutoScalingGroup group, String own) {
        return claims(group).entrySet().stream()
                .filter(claim -> !claim.getKey().equals(own))
                .mapToInt(claim -> Integer.parseInt(claim.getValue()))
                .sum();
    }

    private AutoScalingGroup described(String name) {
        return described(Set.of(name)).findFirst().orElseThrow(() -> new Refused(
                Cause.USER,
                "there is no auto-scaling group " + name + " in " + settings.region()
                        + ". Create it, or name another one (auto_scaling_group)"));
    }

    /** Those of these names that are there. */
    private Stream<AutoScalingGroup> described(Set<String> names) {
        return names.isEmpty()
                ? Stream.of()
                : aws.scaling().describeAutoScalingGroups(which -> which.autoScalingGroupNames(names)).autoScalingGroups().stream();
    }

    private List<Instance> living(AutoScalingGroup group) {
        var members = group.instances().stream().filter(each -> !isLeaving(each)).map(each -> each.instanceId()).toList();
        return look.withIds(members, Ec2Look.ALIVE);
    }

    /** It may run on for hours, as long as a lifecycle hook holds it; nobody is to count on it. */
    private static boolean isLeaving(software.amazon.awssdk.services.autoscaling.model.Instance member) {
        return String.valueOf(member.lifecycleStateAsString()).startsWith("Terminating");
    }

    /** Those of these machines that a group is about to end: for its own balance, or since EC2 has advised it to. */
    List<Machine> leaving(Collection<Machine> machines) {
        var names = machines.stream().map(Machine::slaveType).distinct()
                .flatMap(type -> Stream.ofNullable(settings.slaveTypes().get(type)))
                .flatMap(type -> Stream.ofNullable(type.group()))
                .collect(Collectors.toSet());
        var leaving = described(names)
                .flatMap(group -> group.instances().stream())
                .filter(ScalingGroupWay::isLeaving)
                .map(each -> each.instanceId())
                .collect(Collectors.toSet());
        return machines.stream().filter(machine -> leaving.contains(machine.id())).toList();
    }

    /** Whether the lease wants machines of a group. */
    boolean isClaimed(String lease) {
        return claimed(claim(lease)).findAny().isPresent();
    }

    /** The lease wants so many from here on; others that ask for machines count with that. */
    synchronized void shrink(String lease, int staying) {
        var claim = claim(lease);
        claimed(claim)
                .filter(group -> Integer.parseInt(claims(group).getOrDefault(claim, "0")) > staying)
                .forEach(group -> note(group, claim, staying));
    }

    private Stream<AutoScalingGroup> claimed(String claim) {
        return described(groups).filter(group -> claims(group).containsKey(claim));
    }

    private void note(AutoScalingGroup group, String claim, int wanted) {
        var tag = tag(group, claim).value(Integer.toString(wanted)).propagateAtLaunch(false).build();
        aws.scaling().createOrUpdateTags(tags -> tags.tags(tag));
    }

    private static Tag.Builder tag(AutoScalingGroup group, String claim) {
        return Tag.builder().resourceId(group.autoScalingGroupName()).resourceType("auto-scaling-group").key(claim);
    }

    /** A group with a mixed instances policy starts what the pool asks for; one without starts what its template says. */
    private void fitMarket(AutoScalingGroup group, MachineRequest request) {
        var policy = group.mixedInstancesPolicy();
        if (policy == null || policy.instancesDistribution() == null) {
            return;
        }
        int onDemand = request.market().equals("on-demand") ? 100 : 0;
        var present = policy.instancesDistribution();
        boolean fits = Objects.equals(present.onDemandPercentageAboveBaseCapacity(), onDemand)
                && (onDemand == 100 || Objects.requireNonNullElse(present.onDemandBaseCapacity(), 0) == 0);
        if (!fits) {
            aws.scaling().updateAutoScalingGroup(change -> change.autoScalingGroupName(group.autoScalingGroupName())
                    .mixedInstancesPolicy(mixed -> mixed.launchTemplate(policy.launchTemplate()).instancesDistribution(present.toBuilder()
                            .onDemandPercentageAboveBaseCapacity(onDemand).onDemandBaseCapacity(0).build())));
        }
    }

    @Override
    public synchronized void end(List<Instance> instances) {
        for (var instance : instances) {
            try {
                end(instance, true);
            } catch (AwsServiceException e) {
                if (!Ec2Trouble.words(e).contains("min") && !Ec2Trouble.words(e).contains("not found")) {
                    throw e;
                }
                // The group is as small as it may be, and starts another in its place; or it has let go of it.
                end(instance, false);
            }
        }
    }

    private void end(Instance instance, boolean andOneLess) {
        aws.scaling().terminateInstanceInAutoScalingGroup(
                end -> end.instanceId(instance.instanceId()).shouldDecrementDesiredCapacity(andOneLess));
    }

    /** What was still to come for the lease comes no more: nobody would know whose it is. */
    @Override
    public synchronized boolean close(String lease) {
        var claim = claim(lease);
        boolean isCertain = true;
        for (var group : claimed(claim).toList()) {
            isCertain &= giveUp(group, claim);
        }
        return isCertain;
    }

    private boolean giveUp(AutoScalingGroup group, String claim) {
        int wanted = Math.max(group.minSize(), claimedByOthers(group, claim));
        var members = living(group);
        var free = free(members).limit(Math.max(0, members.size() - wanted)).toList();
        if (!free.isEmpty()) {
            end(free);
            return false;
        }
        if (group.desiredCapacity() > Math.max(wanted, members.size())) {
            setDesired(group.autoScalingGroupName(), Math.max(wanted, members.size()));
            return false;
        }
        aws.scaling().deleteTags(tags -> tags.tags(tag(group, claim).build()));
        return true;
    }
}
