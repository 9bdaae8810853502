/**
 * What an author says: a DAG with its tasks, schedule, deadlines and parameters, as immutable values without any behaviour of a run.
 *
 * <p>In: what {@code dagfile} read and checked. Out: values that every other room may hold. Nobody above; everybody below calls.
 */
@NullMarked
package comporta.dag;

import org.jspecify.annotations.NullMarked;
