package comporta.nodes;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Machines by a new Elastigroup of Spotinst for each lease, all alike; its name is that of the lease, and it goes with it. */
final class ElastigroupWay implements Way, AutoCloseable {
    private final Aws aws;
    private final Ec2Settings settings;
    private final Ec2Look look;
    private final Choices choices;
    private final InstanceWay instances;
    private final @Nullable Spotinst spotinst;

    ElastigroupWay(Aws aws, Ec2Settings settings, Ec2Look look, Choices choices, InstanceWay instances) {
        this.aws = aws;
        this.settings = settings;
        this.look = look;
        this.choices = choices;
        this.instances = instances;
        this.spotinst = settings.spotinst() == null ? null : new Spotinst(settings.spotinst());
    }

    @Override
    public synchronized Instance start(MachineRequest request, SlaveType type) {
        var api = spotinst;
        if (api == null) {
            throw new Refused(Cause.USER, "via: elastigroup wants nodes.spotinst in comporta.yaml. Add account and token_file, or use via: fleet");
        }
        var members = look.ofLease(request.key().lease(), Ec2Look.ALIVE);
        var free = members.stream().filter(each -> !Ec2Tags.has(each, Ec2Tags.INDEX)).min(Comparator.comparing(Instance::instanceId));
        if (free.isPresent()) {
            var id = free.get().instanceId();
            aws.ec2().createTags(tags -> tags.resources(id).tags(Ec2Tags.list(Ec2Tags.of(request, settings))));
            return free.get();
        }
        var name = name(request.key().lease());
        var groups = api.named(name);
        int wanted = request.make().wanted();
        if (groups.isEmpty()) {
            api.create(group(name, request, type));
        } else if (target(groups.getFirst()) < wanted) {
            api.setCapacity(id(groups.getFirst()), wanted);
        }
        throw new NotNow("Elastigroup " + name + " has " + members.size() + " of " + wanted + " machines", settings.poll());
    }

    /** The same lease always has the same one. */
    static String name(String lease) {
        return "comporta-" + Hash.of(lease, 20);
    }

    private Map<String, Object> group(String name, MachineRequest request, SlaveType type) {
        var types = Choices.types(request, type);
        var launch = new LinkedHashMap<String, Object>();
        launch.put("imageId", String.valueOf(type.image()));
        launch.put("securityGroupIds", type.securityGroups());
        launch.put("userData", UserData.of(type, request.pool(), settings));
        if (type.keyPair() != null) {
            launch.put("keyPair", type.keyPair());
        }
        if (type.instanceProfile() != null) {
            launch.put("iamRole", Map.of("name", type.instanceProfile()));
        }
        var disk = request.make().disk();
        int size = disk == null ? type.disk() : disk;
        if (size > 0) {
            var kind = request.make().diskType();
            launch.put("blockDeviceMappings", List.of(Map.of("deviceName", instances.rootDevice(String.valueOf(type.image())), "ebs", Map.of(
                    "volumeSize", size, "volumeType", kind == null ? type.diskType() : kind, "deleteOnTermination", true))));
        }
        launch.put("tags", Ec2Tags.ofLease(request, settings).entrySet().stream()
                .map(tag -> Map.of("tagKey", tag.getKey(), "tagValue", tag.getValue()))
                .toList());
        var compute = new LinkedHashMap<String, Object>();
        compute.put("instanceTypes", Map.of("ondemand", types.getFirst(), "spot", types));
        compute.put("availabilityZones", zones(request, type));
        compute.put("product", "Linux/UNIX");
        compute.put("launchSpecification", launch);
        int wanted = request.make().wanted();
        var group = new LinkedHashMap<String, Object>();
        group.put("name", name);
        group.put("description", "node pool " + request.pool() + " of lease " + request.key().lease());
        group.put("region", settings.region());
        group.put("capacity", Map.of("minimum", 0, "maximum", wanted, "target", wanted, "unit", "instance"));
        group.put("strategy", Map.of(
                "risk", request.market().equals("on-demand") ? 0 : 100, "availabilityVsCost", "balanced",
                "fallbackToOd", request.market().equals("spot-with-fallback"), "utilizeReservedInstances", false, "revertToSpot", Map.of("performAt", "never")));
        group.put("compute", compute);
        return group;
    }

    private List<Map<String, Object>> zones(MachineRequest request, SlaveType type) {
        var byZone = new LinkedHashMap<String, List<String>>();
        for (var place : choices.places(request, type)) {
            var subnet = place.subnet();
            var zone = place.zone() != null ? place.zone() : subnet == null ? settings.region() + "a" : zoneOf(subnet);
            var subnets = byZone.computeIfAbsent(zone, _ -> new ArrayList<>());
            if (subnet != null) {
                subnets.add(subnet);
            }
        }
        return byZone.entrySet().stream().<Map<String, Object>>map(zone -> Map.of("name", zone.getKey(), "subnetIds", zone.getValue())).toList();
    }

    private String zoneOf(String subnet) {
        return aws.ec2().describeSubnets(subnets -> subnets.subnetIds(subnet)).subnets().getFirst().availabilityZone();
    }

    @Override
    public void end(List<Instance> ended) {
        var api = spotinst;
        if (api == null) {
            instances.end(ended);
            return;
        }
        ended.stream()
                .collect(Collectors.groupingBy(each -> Ec2Tags.get(each, Ec2Tags.ELASTIGROUP), Collectors.mapping(Instance::instanceId, Collectors.toList())))
                .forEach(api::detach);
    }

    /** Whether the lease has a group. */
    boolean isThere(String lease) {
        return spotinst != null && !spotinst.named(name(lease)).isEmpty();
    }

    /** What is being given back gets no more machines: a group of which some never came would start them at any time. */
    synchronized void startNoMore(String lease, int present) {
        if (spotinst != null) {
            spotinst.named(name(lease)).stream().filter(group -> target(group) > present).forEach(group -> spotinst.setCapacity(id(group), present));
        }
    }

    /** A group that is left would start machines anew. */
    @Override
    public synchronized boolean close(String lease) {
        var api = spotinst;
        if (api == null) {
            return true;
        }
        var groups = api.named(name(lease));
        groups.forEach(group -> api.delete(id(group)));
        return groups.isEmpty();
    }

    private static String id(Map<String, Object> group) {
        return String.valueOf(group.get("id"));
    }

    private static int target(Map<String, Object> group) {
        return group.get("capacity") instanceof Map<?, ?> capacity && capacity.get("target") instanceof Number target ? target.intValue() : 0;
    }

    @Override
    public void close() {
        if (spotinst != null) {
            spotinst.close();
        }
    }
}
