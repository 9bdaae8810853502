package comporta.nodes;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one launch of {@code scale-ec2} is to do: bring up one machine of a lease. */
record MachineLaunch(
        MachineKey key, String pool, String slaveType, String type, String market, Duration scaleTimeout, Instant expiresAt, Make make,
        Map<String, String> tags) {

    LaunchSpec toSpec() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("lease", key.lease());
        data.put("index", key.index());
        data.put("pool", pool);
        data.put("slave_type", slaveType);
        data.put("instance_type", type);
        data.put("market", market);
        data.put("scale_timeout", Durations.format(scaleTimeout));
        data.put("expires_at", expiresAt.toString());
        data.put("types", make.types());
        data.put("via", make.via());
        data.put("zones", make.zones());
        if (make.disk() != null) {
            data.put("disk_gb", make.disk());
        }
        if (make.diskType() != null) {
            data.put("disk_type", make.diskType());
        }
        data.put("wanted", make.wanted());
        data.put("tags", tags);
        return new LaunchSpec(data);
    }

    /** Whether that is what a launch is to do. */
    static boolean isOne(LaunchSpec spec) {
        return spec.data().containsKey("index");
    }

    static MachineLaunch of(LaunchSpec spec) {
        return new MachineLaunch(
                new MachineKey(text(spec, "lease"), Integer.parseInt(text(spec, "index"))),
                text(spec, "pool"),
                text(spec, "slave_type"),
                text(spec, "instance_type"),
                text(spec, "market"),
                Durations.parse(text(spec, "scale_timeout")),
                Instant.parse(text(spec, "expires_at")),
                make(spec),
                tags(spec));
    }

    private static Make make(LaunchSpec spec) {
        var disk = spec.data().get("disk_gb");
        var wanted = spec.data().get("wanted");
        var diskType = spec.data().get("disk_type");
        return new Make(
                texts(spec, "types"), String.valueOf(spec.data().getOrDefault("via", "instances")), texts(spec, "zones"),
                disk instanceof Number size ? size.intValue() : null, diskType == null ? null : diskType.toString(),
                wanted instanceof Number count ? count.intValue() : 1);
    }

    private static Map<String, String> tags(LaunchSpec spec) {
        var tags = new LinkedHashMap<String, String>();
        PlainData.block(spec.data(), "tags").forEach((name, value) -> tags.put(name, String.valueOf(value)));
        return tags;
    }

    private static List<String> texts(LaunchSpec spec, String name) {
        return spec.data().get(name) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    /**
     * The token is a pure function of the launch: sent again it starts nothing, and a later try, which has another, may start anew what
     * has ended meanwhile.
     */
    MachineRequest request(LaunchIntent intent, int round) {
        var id = intent.id();
        var tags = new LinkedHashMap<>(this.tags);
        tags.put("dag-id", id.dag().toString());
        tags.put("run-id", id.run());
        tags.put("task-id", id.task().toString());
        tags.put("try", Integer.toString(id.tryNumber()));
        tags.put("lease", key.lease());
        tags.put("expires-at", expiresAt.toString());
        return new MachineRequest(key, token(intent, round), pool, slaveType, type, market, tags, make);
    }

    /** @param round how many machines of this launch have died before they were agents */
    String token(LaunchIntent intent, int round) {
        return Hash.of(intent.id().externalId() + "/" + key.lease() + "/" + key.index() + (round == 0 ? "" : "/" + round), 40);
    }

    private static String text(LaunchSpec spec, String name) {
        return String.valueOf(spec.data().get(name));
    }
}
