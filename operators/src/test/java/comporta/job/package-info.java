/** What every job backend must do, as a suite of tests, and the tests of this room. */
@NullMarked
package comporta.job;

import org.jspecify.annotations.NullMarked;
