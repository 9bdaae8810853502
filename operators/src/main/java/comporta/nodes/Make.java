package comporta.nodes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How machines of a node pool are to be made, beyond what their slave type says.
 *
 * @param types compatible types, first preferred; empty: those of the slave type
 * @param via {@code instances}, {@code fleet}, {@code elastigroup}, {@code group}, or {@link #AS_BEFORE}
 * @param zones availability zones; empty: all that the slave type's subnets lie in
 * @param disk gigabytes; null: as the slave type says
 * @param diskType null: as the slave type says
 * @param wanted how many machines the pool is to have
 */
public record Make(List<String> types, String via, List<String> zones, @Nullable Integer disk, @Nullable String diskType, int wanted) {
    /** By the group that its lease has, if it has one: nobody remembers how it was asked for. */
    public static final String AS_BEFORE = "as before";

    /** As the slave type says, one by one. */
    public static final Make PLAIN = new Make(List.of(), "instances", List.of(), null, null, 1);

    public Make {
        types = List.copyOf(types);
        zones = List.copyOf(zones);
    }

    /** The same for a pool of so many machines. */
    Make of(int machines) {
        return new Make(types, via, zones, disk, diskType, machines);
    }
}
