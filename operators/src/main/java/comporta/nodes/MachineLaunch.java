package comporta.nodes;

import comporta.dag.Durations;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one launch of {@code scale-ec2} is to do: bring up one machine of a lease. */
record MachineLaunch(
        MachineKey key, String pool, String slaveType, String type, String market, Duration scaleTimeout, Instant expiresAt) {

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
        return new LaunchSpec(data);
    }

    static MachineLaunch of(LaunchSpec spec) {
        return new MachineLaunch(
                new MachineKey(text(spec, "lease"), Integer.parseInt(text(spec, "index"))),
                text(spec, "pool"),
                text(spec, "slave_type"),
                text(spec, "instance_type"),
                text(spec, "market"),
                Durations.parse(text(spec, "scale_timeout")),
                Instant.parse(text(spec, "expires_at")));
    }

    /**
     * The token is a pure function of the launch: sent again it starts nothing, and a later try, which has another, may start anew what
     * has ended meanwhile.
     */
    MachineRequest request(LaunchIntent intent) {
        var id = intent.id();
        var tags = new LinkedHashMap<String, String>();
        tags.put("dag-id", id.dag().toString());
        tags.put("run-id", id.run());
        tags.put("task-id", id.task().toString());
        tags.put("try", Integer.toString(id.tryNumber()));
        tags.put("lease", key.lease());
        tags.put("expires-at", expiresAt.toString());
        return new MachineRequest(key, token(intent), pool, slaveType, type, market, tags);
    }

    String token(LaunchIntent intent) {
        return Hash.of(intent.id().externalId() + "/" + key.lease() + "/" + key.index(), 40);
    }

    private static String text(LaunchSpec spec, String name) {
        return String.valueOf(spec.data().get(name));
    }
}
