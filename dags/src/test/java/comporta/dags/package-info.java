/**
 * The example DAGs are tried here. DAG files and what their jobs wrote come in; called by the build alone. Figures are
 * computed again from the data, without a line of the programs that are judged.
 */
@NullMarked
package comporta.dags;

import org.jspecify.annotations.NullMarked;
