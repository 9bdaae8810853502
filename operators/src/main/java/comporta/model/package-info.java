/**
 * {@code model}: iterative jobs, one launch per iteration.
 *
 * <p>In: the {@code job} block and the number of {@code iterations}. Out: launches, one after the other, each of which knows its number.
 */
@NullMarked
package comporta.model;

import org.jspecify.annotations.NullMarked;
