/** Tests of the secrets. */
@NullMarked
package comporta.secret;

import org.jspecify.annotations.NullMarked;
