/**
 * When a run will be over. Pure.
 *
 * <p>In: what is known of a run, and how long its tasks usually take. Out: likely ends and the critical path. Called by {@code loop}.
 */
@NullMarked
package comporta.forecast;

import org.jspecify.annotations.NullMarked;
