/**
 * The application: the command line, the configuration, and the wiring of all other rooms.
 *
 * <p>In: the words a person typed and the files they name. Out: text or JSON on the terminal, and an exit code. Nobody below; it may call
 * every room.
 */
@NullMarked
package comporta.app;

import org.jspecify.annotations.NullMarked;
