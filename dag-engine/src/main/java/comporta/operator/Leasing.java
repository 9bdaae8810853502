package comporta.operator;

import java.util.function.Consumer;

/** An operator whose tries bring up something that must be given back, whatever happens: a set-up on the engine's lease. */
public interface Leasing extends Operator {

    /** Whether this try brings up anything; one that does not holds no lease. Pure. */
    default boolean isLeasing(Try attempt) {
        return true;
    }

    /** What the try is going to hold; pure. Committed together with its first launches. */
    LeaseTerms lease(Try attempt);

    /**
     * Gives back what of a lease is no longer needed, as soon as nothing runs on it: {@link Lease#registered()} machines stay. Returns
     * soon, goes on by itself, and may be asked again.
     */
    default void shrink(Lease lease) {}

    /** Where it is told of machines that come and go while their lease goes on; called once, before anything is submitted. */
    default void watchMachines(Consumer<MachineNews> listener) {}

    /**
     * Gives back all that a lease holds. Asked again until it says yes.
     *
     * @return whether it is verified that nothing is left
     */
    boolean release(Lease lease);
}
