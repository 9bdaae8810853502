package comporta.store;

import comporta.operator.LaunchIntent;
import java.util.List;

/** Launches that were given up, and that nobody has seen to end since. All that writes is for the thread that writes. */
public final class Orphans {

    /**
     * One of them.
     *
     * @param run number of its run
     * @param task number of its task
     */
    public record Orphan(long run, int task, LaunchIntent intent) {}

    private final Store store;
    private final Writer writer;

    Orphans(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** All that there are. */
    public List<Orphan> all() {
        return store.read(LaunchRows::givenUp);
    }

    /** It is certainly not alive. */
    public void over(Orphan orphan) {
        writer.write(session -> {
            LaunchRows.removeGivenUp(session, orphan);
            return true;
        });
    }
}
