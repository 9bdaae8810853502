/**
 * The operators that need no system of their own.
 *
 * <p>In: tries, and the vault that holds connections. Out: what is done by a thread of this process, such as a request or a transaction, or
 * nothing at all. The application gives them to {@code loop}.
 */
@NullMarked
package comporta.basic;

import org.jspecify.annotations.NullMarked;
