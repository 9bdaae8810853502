/**
 * The doing: wake, decide, commit, dispatch.
 *
 * <p>In: news of operators, wishes of people, alarms. Out: committed steps, and then commands to operators. Also recovery after a restart.
 * Called by the application, which wires store, operators and clocks together.
 */
@NullMarked
package comporta.loop;

import org.jspecify.annotations.NullMarked;
