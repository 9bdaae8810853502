package comporta.cluster;

import static java.util.Map.entry;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Auto-scaling groups of a stack, each over a launch template of its own. How many machines a group has is left to node pools. */
final class AwsGroups implements AutoCloseable {
    private final AutoScalingClient scaling;

    AwsGroups(AutoScalingClient scaling) {
        this.scaling = scaling;
    }

    /** @param makes what instances were made of */
    Optional<Seen.Group> look(String name, Function<Collection<String>, Map<String, String>> makes) {
        return group(name).map(group -> {
            var tags = group.tags().stream().collect(Collectors.toMap(TagDescription::key, TagDescription::value));
            var machines = group.instances().stream().map(each -> each.instanceId()).toList();
            return new Seen.Group(
                    name, group.minSize(), group.maxSize(), tags.getOrDefault(AwsCloud.VERSION, ""), tags.getOrDefault(AwsCloud.MAKE, ""), makes.apply(machines));
        });
    }

    private Optional<AutoScalingGroup> group(String name) {
        return scaling.describeAutoScalingGroups(request -> request.autoScalingGroupNames(name)).autoScalingGroups().stream().findFirst();
    }

    void set(Ec2Client ec2, Stack stack, Stack.Group group, Make make, String wall) {
        var template = template(ec2, stack, make, wall);
        var tags = tags(stack, group, make);
        var specification = LaunchTemplateSpecification.builder().launchTemplateName(template).version("$Latest").build();
        if (group(group.name()).isEmpty()) {
            scaling.createAutoScalingGroup(request -> request.autoScalingGroupName(group.name()).minSize(group.min()).maxSize(group.max())
                    .launchTemplate(specification).vpcZoneIdentifier(String.join(",", stack.subnets())).tags(tags));
        } else {
            scaling.updateAutoScalingGroup(request -> request.autoScalingGroupName(group.name()).minSize(group.min()).maxSize(group.max())
                    .launchTemplate(specification).vpcZoneIdentifier(String.join(",", stack.subnets())));
            scaling.createOrUpdateTags(request -> request.tags(tags));
        }
        dropOthers(ec2, stack, make, template);
    }

    private static List<Tag> tags(Stack stack, Stack.Group group, Make make) {
        Map<String, String> tags = new LinkedHashMap<>(Map.ofEntries(
                entry("Name", stack.name() + "-" + group.name()), entry(AwsCloud.CLUSTER, stack.name()), entry(AwsCloud.ROLE, make.role()),
                entry(AwsCloud.VERSION, make.version()), entry(AwsCloud.MAKE, make.digest())));
        return tags.entrySet().stream()
                .map(each -> Tag.builder().key(each.getKey()).value(each.getValue()).propagateAtLaunch(true)
                        .resourceId(group.name()).resourceType("auto-scaling-group").build())
                .toList();
    }

    /** Named by what it makes, so that it is made once and never changed; those that nothing is made by any more go. */
    private static String template(Ec2Client ec2, Stack stack, Make make, String wall) {
        var ofRole = "comporta-" + stack.name() + "-" + make.role() + "-";
        var name = ofRole + make.digest();
        var known = ec2.describeLaunchTemplates(request -> request.filters(AwsCloud.filter("launch-template-name", name))).launchTemplates();
        if (known.isEmpty()) {
            ec2.createLaunchTemplate(request -> request.launchTemplateName(name).launchTemplateData(data(make, wall))
                    .tagSpecifications(AwsCloud.tagged(ResourceType.LAUNCH_TEMPLATE, Map.of(AwsCloud.CLUSTER, stack.name(), AwsCloud.ROLE, make.role()))));
        }
        return name;
    }

    private static void dropOthers(Ec2Client ec2, Stack stack, Make make, String template) {
        ec2.describeLaunchTemplates(request -> request.filters(
                        AwsCloud.filter("tag:" + AwsCloud.CLUSTER, stack.name()), AwsCloud.filter("tag:" + AwsCloud.ROLE, make.role()))).launchTemplates().stream()
                .filter(each -> !each.launchTemplateName().equals(template))
                .forEach(each -> ec2.deleteLaunchTemplate(request -> request.launchTemplateId(each.launchTemplateId())));
    }

    private static RequestLaunchTemplateData data(Make make, String wall) {
        var data = RequestLaunchTemplateData.builder()
                .imageId(make.image())
                .instanceType(make.kind().instanceType())
                .securityGroupIds(wall)
                .userData(AwsCloud.encoded(make.userData()));
        if (make.key() != null) {
            data.keyName(make.key());
        }
        if (make.kind().instanceProfile() != null) {
            data.iamInstanceProfile(profile -> profile.name(make.kind().instanceProfile()));
        }
        var disk = make.kind().diskGb();
        if (disk != null) {
            data.blockDeviceMappings(LaunchTemplateBlockDeviceMappingRequest.builder().deviceName("/dev/xvda")
                    .ebs(volume -> volume.volumeSize(Math.toIntExact(disk)).volumeType("gp3").deleteOnTermination(true)).build());
        }
        return data.build();
    }

    /** The group starts another in its place: how many it wants stays. */
    void end(String machine) {
        scaling.terminateInstanceInAutoScalingGroup(request -> request.instanceId(machine).shouldDecrementDesiredCapacity(false));
    }

    @Override
    public void close() {
        scaling.close();
    }
}
