package comporta.store;

import comporta.dag.DagId;

/** There is a run of this key already: for a tick that means that it was served. */
public final class RunExists extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunExists(DagId dag, String key, Throwable cause) {
        super("DAG \"" + dag + "\" already has a run \"" + key + "\"", cause);
    }
}
