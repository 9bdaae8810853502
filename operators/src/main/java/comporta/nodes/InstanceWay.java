package comporta.nodes;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Machines one by one, by {@code RunInstances}. */
final class InstanceWay implements Way {
    private final Aws aws;
    private final Ec2Settings settings;
    private final Choices choices;
    private final Map<String, String> rootDevices = new ConcurrentHashMap<>();

    InstanceWay(Aws aws, Ec2Settings settings, Choices choices) {
        this.aws = aws;
        this.settings = settings;
        this.choices = choices;
    }

    @Override
    public Instance start(MachineRequest request, SlaveType type) {
        var attempts = new Attempts(choices, request);
        for (var choice : choices.of(request, type)) {
            if (!attempts.isShort(choice)) {
                try {
                    return run(request, type, choice);
                } catch (AwsServiceException e) {
                    attempts.failed(choice, e);
                }
            }
        }
        throw attempts.none();
    }

    /**
     * The client token is that of this launch and this choice: sent again after an answer was lost, EC2 answers as before and starts
     * nothing; for another choice the same token would be refused.
     */
    private Instance run(MachineRequest request, SlaveType type, Choices.Choice choice) {
        var tags = Ec2Tags.list(Ec2Tags.of(request, settings));
        var call = RunInstancesRequest.builder()
                .imageId(type.image())
                .instanceType(choice.type())
                .minCount(1)
                .maxCount(1)
                .clientToken(Hash.of(request.token() + "/" + choice, 40))
                .subnetId(choice.subnet())
                .userData(UserData.of(type, request.pool(), settings))
                .keyName(type.keyPair())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .tagSpecifications(
                        TagSpecification.builder().resourceType(ResourceType.INSTANCE).tags(tags).build(),
                        TagSpecification.builder().resourceType(ResourceType.VOLUME).tags(tags).build());
        if (!type.securityGroups().isEmpty()) {
            call.securityGroupIds(type.securityGroups());
        }
        var zone = choice.zone();
        if (zone != null && choice.subnet() == null) {
            call.placement(placement -> placement.availabilityZone(zone));
        }
        if (type.instanceProfile() != null) {
            call.iamInstanceProfile(profile -> profile.name(type.instanceProfile()));
        }
        var disk = disk(request, type);
        if (disk != null) {
            call.blockDeviceMappings(disk);
        }
        if (choice.isSpot()) {
            call.instanceMarketOptions(market -> market.marketType(MarketType.SPOT).spotOptions(spot ->
                    spot.spotInstanceType(SpotInstanceType.ONE_TIME).instanceInterruptionBehavior(InstanceInterruptionBehavior.TERMINATE)));
        }
        return aws.ec2().runInstances(call.build()).instances().getFirst();
    }

    private @Nullable BlockDeviceMapping disk(MachineRequest request, SlaveType type) {
        var asked = request.make().disk();
        int size = asked == null ? type.disk() : asked;
        if (size == 0) {
            return null;
        }
        var kind = request.make().diskType();
        return BlockDeviceMapping.builder()
                .deviceName(rootDevice(String.valueOf(type.image())))
                .ebs(ebs -> ebs.volumeSize(size).volumeType(kind == null ? type.diskType() : kind).deleteOnTermination(true))
                .build();
    }

    /** A disk of another name would come beside that of the image. */
    String rootDevice(String image) {
        return rootDevices.computeIfAbsent(image, _ -> aws.ec2().describeImages(images -> images.imageIds(image)).images().stream()
                .map(found -> found.rootDeviceName())
                .filter(name -> name != null && !name.isEmpty())
                .findFirst()
                .orElse("/dev/xvda"));
    }

    @Override
    public void end(List<Instance> instances) {
        var ids = instances.stream().map(Instance::instanceId).toList();
        try {
            aws.ec2().terminateInstances(end -> end.instanceIds(ids));
        } catch (AwsServiceException e) {
            if (ids.size() == 1) {
                throw e;
            }
            endEach(ids);
        }
    }

    /** One id that is refused, as that of a protected machine, has the whole call refused. The first trouble is told at the end. */
    private void endEach(List<String> ids) {
        AwsServiceException first = null;
        for (var id : ids) {
            try {
                aws.ec2().terminateInstances(end -> end.instanceIds(id));
            } catch (AwsServiceException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
