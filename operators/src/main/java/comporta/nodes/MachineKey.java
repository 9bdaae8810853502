package comporta.nodes;

/**
 * The n-th machine of a lease: at most one machine stands there at a time.
 *
 * @param lease id of the lease, which the machine is tagged with
 * @param index from 0
 */
public record MachineKey(String lease, int index) {}
