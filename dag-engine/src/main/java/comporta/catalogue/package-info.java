/**
 * The DAGs of a server: what the dags folder holds, worked into what is on record.
 *
 * <p>In: readings of the folder, wishes to use another version, files that somebody sends. Out: a list of DAGs with the version that new
 * runs use, which survives restarts and files with mistakes. Called by the server, which hands the list to {@code loop} and to the web.
 */
@NullMarked
package comporta.catalogue;

import org.jspecify.annotations.NullMarked;
