/**
 * What machines cost, and for whom they were paid.
 *
 * <p>In: from when to when each machine lived, whose lease it was, which tasks ran on it, and a price file. Out: machine seconds and money
 * by DAG, run, task or node pool. Computes only; {@code api} and {@code app} ask.
 */
@NullMarked
package comporta.cost;

import org.jspecify.annotations.NullMarked;
