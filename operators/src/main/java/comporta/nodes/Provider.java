package comporta.nodes;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where machines come from. Every call may be repeated, comes back soon and may be made from any thread; what takes long is seen by
 * looking again. What a provider cannot reach it tells with an exception, and the caller asks later.
 */
public interface Provider {

    /** The word of the configuration, e.g. {@code simulated}. */
    String name();

    /**
     * Sees to it that a machine stands at that place of its lease: looks first, and starts one only when none lives there and this token
     * has started none before.
     *
     * @return the machine that stands there; gone, when this token's machine has ended
     * @throws comporta.operator.Refused when there will never be such a machine, or its lease was given back
     */
    Machine launch(MachineRequest request);

    /** The latest machine of each place; places that never had one are left out. */
    List<Machine> look(Collection<MachineKey> keys);

    /** Every machine that is not gone. */
    List<Machine> machines();

    /** Asks machines to end; those that are gone already are no mistake. */
    void terminate(Collection<MachineKey> keys);

    /**
     * Ends every machine of the lease, and starts none for it from now on.
     *
     * @return whether it is verified that nothing is left
     */
    boolean release(String lease);

    /** When it pays to look again at a machine that is booting or ending. */
    Instant lookAgain(Machine machine);
}
