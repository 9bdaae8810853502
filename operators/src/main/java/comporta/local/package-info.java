/**
 * The local job backend: jobs as processes of this host that outlive the scheduler.
 *
 * <p>In: committed launches. Out: processes under a small shim, which claims its launch by creating a file and leaves the exit code in
 * another, and news of them; after a restart the files and {@code /proc} tell what became of each. Linux only: processes are started by
 * {@code posix_spawn} and awaited by {@code pidfd}s, called directly, since Java's own way takes twice as long, gives them our process
 * group, and forgets them when we end. The application makes one {@link comporta.local.LocalBackend}.
 */
@NullMarked
package comporta.local;

import org.jspecify.annotations.NullMarked;
