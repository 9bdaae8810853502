/**
 * The operators that need no system of their own.
 *
 * <p>In: tries. Out: launches of jobs, or nothing at all. The application gives them to {@code loop}.
 */
@NullMarked
package comporta.basic;

import org.jspecify.annotations.NullMarked;
