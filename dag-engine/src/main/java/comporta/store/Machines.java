package comporta.store;

import comporta.operator.MachineNews;
import java.time.Instant;
import java.util.Collection;
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

    /** Those that were started for these runs, in the order of their starts. */
    public List<PaidMachine> of(Collection<Long> runs) {
        return runs.isEmpty() ? List.of() : store.read(session -> MachineRows.of(session, runs));
    }

    /** Those that were started before {@code to} and had not ended by {@code from}, in the order of their starts. */
    public List<PaidMachine> between(Instant from, Instant to, int limit) {
        return store.read(session -> MachineRows.between(session, from, to, limit));
    }

    /** What is told of a machine whose lease goes on; told twice it means nothing more. For the thread that writes. */
    public void moved(MachineNews news) {
        writer.write(session -> {
            switch (news) {
                case MachineNews.Registered registered -> MachineRows.registered(session, registered);
                case MachineNews.Gone gone -> MachineRows.ended(session, gone.machine(), gone.at());
                case MachineNews.Replaced replaced -> MachineRows.replaced(session, replaced);
            }
            return true;
        });
    }
}
