package comporta.loop;

import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Leasing;
import comporta.operator.Try;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A steered operator whose tries hold machines. */
public class SteeredMachines extends SteeredOperator implements Leasing {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean gone = true;
    private volatile Duration keepOnFailure = Duration.ZERO;

    public SteeredMachines(String name) {
        super(name);
    }

    /** Whether what is asked to be given back is gone at once. */
    public void gone(boolean atOnce) {
        gone = atOnce;
    }

    /** How long machines stay after a failure, for leases that are opened from now on. */
    public void keeps(Duration afterFailure) {
        keepOnFailure = afterFailure;
    }

    /** Leases that were to be given back, in order of asking. */
    public List<String> releases() {
        return asked;
    }

    @Override
    public LeaseTerms lease(Try attempt) {
        return new LeaseTerms(attempt.task().id().value(), "steered", "steered", 1, Duration.ofHours(12), keepOnFailure);
    }

    @Override
    public boolean release(Lease lease) {
        asked.add(lease.id());
        return gone;
    }
}
