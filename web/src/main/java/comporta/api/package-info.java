/**
 * The HTTP API.
 *
 * <p>In: requests of pages, programs and the command line. Out: JSON by the shapes of this package, described by {@code /api/openapi.json};
 * of wishes, rows of the inbox. Called by the application, which hands in what it stands on as a {@link comporta.api.Ground}.
 */
@NullMarked
package comporta.api;

import org.jspecify.annotations.NullMarked;
