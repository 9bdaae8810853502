package comporta.app;

import comporta.dag.PlainData;
import comporta.job.Cluster;
import comporta.nodes.Ec2Settings;
import comporta.nodes.NodePools;
import comporta.nodes.Provider;
import comporta.nodes.SimulatedProvider;
import comporta.nodes.SlaveType;
import comporta.nodes.SpotinstSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where machines come from, as the configuration says. Nothing of AWS is loaded unless it is to come from there. */
final class MachineSource {
    private MachineSource() {}

    /** Whether machines are real. */
    static boolean isReal(Configuration configuration) {
        return "ec2".equals(PlainData.block(configuration.values(), "nodes").get("provider"));
    }

    /** Machines that are only files. */
    static Provider simulated(Path state, InstantSource clock) {
        return new SimulatedProvider(state.resolve("machines"), clock);
    }

    /**
     * The provider of the configuration.
     *
     * @param state folder of simulated machines
     * @param owner whose machines they are: of another one's none is ever touched
     * @throws UsageException when a file of it cannot be read
     */
    static Provider of(Configuration configuration, Path state, String owner, InstantSource clock) {
        if (!isReal(configuration)) {
            return simulated(state, clock);
        }
        var nodes = PlainData.block(configuration.values(), "nodes");
        var home = configuration.home();
        var master = text(nodes, "master");
        var types = new LinkedHashMap<String, SlaveType>();
        PlainData.block(nodes, "slave_types").forEach((name, _) -> {
            var block = PlainData.block(PlainData.block(nodes, "slave_types"), name);
            types.put(name, SlaveType.of(name, block, file(home, text(block, "user_data"), "user_data of slave type " + name)));
        });
        var endpoint = text(nodes, "endpoint");
        var cluster = text(nodes, "cluster");
        var settings = new Ec2Settings(
                nodes.getOrDefault("region", "us-east-1").toString(), endpoint == null ? null : URI.create(endpoint),
                cluster == null ? "comporta" : cluster, owner, master, types, spotinst(nodes, home), configuration.duration("nodes.poll"),
                configuration.duration("nodes.capacity_pause"));
        return NodePools.ec2(settings,
                master == null ? null : new Cluster("nodes", Map.of("kind", "mesos", "master", master), home), clock);
    }

    private static @Nullable SpotinstSettings spotinst(Map<String, Object> nodes, Path home) {
        var block = PlainData.block(nodes, "spotinst");
        if (block.isEmpty()) {
            return null;
        }
        var endpoint = text(block, "endpoint");
        var token = file(home, text(block, "token_file"), "nodes.spotinst.token_file");
        return new SpotinstSettings(
                endpoint == null ? SpotinstSettings.USUAL : URI.create(endpoint.replaceFirst("/+$", "")), text(block, "account"),
                token == null ? "" : token.strip());
    }

    private static @Nullable String file(Path home, @Nullable String name, String whose) {
        if (name == null) {
            return null;
        }
        var file = home.resolve(name);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException(whose + ": " + file + " cannot be read. Put it there, and let this user read it.");
        }
    }

    private static @Nullable String text(Map<String, Object> block, String key) {
        return block.get(key) instanceof String text ? text : null;
    }
}
