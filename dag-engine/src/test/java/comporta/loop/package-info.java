/** The doing, on a real database: an operator, a clock and an alarm that the test steers. */
@NullMarked
package comporta.loop;

import org.jspecify.annotations.NullMarked;
