/** Tests of the local backend, and the program that measures it. */
@NullMarked
package comporta.local;

import org.jspecify.annotations.NullMarked;
