@NullMarked
package comporta.aurora;

import org.jspecify.annotations.NullMarked;
