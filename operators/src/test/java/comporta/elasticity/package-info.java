/** How shares follow deadlines: the classic law against its recorded steps, the others on simulated jobs, all of it against real processes. */
@NullMarked
package comporta.elasticity;

import org.jspecify.annotations.NullMarked;
