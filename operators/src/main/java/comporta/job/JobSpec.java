package comporta.job;

import comporta.dag.PlainData;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code job} block of a task, rendered and read.
 *
 * @param backend null: the standard one
 * @param image Docker image; null: none
 * @param constraints attribute to wanted text, such as {@code fixed}, {@code a,b}, {@code !a} or {@code limit:2}
 * @param nodePool the pool on whose agents it runs; null: anywhere
 * @param workdir null: the backend's usual one
 * @param container {@code docker} or {@code mesos}; null: the backend's usual one
 * @param docker {@code parameters}, {@code force_pull}, {@code privileged}
 * @param network {@code host}, {@code bridge}, {@code none} or a name
 * @param ports names; each becomes {@code $PORT_NAME}
 * @param user Unix user; null: the backend's usual one
 * @param last shell line after the command, whatever its end ({@code finally}); null: none
 * @param killGrace between TERM and KILL
 * @param maxRunTime limit that the backend itself enforces; null: none
 */
public record JobSpec(
        @Nullable String backend,
        @Nullable String image,
        Command command,
        Resources resources,
        Map<String, String> constraints,
        @Nullable String nodePool,
        @Nullable String workdir,
        List<Uri> uris,
        List<Volume> volumes,
        @Nullable String container,
        Map<String, Object> docker,
        String network,
        List<String> ports,
        @Nullable String user,
        Map<String, String> labels,
        AuroraKeys aurora,
        @Nullable String last,
        Duration killGrace,
        @Nullable Duration maxRunTime) {

    public JobSpec {
        constraints = PlainData.ordered(constraints);
        uris = List.copyOf(uris);
        volumes = List.copyOf(volumes);
        docker = PlainData.ordered(docker);
        ports = List.copyOf(ports);
        labels = PlainData.ordered(labels);
    }

    /**
     * What one launch may use.
     *
     * @param cpus shares of a core, at least 0.01
     * @param mem bytes
     * @param disk bytes
     */
    public record Resources(double cpus, long mem, long disk, int gpus) {}

    /** A file that the agent fetches into the sandbox. */
    public record Uri(String uri, boolean extract, boolean executable, boolean cache, @Nullable String output) {}

    /** A folder of the host that the container sees. */
    public record Volume(String host, String container, boolean writable) {}

    /**
     * What only Aurora (for {@code role}, also Mesos) knows.
     *
     * @param role null: the configuration's
     * @param environment null: the configuration's
     * @param file an {@code .aurora} file in place of command and image; null: none
     */
    public record AuroraKeys(
            @Nullable String role,
            @Nullable String environment,
            @Nullable String tier,
            int priority,
            @Nullable String file,
            Map<String, String> bind,
            Map<String, String> version,
            @Nullable String name) {
        public AuroraKeys {
            bind = PlainData.ordered(bind);
            version = PlainData.ordered(version);
        }
    }

    /** Where it may run, attribute to wanted text: its constraints, and the {@code slave-type} of its node pool unless they name one. */
    public Map<String, String> placement() {
        if (nodePool == null || constraints.containsKey("slave-type")) {
            return constraints;
        }
        var placement = new LinkedHashMap<>(constraints);
        placement.put("slave-type", nodePool);
        return placement;
    }

    /**
     * Reads a rendered block. Keys that no job knows are passed over: a DAG file with such was refused when it was loaded.
     *
     * @throws comporta.operator.Refused (cause user) when a value does not fit its key
     */
    public static JobSpec parse(Map<String, Object> block) {
        return JobReader.read(block);
    }
}
