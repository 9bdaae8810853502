/**
 * The door for browsers and programs.
 *
 * <p>In: HTTP requests. Out: the API, live events, and the pages of the run monitor. Called by the application. The room is still empty; its
 * place in the house, below every operator and above the application, is already held by the architecture tests.
 */
@NullMarked
package comporta.web;

import org.jspecify.annotations.NullMarked;
