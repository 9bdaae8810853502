/** Chronos, held to its protocol page by a fake of it. */
@NullMarked
package comporta.chronos;

import org.jspecify.annotations.NullMarked;
