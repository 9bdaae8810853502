package comporta.store;

import comporta.dag.DagId;

/** There is a run of this key already: for a tick that means that it was served. */
public final class RunExists extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long run;

    RunExists(DagId dag, String key, long run) {
        super("DAG \"" + dag + "\" already has a run \"" + key + "\"");
        this.run = run;
    }

    /** Number of the run that is there. */
    public long run() {
        return run;
    }
}
