/** Tests of the operators that need no system of their own, against real files and servers on loopback. */
@NullMarked
package comporta.basic;

import org.jspecify.annotations.NullMarked;
