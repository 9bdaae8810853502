package comporta.simulate;

import comporta.dag.Durations;
import comporta.dag.Misspelt;
import comporta.dag.PlainData;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Leasing;
import comporta.operator.Try;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A stand-in whose tries hold machines that do not exist. */
public final class MachineStandIn extends StandIn implements Leasing {
    private static final Duration TTL = Duration.ofHours(12);

    /** @param name the word of the DAG file */
    public MachineStandIn(String name, VirtualTime time, Behaviour behaviour) {
        super(name, time, behaviour);
    }

    @Override
    public LeaseTerms lease(Try attempt) {
        var pool = PlainData.block(attempt.settings(), "node_pool");
        var name = pool.get("name") == null ? attempt.task().id().value() : String.valueOf(pool.get("name"));
        var slaveType = pool.get("slave_type") == null ? name : String.valueOf(pool.get("slave_type"));
        return new LeaseTerms(
                name, slaveType, "simulated", wanted(pool.get("nodes")), duration(pool.get("ttl"), TTL),
                duration(pool.get("keep_on_failure"), Duration.ZERO));
    }

    /** One for each machine. */
    @Override
    int launches(Try attempt) {
        return wanted(PlainData.block(attempt.settings(), "node_pool").get("nodes"));
    }

    /** A number that is not known before the run is one machine. */
    private static int wanted(@Nullable Object nodes) {
        var text = String.valueOf(nodes);
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 1;
    }

    private static Duration duration(@Nullable Object text, Duration otherwise) {
        try {
            return text == null ? otherwise : Durations.parse(text.toString());
        } catch (Misspelt e) {
            return otherwise;
        }
    }

    @Override
    public boolean release(Lease lease) {
        return true;
    }
}
