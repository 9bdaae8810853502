package comporta.dagfile;

import java.util.List;
import java.util.Optional;

/** Which types of machines may stand together in a pool: those that can stand in for the first one. */
public final class MachineMix {
    private MachineMix() {}

    /**
     * One that may not.
     *
     * @param type its name
     * @param what why not
     * @param fix which would fit
     */
    public record Clash(String type, String what, String fix) {}

    /** The first of these that does not go with the one at the head; empty: they go together, as far as their names tell. */
    public static Optional<Clash> clash(List<String> types) {
        return types.stream().skip(1)
                .flatMap(type -> Optional.ofNullable(InstanceTypes.clash(types.getFirst(), type)).stream()).findFirst();
    }
}
