/**
 * Where a run stands: states, events, and the machine that leads from one state to the next. Pure.
 *
 * <p>In: a task instance and an event. Out: the instance as it is afterwards, or why the event means
 * nothing to it. Called by {@code decide}.
 */
@NullMarked
package comporta.run;

import org.jspecify.annotations.NullMarked;
