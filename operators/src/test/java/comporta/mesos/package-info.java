/** A Mesos of this machine, held to recordings of a real one, and what the backend makes of it. */
@NullMarked
package comporta.mesos;

import org.jspecify.annotations.NullMarked;
