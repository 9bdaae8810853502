package comporta.nodes;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code node_pool} block, rendered.
 *
 * @param nodes machines wanted, 0..1000
 * @param minNodes with at least so many the set-up has succeeded
 * @param instanceTypes first preferred; never empty
 * @param scaleTimeout from a machine's launch until it must be an agent
 */
record NodePool(
        String name,
        int nodes,
        int minNodes,
        List<String> instanceTypes,
        String market,
        String slaveType,
        Duration scaleTimeout,
        Duration ttl,
        Duration keepOnFailure,
        Make make,
        Map<String, String> tags) {

    private static final Set<String> MARKETS = Set.of("on-demand", "spot", "spot-with-fallback");

    NodePool {
        instanceTypes = List.copyOf(instanceTypes);
        tags = PlainData.ordered(tags);
    }

    /**
     * Reads the block of a set-up, with the names of today's jobs too.
     *
     * @throws Refused when a value is missing or out of its range
     */
    static NodePool of(Map<String, Object> settings) {
        var block = PlainData.block(settings, "node_pool");
        var slaveType = text(block, "slave_type", "SLAVE_TYPE");
        var name = text(block, "name");
        var pool = name != null ? name : slaveType;
        if (pool == null) {
            throw wrong("node_pool has no name", "Write node_pool: {name: …, nodes: …}");
        }
        int nodes = number(block, -1, "nodes", "NODE_COUNT", "N_NODES");
        if (nodes < 0) {
            throw wrong("node_pool \"" + pool + "\" does not say how many nodes", "Write nodes: 0 to 1000");
        }
        int minNodes = number(block, nodes, "min_nodes");
        if (minNodes > nodes) {
            throw wrong("min_nodes is " + minNodes + ", and nodes is only " + nodes, "Ask for at most as many as nodes");
        }
        return new NodePool(
                pool,
                nodes,
                minNodes,
                types(block),
                market(block),
                slaveType == null ? pool : slaveType,
                duration(block, Duration.ofMinutes(15), "scale_timeout", "SCALE_TIMEOUT"),
                duration(block, Duration.ofHours(12), "ttl"),
                duration(block, Duration.ZERO, "keep_on_failure"),
                make(block, nodes),
                tags(block));
    }

    private static Make make(Map<String, Object> block, int nodes) {
        var via = text(block, "via");
        var disk = text(block, "disk");
        return new Make(
                types(block), via == null ? "instances" : via, texts(block.get("zones")), disk == null ? null : SlaveType.gigabytes(disk),
                text(block, "disk_type"), nodes);
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : value == null ? List.of() : List.of(value.toString());
    }

    private static Map<String, String> tags(Map<String, Object> block) {
        var tags = new LinkedHashMap<String, String>();
        PlainData.block(block, "tags").forEach((name, value) -> tags.put(name, String.valueOf(value)));
        return tags;
    }

    /** How many machines of the pool stay, by the keys of a downscale task and its block. */
    static int staying(Map<String, Object> settings, Map<String, Object> block) {
        return number(settings, number(block, 0, "nodes", "NODE_COUNT", "N_NODES"), "nodes", "NODE_COUNT", "N_NODES");
    }

    /** The pool that a downscale task names; null: none. */
    static @Nullable String named(Map<String, Object> block) {
        var name = text(block, "name");
        return name != null ? name : text(block, "slave_type", "SLAVE_TYPE");
    }

    private static List<String> types(Map<String, Object> block) {
        return switch (block.get("instance_types")) {
            case null -> List.of("any");
            case List<?> list when !list.isEmpty() -> list.stream().map(String::valueOf).toList();
            case List<?> _ -> List.of("any");
            case Object one -> List.of(one.toString());
        };
    }

    private static String market(Map<String, Object> block) {
        var written = text(block, "market", "MODE");
        var market = written == null ? "on-demand" : "spot-only".equals(written) ? "spot" : written;
        if (!MARKETS.contains(market)) {
            throw wrong("\"market\" cannot be \"" + market + "\"", "Use on-demand, spot or spot-with-fallback");
        }
        return market;
    }

    private static int number(Map<String, Object> block, int otherwise, String... names) {
        var written = text(block, names);
        if (written == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(written.strip());
            if (number >= 0 && number <= 1000) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong("\"" + names[0] + "\" wants a whole number, and is \"" + written + "\"", "Write 0 to 1000");
        }
        throw wrong("\"" + names[0] + "\" is " + written + ", and must be between 0 and 1000", "Write 0 to 1000");
    }

    private static Duration duration(Map<String, Object> block, Duration otherwise, String... names) {
        var written = text(block, names);
        if (written == null) {
            return otherwise;
        }
        // Today's jobs write SCALE_TIMEOUT=5 and mean minutes.
        boolean bare = !block.containsKey(names[0]) && written.chars().allMatch(c -> c >= '0' && c <= '9');
        try {
            return Durations.parse(bare ? written + "m" : written);
        } catch (IllegalArgumentException e) {
            throw wrong("\"" + names[0] + "\": \"" + written + "\" is not a duration", "Write e.g. 15m or 12h");
        }
    }

    private static @Nullable String text(Map<String, Object> block, String... names) {
        for (var name : names) {
            var found = block.get(name);
            if (found != null) {
                return found.toString();
            }
        }
        return null;
    }

    private static Refused wrong(String what, String fix) {
        return new Refused(Cause.USER, what + ". " + fix);
    }
}
