/**
 * The run monitor, as far as the server has to do with it.
 *
 * <p>In: the modules, style sheets and pictures on the class path, and Lit from its WebJar. Out: one HTML page for all
 * addresses of the monitor, and its parts under an address that changes with their content. All that the pages show they
 * ask of the API. Called by the application.
 */
@NullMarked
package comporta.page;

import org.jspecify.annotations.NullMarked;
