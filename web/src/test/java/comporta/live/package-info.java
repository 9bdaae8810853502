/** Tests of what those who listen are told. */
@NullMarked
package comporta.live;

import org.jspecify.annotations.NullMarked;
