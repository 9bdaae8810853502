/**
 * The walls of the house as rules over compiled classes: the order of the rooms, what a room may touch, how packages are named.
 *
 * <p>In: classes of one or more modules. Out: every violation in one report. Called by a test in the engine, over the engine alone, and by
 * one in the application, over all modules.
 */
@NullMarked
package comporta.architecture;

import org.jspecify.annotations.NullMarked;
