/** Tests of the engine on the virtual clock. */
@NullMarked
package comporta.simulate;

import org.jspecify.annotations.NullMarked;
