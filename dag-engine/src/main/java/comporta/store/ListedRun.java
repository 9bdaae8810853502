package comporta.store;

import comporta.run.DagRun;

/**
 * A run as lists have it.
 *
 * @param dagVersion number of its DAG version, for people
 * @param seen the last history row of it and of its tasks: grows whenever anything of it changes
 */
public record ListedRun(DagRun run, int dagVersion, long seen) {}
