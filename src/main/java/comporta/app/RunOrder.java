package comporta.app;

import comporta.dag.Dag;
import java.nio.file.Path;

/**
 * A local run that is about to be, checked as far as that is possible before it has an id.
 *
 * @param request what was asked for
 * @param file of the DAG
 * @param source its text
 * @param values variables and connections
 */
record RunOrder(RunRequest request, Dag dag, Path file, String source, Configuration configuration, LocalValues values) {}
