package comporta.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where machines come from. Every call may be repeated, comes back soon and may be made from any thread; what takes long is seen by
 * looking again. What a provider cannot reach it tells with an exception, and the caller asks later.
 */
public interface Provider extends AutoCloseable {
    /** How long others' work on machines that are given back may go on when nobody says. */
    Duration USUAL_DRAIN = Duration.ofMinutes(10);

    /** The word of the configuration, e.g. {@code simulated}. */
    String name();

    /**
     * Sees to it that a machine stands at that place of its lease: looks first, and starts one only when none lives there and this token
     * has started none before.
     *
     * @return the machine that stands there; gone, when this token's machine has ended
     * @throws NotNow when there is none yet; asked again with the same request it still starts at most one
     * @throws comporta.operator.Refused when there will never be such a machine, or its lease was given back
     */
    Machine launch(MachineRequest request);

    /** The latest machine of each place; places that never had one are left out. */
    List<Machine> look(Collection<MachineKey> keys);

    /** Every machine that is not gone. */
    List<Machine> machines();

    /**
     * What its configuration names and it does not have, or does not let us see.
     *
     * @return in words, by slave type; empty: all is there
     */
    default Map<String, List<String>> missing() {
        return Map.of();
    }

    /** Asks machines to end; those that are gone already are no mistake. */
    void terminate(Collection<MachineKey> keys);

    /**
     * Ends every machine of the lease, and starts none for it from now on.
     *
     * @param drain so long others' work on them may go on
     * @return whether it is verified that nothing is left
     */
    boolean release(String lease, Duration drain);

    /** The same, with the usual time for others' work. */
    default boolean release(String lease) {
        return release(lease, USUAL_DRAIN);
    }

    /** When it pays to look again at a machine that is booting or ending. */
    Instant lookAgain(Machine machine);

    /**
     * Those of these machines that others' work runs on, so that they are not to be ended now; from here on they get no more of it.
     */
    default List<Machine> busy(Collection<Machine> machines) {
        return List.of();
    }

    /**
     * One step on the way to so many machines of a lease: those that nothing runs on are ended, the others get no more work once it is their
     * turn. Asked again until it says yes; what goes on elsewhere of that lease stays as it is.
     *
     * @return whether no more than that are left
     */
    boolean shrink(String lease, int staying);

    /**
     * Those of these machines that the platform has said it will take away soon.
     *
     * @param told what it has said elsewhere, by id
     * @return them, and why
     */
    default Map<Machine, String> leavingSoon(Collection<Machine> machines, Map<String, String> told) {
        return Map.of();
    }

    /**
     * These will be taken away soon: they get no more work, and give up their places, so that others can be launched there while they still
     * live.
     */
    default void vacate(Collection<Machine> leaving) {}

    /** These end once nothing runs on them; asked again until they have. */
    default void retire(Collection<Machine> leaving) {}

    /**
     * These are gone, and nobody here has ended them: whoever starts work on them is told to wait for none of it any more.
     *
     * @return why, by id: of those for which that is certain and told. The others are asked about again
     */
    default Map<String, String> lost(Collection<Machine> machines) {
        return machines.stream().collect(Collectors.toMap(Machine::id, _ -> "its provider has ended it", (one, _) -> one));
    }

    /**
     * Ends machines of this owner whose lease is not among these, and those of anybody whose time has been over for a while.
     *
     * @return those that were found alive
     */
    default List<Stray> sweep(Set<String> leases) {
        return List.of();
    }

    @Override
    default void close() {}
}
