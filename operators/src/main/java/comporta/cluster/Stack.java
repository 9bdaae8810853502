package comporta.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A Mesos cluster as its file says it should be.
 *
 * @param mesos version of Mesos for machines that are new, while no upgrade is on record
 * @param archive where a version of Mesos is fetched from, with {@code {version}} in place of it; null: the image holds it
 * @param allow networks that may reach every port, besides the machines themselves
 * @param door where the masters are asked, in place of their own addresses, each with its own for {@code {address}}; null: there
 * @param addresses of the masters, each of which keeps its own for ever; their count is odd
 * @param slaveTypes fixed agents and groups, by slave type
 * @param isOnOne whether its only machine runs ZooKeeper, the master and an agent
 */
public record Stack(
        String name, String mesos, String image, @Nullable String archive, List<String> subnets, @Nullable String key, List<String> allow,
        @Nullable String door, List<String> addresses, Kind masters, Map<String, SlaveType> slaveTypes, boolean isOnOne) {
    private static final String ADDRESS = "{address}";
    /** The role of machines that run ZooKeeper and a master. */
    public static final String MASTER = "mesos-master";

    public Stack {
        subnets = List.copyOf(subnets);
        allow = List.copyOf(allow);
        addresses = List.copyOf(addresses);
    }

    /** What a machine is made of. */
    public record Kind(String instanceType, @Nullable String instanceProfile, @Nullable Long diskGb) {}

    /**
     * Agents of one kind.
     *
     * @param nodes fixed agents; not for groups
     * @param group an auto-scaling group in their place; null: they are fixed
     */
    public record SlaveType(String name, Kind kind, int nodes, @Nullable Group group, Map<String, String> attributes) {}

    /** Bounds of an auto-scaling group. Where it stands between them is the business of node pools. */
    public record Group(String name, int min, int max) {}

    /** This stack with everything on its first machine: ZooKeeper, master and one agent. */
    public Stack single() {
        var fixed = slaveTypes.values().stream().filter(type -> type.group() == null).findFirst();
        return new Stack(
                name, mesos, image, archive, subnets, key, allow, door, addresses.subList(0, 1), masters,
                fixed.map(type -> Map.of(type.name(), new SlaveType(type.name(), type.kind(), 0, null, type.attributes()))).orElse(Map.of()), true);
    }

    /** This stack with new machines at that version. */
    public Stack at(String version) {
        return new Stack(name, version, image, archive, subnets, key, allow, door, addresses, masters, slaveTypes, isOnOne);
    }

    /** How many masters must agree. */
    int quorum() {
        return addresses.size() / 2 + 1;
    }

    /** Where all masters keep who leads. */
    String zookeeper() {
        return addresses.stream().map(address -> address + ":2181").collect(Collectors.joining(",", "zk://", "/mesos"));
    }

    /** The members of ZooKeeper as its configuration names them, from 1. */
    List<String> members() {
        return IntStream.range(0, addresses.size()).mapToObj(at -> "server." + (at + 1) + "=" + addresses.get(at) + ":2888:3888").toList();
    }

    /** Where the masters are asked. */
    List<String> doors() {
        return addresses.stream().map(this::doorOf).distinct().toList();
    }

    /** Where the master of that address is asked. */
    String doorOf(String address) {
        return door == null ? "http://" + address + ":5050" : door.replace(ADDRESS, address);
    }

    /** Whether each master can be asked by itself; else it is whoever leads that answers. */
    boolean hasDoors() {
        return door == null || door.contains(ADDRESS) || addresses.size() == 1;
    }

    /** Those machines; empty: it has none. */
    public Optional<SlaveType> slaveType(String type) {
        return Optional.ofNullable(slaveTypes.get(type));
    }

    /** Every role of a machine, masters first. */
    public List<String> roles() {
        var roles = new ArrayList<>(List.of(MASTER));
        roles.addAll(slaveTypes.keySet());
        return roles;
    }
}
