/**
 * How much CPU a job that works in iterations is given so that it keeps its deadline.
 *
 * <p>In: what was promised of a job, and when each of its iterations ran with which share. Out: the share of the next one, with the reason
 * in words and the chance to be late. Laws and allocator only compute; actuators and the supervisor's endpoint do. Called by the model
 * operator, by {@code app} and by the simulated comparison of the laws.
 */
@NullMarked
package comporta.elasticity;

import org.jspecify.annotations.NullMarked;
