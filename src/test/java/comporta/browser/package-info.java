/** The run monitor as people meet it: a real server with real runs, looked at through a real browser. */
@NullMarked
package comporta.browser;

import org.jspecify.annotations.NullMarked;
