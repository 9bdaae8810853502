/**
 * All SQL. A state and its history row are written in one transaction, by one thread on one connection.
 *
 * <p>In: changes that were decided, new runs, wishes. Out: runs as they were last committed. Called by {@code loop}, and by {@code web} to
 * read. H2 in the settings below survives the death of the process, PostgreSQL that of the machine too.
 */
@NullMarked
package comporta.store;

import org.jspecify.annotations.NullMarked;
