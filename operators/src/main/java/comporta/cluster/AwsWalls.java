package comporta.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** The security group of each stack at EC2: who may reach its machines. */
final class AwsWalls {
    private static final String ALL_PROTOCOLS = "-1";

    private final Ec2Client ec2;

    AwsWalls(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    /** Null: it does not stand. */
    @Nullable SecurityGroup find(Stack stack) {
        var named = AwsCloud.filter("group-name", name(stack));
        return ec2.describeSecurityGroups(request -> request.filters(named)).securityGroups().stream().findFirst().orElse(null);
    }

    /** @throws WorkStopped when it does not stand */
    SecurityGroup standing(Stack stack) {
        var wall = find(stack);
        if (wall == null) {
            var mend = "comporta cluster update " + stack.name() + " makes it again";
            throw new WorkStopped("security group " + name(stack) + " is gone. " + mend, null);
        }
        return wall;
    }

    private static String name(Stack stack) {
        return "comporta-" + stack.name();
    }

    /** Networks that are let in. */
    static Set<String> allowed(SecurityGroup wall) {
        return wall.ipPermissions().stream()
                .flatMap(each -> each.ipRanges().stream())
                .map(IpRange::cidrIp)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Makes it, or what of it is missing.
     *
     * @param vpc in which it is made
     */
    void make(Stack stack, Set<String> allow, Supplier<String> vpc) {
        var wall = find(stack);
        var id = wall == null ? made(stack, vpc.get()) : wall.groupId();
        if (wall == null || !knowsItself(wall)) {
            var itself = UserIdGroupPair.builder().groupId(id).build();
            var own = IpPermission.builder().ipProtocol(ALL_PROTOCOLS).userIdGroupPairs(itself).build();
            ec2.authorizeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(own));
        }
        var missing = new TreeSet<>(allow);
        if (wall != null) {
            missing.removeAll(allowed(wall));
        }
        open(id, missing);
    }

    private String made(Stack stack, String vpc) {
        var tags = Map.of(AwsCloud.CLUSTER, stack.name(), "Name", name(stack));
        return ec2.createSecurityGroup(request -> request.groupName(name(stack))
                .description("Mesos cluster " + stack.name())
                .vpcId(vpc)
                .tagSpecifications(AwsCloud.tagged(ResourceType.SECURITY_GROUP, tags))).groupId();
    }

    private static boolean knowsItself(SecurityGroup wall) {
        return wall.ipPermissions().stream()
                .flatMap(each -> each.userIdGroupPairs().stream())
                .anyMatch(pair -> wall.groupId().equals(pair.groupId()));
    }

    /** Lets networks in, and others no more. */
    void move(Stack stack, Set<String> open, Set<String> shut) {
        var wall = standing(stack);
        var present = allowed(wall);
        var gone = new TreeSet<>(shut);
        gone.retainAll(present);
        if (!gone.isEmpty()) {
            shut(wall, gone);
        }
        var missing = new TreeSet<>(open);
        missing.removeAll(present);
        open(wall.groupId(), missing);
    }

    private void open(String wall, Set<String> networks) {
        if (!networks.isEmpty()) {
            var ranges = networks.stream().map(network -> IpRange.builder().cidrIp(network).build()).toList();
            var from = IpPermission.builder().ipProtocol(ALL_PROTOCOLS).ipRanges(ranges).build();
            ec2.authorizeSecurityGroupIngress(request -> request.groupId(wall).ipPermissions(from));
        }
    }

    /** Each rule as it stands: one that somebody made for a single port is revoked as one for a single port. */
    private void shut(SecurityGroup wall, Set<String> networks) {
        for (var rule : wall.ipPermissions()) {
            var ranges = rule.ipRanges().stream().filter(range -> networks.contains(range.cidrIp())).toList();
            if (!ranges.isEmpty()) {
                var gone = rule.toBuilder().userIdGroupPairs(List.of()).ipRanges(ranges).build();
                ec2.revokeSecurityGroupIngress(request -> request.groupId(wall.groupId()).ipPermissions(gone));
            }
        }
    }
}
