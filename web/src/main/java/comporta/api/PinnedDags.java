package comporta.api;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Movement;
import comporta.run.DagRun;
import comporta.store.Archive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The DAG versions that runs are pinned to, the last few that were looked at. */
final class PinnedDags {
    private static final int KEPT = 200;

    private final Archive archive;
    private final Recent<Long, Optional<Dag>> read = new Recent<>(KEPT);
    private final Recent<Pinned, Optional<Dag>> arranged = new Recent<>(KEPT);

    /** A run keeps its version until it is moved to another. */
    private record Pinned(long run, long version) {}

    PinnedDags(Archive archive) {
        this.archive = archive;
    }

    /** The DAG of a version, by its number in the store; empty when this program can no longer read it. */
    Optional<Dag> of(long version) {
        var known = read.get(version);
        if (known != null) {
            return known;
        }
        var pinned = archive.source(version);
        var dag = Optional.ofNullable(DagFiles.read(pinned.path(), pinned.source().getBytes(StandardCharsets.UTF_8),
                Checking.LENIENT).dag());
        read.put(version, dag);
        return dag;
    }

    /** The DAG of a run, with its tasks in the order of the numbers that they have there: a run that was moved has numbers of its own. */
    Optional<Dag> of(DagRun run) {
        var key = new Pinned(run.id(), run.dagVersion());
        var known = arranged.get(key);
        if (known != null) {
            return known;
        }
        var written = of(run.dagVersion());
        List<TaskId> ids = written.isEmpty() ? List.of() : archive.order(run.id());
        var dag = written.map(each -> Movement.arranged(each, ids));
        arranged.put(key, dag);
        return dag;
    }
}
