package comporta.nodes;

import comporta.dag.Sizes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What agents of one kind are made of, as the configuration says.
 *
 * @param name value of the attribute {@code slave-type} of its agents
 * @param scaled false: its machines are never started or ended by us
 * @param group auto-scaling group that is scaled in place of instances; null: instances are started
 * @param market what its machines are paid by when a pool does not say
 * @param userData text of the first script, with places for what the machine is; null: one that ships
 * @param disk gigabytes; 0: as the image says
 * @param types compatible types, first preferred
 * @param mesos version of Mesos that the agent is to run; null: what the image has
 */
public record SlaveType(
        String name,
        boolean scaled,
        @Nullable String group,
        String market,
        List<String> zones,
        @Nullable String image,
        List<String> subnets,
        List<String> securityGroups,
        @Nullable String instanceProfile,
        @Nullable String keyPair,
        @Nullable String userData,
        int disk,
        String diskType,
        List<String> types,
        @Nullable String mesos) {
    private static final long GIGABYTE = 1L << 30;

    public SlaveType {
        zones = List.copyOf(zones);
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
        types = List.copyOf(types);
    }

    /**
     * Reads a block of {@code nodes.slave_types}, whose keys are checked.
     *
     * @param userData text of the file that the block names; null: it names none
     */
    public static SlaveType of(String name, Map<String, Object> block, @Nullable String userData) {
        return new SlaveType(
                name,
                !Boolean.FALSE.equals(block.get("scaled")),
                text(block, "auto_scaling_group"),
                block.getOrDefault("market", "on-demand").toString(),
                texts(block, "zones"),
                text(block, "image"),
                texts(block, "subnets"),
                texts(block, "security_groups"),
                text(block, "instance_profile"),
                text(block, "key_pair"),
                userData,
                gigabytes(text(block, "disk")),
                block.getOrDefault("disk_type", "gp3").toString(),
                texts(block, "instance_types"),
                text(block, "mesos_version"));
    }

    /** Whole gigabytes that hold so much; 0 of null. */
    static int gigabytes(@Nullable String size) {
        return size == null ? 0 : Math.toIntExact((Sizes.parse(size) + GIGABYTE - 1) / GIGABYTE);
    }

    private static @Nullable String text(Map<String, Object> block, String key) {
        return block.get(key) == null ? null : block.get(key).toString();
    }

    private static List<String> texts(Map<String, Object> block, String key) {
        return switch (block.get(key)) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            case Object one -> List.of(one.toString());
        };
    }
}
