package comporta.catalogue;

import comporta.dagfile.DagProblem;
import java.util.List;

/** Files that were pushed are not taken, none of them. */
public final class PushRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<DagProblem> problems;

    PushRefused(String message, List<DagProblem> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** The mistakes of the files; empty when they were not even read. */
    public List<DagProblem> problems() {
        return problems;
    }
}
