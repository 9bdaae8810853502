package comporta.store;

/**
 * A text of a DAG file that runs are pinned to.
 *
 * @param id its number in the store
 * @param number from 1 within the DAG, for people
 */
public record DagVersion(long id, int number) {}
