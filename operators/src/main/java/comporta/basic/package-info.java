/**
 * The operators that need no system of their own.
 *
 * <p>In: tries. Out: nothing to launch: such a task is over as soon as it may start. The application gives them to {@code loop}.
 */
@NullMarked
package comporta.basic;

import org.jspecify.annotations.NullMarked;
