/** Tests of what the monitor is made of, over real HTTP. */
@NullMarked
package comporta.page;

import org.jspecify.annotations.NullMarked;
