/**
 * The engine on the virtual clock: whole nights in milliseconds, bit for bit repeatable by seed.
 *
 * <p>In: a DAG, what its tasks are to do and how long that takes. Out: the story of a run as the real loop, decider and store tell it.
 * Called by the application for {@code run --fast} and {@code simulate}. Nothing here reads the wall clock or dice of its own.
 */
@NullMarked
package comporta.simulate;

import org.jspecify.annotations.NullMarked;
