/** Throws mutated inputs at all that reads what people and jobs write: no crash, no hang, no way out of the quoting of a shell line. */
@NullMarked
package comporta.fuzz;

import org.jspecify.annotations.NullMarked;
