/** Tests of notifications, against real servers on loopback. */
@NullMarked
package comporta.notify;

import org.jspecify.annotations.NullMarked;
