/**
 * {@code spark-driver}: a Spark driver as a job, whose executors run on a node pool.
 *
 * <p>In: the {@code job} and {@code spark} blocks of a try. Out: one launch of the driver's job, with Spark's properties. The driver asks
 * Mesos for its executors itself.
 */
@NullMarked
package comporta.spark;

import org.jspecify.annotations.NullMarked;
