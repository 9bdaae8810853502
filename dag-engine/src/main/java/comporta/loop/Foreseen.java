package comporta.loop;

import comporta.dag.Dag;

/**
 * The latest forecast of a live run.
 *
 * @param run the run's id within its DAG
 */
public record Foreseen(Dag dag, String run, RunForecast forecast) {}
