package comporta.simulate;

import comporta.dag.Dag;
import comporta.operator.Operator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Stand-ins for all operators of a DAG. */
public final class StandIns {
    private static final Set<String> MACHINES = Set.of("scale-ec2", "scale");

    private StandIns() {}

    /** An operator for each word that the DAG uses. */
    public static Map<String, Operator> of(Dag dag, VirtualTime time, Behaviour behaviour) {
        var operators = new LinkedHashMap<String, Operator>();
        for (var task : dag.tasks().values()) {
            operators.computeIfAbsent(task.operator(), name -> MACHINES.contains(name)
                    ? new MachineStandIn(name, time, behaviour)
                    : new StandIn(name, time, behaviour));
        }
        return operators;
    }
}
