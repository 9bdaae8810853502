package comporta.store;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What we are to one Mesos cluster, and what we gave to its agents. All that writes is for the thread that writes. */
public final class Framework {

    /** A task that was sent to an agent. */
    public record Assignment(String task, String agent, String agentUrl) {}

    private final Store store;
    private final Writer writer;
    private final String backend;

    Framework(Store store, Writer writer, String backend) {
        this.store = store;
        this.writer = writer;
        this.backend = backend;
    }

    /** The id that the masters know us by. */
    public Optional<String> id() {
        return Optional.ofNullable(store.read(session -> FrameworkRows.id(session, backend)));
    }

    /** Keeps that id from now on. */
    public void be(String id) {
        writer.write(session -> {
            FrameworkRows.write(session, backend, id);
            return true;
        });
    }

    /** Forgets the id and all tasks. */
    public void forget() {
        writer.write(session -> {
            FrameworkRows.delete(session, backend);
            return true;
        });
    }

    /** Every task that is not forgotten. */
    public List<Assignment> assigned() {
        return store.read(session -> FrameworkRows.assigned(session, backend));
    }

    /** Keeps them all, or none; a task that was given away before is given to its new agent. */
    public void assign(Collection<Assignment> tasks) {
        writer.write(session -> {
            FrameworkRows.unassign(session, backend, tasks.stream().map(Assignment::task).toList());
            FrameworkRows.assign(session, backend, tasks);
            return true;
        });
    }

    /** Forgets those tasks. */
    public void unassign(Collection<String> tasks) {
        writer.write(session -> {
            FrameworkRows.unassign(session, backend, tasks);
            return true;
        });
    }
}
