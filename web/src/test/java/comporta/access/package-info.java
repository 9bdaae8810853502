/** Tests of signing in. */
@NullMarked
package comporta.access;

import org.jspecify.annotations.NullMarked;
