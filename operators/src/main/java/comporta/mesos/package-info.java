/**
 * Jobs straight on Mesos, as a framework of our own.
 *
 * <p>In: launches of jobs, and the events of a leading master. Out: tasks on agents, and news of them. What must outlive us stands behind
 * {@link comporta.mesos.MesosMemory}. Called by the application, which knows a backend as {@link comporta.job.JobBackend}.
 */
@NullMarked
package comporta.mesos;

import org.jspecify.annotations.NullMarked;
