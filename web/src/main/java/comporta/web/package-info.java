/**
 * The door for browsers and programs.
 *
 * <p>In: DAGs, later HTTP requests. Out: pictures of DAGs; the API, live events and the pages of the run monitor will stand here, too.
 * Called by the application.
 */
@NullMarked
package comporta.web;

import org.jspecify.annotations.NullMarked;
