package comporta.nodes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How machines of a node pool are to be made, beyond what their slave type says.
 *
 * @param types compatible types, first preferred; empty: those of the slave type
 * @param via {@code instances}, {@code fleet}, {@code elastigroup} or {@code group}
 * @param zones availability zones; empty: all that the slave type's subnets lie in
 * @param disk gigabytes; null: as the slave type says
 * @param diskType null: as the slave type says
 * @param wanted how many machines the pool is to have
 */
public record Make(List<String> types, String via, List<String> zones, @Nullable Integer disk, @Nullable String diskType, int wanted) {
    /** As the slave type says, one by one. */
    public static final Make PLAIN = new Make(List.of(), "instances", List.of(), null, null, 1);

    public Make {
        types = List.copyOf(types);
        zones = List.copyOf(zones);
    }
}
