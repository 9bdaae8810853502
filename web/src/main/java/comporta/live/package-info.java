/**
 * What happens, as it happens.
 *
 * <p>In: history rows, as the store numbers them, so that any process can go on where another stopped. Out: server-sent events for those
 * who listen, each entity at most ten times a second. Called by {@code api}.
 */
@NullMarked
package comporta.live;

import org.jspecify.annotations.NullMarked;
