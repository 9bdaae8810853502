package comporta.nodes;

import comporta.dag.Suggestion;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where machines of EC2 come from, and what they are made of.
 *
 * @param endpoint a stand-in of AWS; null: AWS
 * @param cluster what machines are tagged with; only machines of this cluster are ever looked at
 * @param owner whose machines these are: another scheduler of the same cluster has another one
 * @param master where agents register, as it is told to machines; null: nobody says
 * @param slaveTypes by name
 * @param spotinst null: there is none
 * @param poll between two looks at machines that boot or end
 * @param noCapacity after it is asked again for what there was no capacity for
 */
public record Ec2Settings(
        String region,
        @Nullable URI endpoint,
        String cluster,
        String owner,
        @Nullable String master,
        Map<String, SlaveType> slaveTypes,
        @Nullable SpotinstSettings spotinst,
        Duration poll,
        Duration noCapacity) {
    /** Between two looks. */
    public static final Duration POLL = Duration.ofSeconds(5);

    /** Until capacity may have come back. */
    public static final Duration NO_CAPACITY = Duration.ofSeconds(30);

    public Ec2Settings {
        slaveTypes = Map.copyOf(slaveTypes);
    }

    /** @throws Refused when nobody has configured it, or it is not to be scaled */
    SlaveType slaveType(String name) {
        var type = Optional.ofNullable(slaveTypes.get(name)).orElseThrow(() -> new Refused(Cause.USER, "slave type \"" + name
                + "\" is not configured. " + Suggestion.didYouMean(name, slaveTypes.keySet(), slaveTypes.isEmpty()
                        ? "Add it under nodes.slave_types in comporta.yaml"
                        : "Those of nodes.slave_types are " + String.join(", ", slaveTypes.keySet().stream().sorted().toList()))));
        if (!type.scaled()) {
            throw new Refused(Cause.USER, "slave type \"" + name + "\" is never scaled (scaled: false). Use another one");
        }
        return type;
    }
}
