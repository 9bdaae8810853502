package comporta.nodes;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;

/** How machines are asked for and ended: one by one, by a fleet, or by a group that starts and ends them. Errors of AWS are let through. */
interface Way {

    /**
     * Has a machine started for a place at which none stands.
     *
     * @throws NotNow when it is on its way, or there is no capacity
     * @throws comporta.operator.Refused when there will never be one
     */
    Instance start(MachineRequest request, SlaveType type);

    /** Ends machines that it has started. */
    void end(List<Instance> instances);

    /**
     * Nothing more comes for a lease of which no machine is left.
     *
     * @return whether that is certain
     */
    default boolean close(String lease) {
        return true;
    }
}
