package comporta.loop;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.DagProblem;
import comporta.decide.Movement;
import comporta.store.StoredRun;
import java.nio.charset.StandardCharsets;

/** The DAG of a stored run, from the text that it is pinned to. */
final class LoadedDags {
    private LoadedDags() {}

    /** @throws UnreadableRun when the text is none any more */
    static Dag of(StoredRun stored) {
        var read = DagFiles.read(stored.path(), stored.source().getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        var dag = read.dag();
        if (dag == null) {
            throw new UnreadableRun(stored.run(), read.problems().stream().map(DagProblem::toString).toList());
        }
        return Movement.arranged(dag, stored.tasks());
    }
}
