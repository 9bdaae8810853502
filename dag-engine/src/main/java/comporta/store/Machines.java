package comporta.store;

import comporta.operator.MachineNews;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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

    /**
     * Notes that a machine will be taken away. For the thread that writes.
     *
     * @param notice why, in words
     * @return whether a machine of that name is up
     */
    public boolean notice(String machine, String notice, Deed deed) {
        return writer.write(session -> {
            boolean isUp = MachineRows.notice(session, machine, notice, deed.at());
            if (isUp) {
                Audit.add(session, deed.of("notice", "machines/" + machine, null, notice));
            }
            return isUp;
        });
    }

    /** Why machines that are up will be taken away, by name: those of which that was noted since then. */
    public Map<String, String> noticed(Instant since) {
        return store.read(session -> MachineRows.noticed(session, since));
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
