package comporta.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands of a stack, as the cloud tells it.
 *
 * @param wall its security group; null: there is none
 * @param machines masters and fixed agents that are not ending
 * @param groups auto-scaling groups, by name
 * @param isOnOne whether its only machine was started to run everything
 * @param leader address of the leading master; null: not known
 */
public record Seen(@Nullable Wall wall, List<Machine> machines, Map<String, Group> groups, boolean isOnOne, @Nullable String leader) {
    /** Nothing stands yet. */
    public static final Seen NOTHING = new Seen(null, List.of(), Map.of(), false, null);

    public Seen {
        machines = List.copyOf(machines);
    }

    /**
     * The security group, which also keeps which versions of Mesos the stack was given, so that every machine from which the cluster is kept
     * knows them.
     *
     * @param versions the newest first
     */
    public record Wall(String id, Set<String> allow, List<String> versions) {
        public Wall {
            versions = List.copyOf(versions);
        }
    }

    /**
     * A machine that was started for the stack.
     *
     * @param number within its role, from 1
     * @param make what it was made of, as {@link Make} tells it
     */
    public record Machine(String id, String role, int number, String version, String make, String address) {}

    /** @param machines instances of the group, each with its make */
    public record Group(String name, int min, int max, String version, String make, Map<String, String> machines) {}

    /** The same, with what is known of who leads. */
    public Seen led(@Nullable String by) {
        return new Seen(wall, machines, groups, isOnOne, by);
    }

    /** Those of a role, in the order of their numbers. */
    public List<Machine> of(String role) {
        return machines.stream().filter(machine -> machine.role().equals(role)).sorted(Comparator.comparingInt(Machine::number)).toList();
    }

    /** The version that the stack is at, or on its way to; empty: it was never given one. */
    public Optional<String> version() {
        return wall == null || wall.versions().isEmpty() ? Optional.empty() : Optional.of(wall.versions().getFirst());
    }

    /** The version before that. */
    public Optional<String> versionBefore() {
        return wall == null || wall.versions().size() < 2 ? Optional.empty() : Optional.of(wall.versions().get(1));
    }
}
