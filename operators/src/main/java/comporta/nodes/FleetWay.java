package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.DefaultTargetCapacityType;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetOnDemandAllocationStrategy;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SpotAllocationStrategy;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Machines by an instant EC2 Fleet each: EC2 itself chooses among types and zones, and says in its answer what there was none of. What it
 * starts is a plain instance from then on.
 */
final class FleetWay implements Way {
    private final Aws aws;
    private final Ec2Settings settings;
    private final Choices choices;
    private final InstanceWay instances;
    private final Set<String> templates = ConcurrentHashMap.newKeySet();

    FleetWay(Aws aws, Ec2Settings settings, Choices choices, InstanceWay instances) {
        this.aws = aws;
        this.settings = settings;
        this.choices = choices;
        this.instances = instances;
    }

    @Override
    public Instance start(MachineRequest request, SlaveType type) {
        var attempts = new Attempts(choices, request);
        for (boolean isSpot : Choices.markets(request)) {
            var any = new Choices.Choice(String.join(" or ", Choices.types(request, type)), isSpot, null, null);
            if (!attempts.isShort(any)) {
                var found = ask(request, type, isSpot, any, attempts);
                if (found != null) {
                    return found;
                }
            }
        }
        throw attempts.none();
    }

    private @Nullable Instance ask(
            MachineRequest request, SlaveType type, boolean isSpot, Choices.Choice any, Attempts attempts) {
        try {
            var fleet = create(request, type, isSpot);
            var ids = fleet.instances().stream().flatMap(each -> each.instanceIds().stream()).toList();
            if (!ids.isEmpty()) {
                return aws.ec2().describeInstances(look -> look.instanceIds(ids)).reservations().getFirst().instances().getFirst();
            }
            told(fleet.errors(), any, attempts);
        } catch (AwsServiceException e) {
            attempts.failed(any, e);
        }
        return null;
    }

    /** An answer with 200 and fewer machines, or none, is a good answer of a fleet: the errors stand in it. */
    private static void told(List<CreateFleetError> errors, Choices.Choice any, Attempts attempts) {
        if (errors.isEmpty()) {
            throw new NotNow("the fleet started no machine and says no reason", Ec2Settings.POLL);
        }
        var line = errors.getFirst().errorCode() + ": " + errors.getFirst().errorMessage();
        var troubles = errors.stream()
                .map(error -> Ec2Trouble.of(Objects.requireNonNullElse(error.errorCode(), ""), 400, Objects.requireNonNullElse(error.errorMessage(), "")))
                .toList();
        var worst = troubles.contains(Ec2Trouble.NO_CAPACITY) ? Ec2Trouble.NO_CAPACITY : troubles.getFirst();
        attempts.failed(any, worst, line, worst == Ec2Trouble.LATER
                ? new NotNow(line, Ec2Settings.POLL)
                : new Refused(Cause.USER, "EC2 starts no machine: " + line));
    }

    private CreateFleetResponse create(MachineRequest request, SlaveType type, boolean isSpot) {
        var template = template(request, type);
        var overrides = new ArrayList<FleetLaunchTemplateOverridesRequest>();
        double priority = 0;
        for (var name : Choices.types(request, type)) {
            for (var place : choices.places(request, type)) {
                overrides.add(FleetLaunchTemplateOverridesRequest.builder()
                        .instanceType(name).subnetId(place.subnet()).availabilityZone(place.subnet() == null ? place.zone() : null).priority(priority).build());
            }
            priority++;
        }
        var tags = Ec2Tags.list(Ec2Tags.of(request, settings));
        return aws.ec2().createFleet(fleet -> fleet
                .type(FleetType.INSTANT)
                .clientToken(Hash.of(request.token() + "/fleet/" + isSpot, 40))
                .launchTemplateConfigs(FleetLaunchTemplateConfigRequest.builder()
                        .launchTemplateSpecification(which -> which.launchTemplateName(template).version("$Latest"))
                        .overrides(overrides)
                        .build())
                .targetCapacitySpecification(target -> target
                        .totalTargetCapacity(1)
                        .onDemandTargetCapacity(isSpot ? 0 : 1)
                        .spotTargetCapacity(isSpot ? 1 : 0)
                        .defaultTargetCapacityType(isSpot ? DefaultTargetCapacityType.SPOT : DefaultTargetCapacityType.ON_DEMAND))
                .spotOptions(spot -> spot.allocationStrategy(SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED))
                .onDemandOptions(onDemand -> onDemand.allocationStrategy(FleetOnDemandAllocationStrategy.PRIORITIZED))
                .tagSpecifications(TagSpecification.builder().resourceType(ResourceType.INSTANCE).tags(tags).build()));
    }

    /** A fleet wants a launch template. Its name says what is in it, so that each is made once and never changed. */
    private String template(MachineRequest request, SlaveType type) {
        var data = data(request, type);
        var name = "comporta-" + Hash.of(data.toString() + UserData.of(type, request.pool(), settings), 24);
        if (templates.add(name)) {
            try {
                aws.ec2().createLaunchTemplate(template -> template.launchTemplateName(name).launchTemplateData(data));
            } catch (AwsServiceException e) {
                if (!Ec2Trouble.code(e).equals("InvalidLaunchTemplateName.AlreadyExistsException")) {
                    templates.remove(name);
                    throw e;
                }
            } catch (RuntimeException e) {
                templates.remove(name);
                throw e;
            }
        }
        return name;
    }

    private RequestLaunchTemplateData data(MachineRequest request, SlaveType type) {
        var data = RequestLaunchTemplateData.builder()
                .imageId(type.image()).keyName(type.keyPair()).userData(UserData.of(type, request.pool(), settings))
                .instanceInitiatedShutdownBehavior("terminate");
        if (!type.securityGroups().isEmpty()) {
            data.securityGroupIds(type.securityGroups());
        }
        if (type.instanceProfile() != null) {
            data.iamInstanceProfile(profile -> profile.name(type.instanceProfile()));
        }
        var disk = request.make().disk();
        int size = disk == null ? type.disk() : disk;
        if (size > 0) {
            var kind = request.make().diskType();
            data.blockDeviceMappings(LaunchTemplateBlockDeviceMappingRequest.builder()
                    .deviceName(instances.rootDevice(String.valueOf(type.image())))
                    .ebs(ebs -> ebs.volumeSize(size).volumeType(kind == null ? type.diskType() : kind).deleteOnTermination(true))
                    .build());
        }
        return data.build();
    }

    @Override
    public void end(List<Instance> ended) {
        instances.end(ended);
    }
}
