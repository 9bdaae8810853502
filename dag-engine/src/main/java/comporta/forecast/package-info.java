/**
 * When a run will be over. Pure.
 *
 * <p>In: what is known of a run, and how long its tasks took in past nights. Out: samples of how it may go on, and so likely ends, chances
 * of being late, critical tasks, latest starts. A shared factor of the night, forms of what is left, and slots are what makes the numbers
 * honest; see docs/deadlines.md for the formulas. Called by {@code loop} and {@code simulate}.
 */
@NullMarked
package comporta.forecast;

import org.jspecify.annotations.NullMarked;
