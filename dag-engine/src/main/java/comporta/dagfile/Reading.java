package comporta.dagfile;

import comporta.dag.Dag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a DAG file.
 *
 * @param dag null when there is an error
 * @param problems errors and warnings in order of place, at most a hundred
 * @param source the text that was read, which a run is pinned to; empty when there was none to read
 */
public record Reading(@Nullable Dag dag, List<DagProblem> problems, String source) {
    public Reading {
        problems = List.copyOf(problems);
    }

    /** Whether the DAG can be used; there may be warnings. */
    public boolean ok() {
        return dag != null;
    }
}
