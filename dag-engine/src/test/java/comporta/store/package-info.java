@NullMarked
package comporta.store;

import org.jspecify.annotations.NullMarked;
