package comporta.store;

import java.time.Instant;
import java.util.List;

/** Every machine that a set-up brought up, for as long as its run is kept: what the cost ledger adds up. */
public final class Machines {
    private final Store store;
    private final Writer writer;

    Machines(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Those that were started for a run, in the order of their starts. */
    public List<PaidMachine> of(long run) {
        return store.read(session -> MachineRows.of(session, run));
    }

    /** Those that were started before {@code to} and had not ended by {@code from}, in the order of their starts. */
    public List<PaidMachine> between(Instant from, Instant to, int limit) {
        return store.read(session -> MachineRows.between(session, from, to, limit));
    }

    /** That machine was seen to be gone, which its lease has not ended. For the thread that writes. */
    public void ended(String machine, Instant at) {
        writer.write(session -> {
            MachineRows.ended(session, machine, at);
            return true;
        });
    }
}
