@NullMarked
package comporta.api;

import org.jspecify.annotations.NullMarked;
