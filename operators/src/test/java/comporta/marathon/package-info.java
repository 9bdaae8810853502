/** Marathon, held to its protocol page by a fake of it. */
@NullMarked
package comporta.marathon;

import org.jspecify.annotations.NullMarked;
