/** Tests of the operators that need no system of their own. */
@NullMarked
package comporta.basic;

import org.jspecify.annotations.NullMarked;
