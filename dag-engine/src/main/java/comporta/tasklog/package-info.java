/**
 * Logs of tries with their index: which bytes of which stream appeared when.
 *
 * <p>In: the files {@code stdout} and {@code stderr} of a try, which its job (or a copier) writes, and how large they may get. Out: pages
 * by offset, last lines, and the lines by which a job speaks to us. Backends call {@link comporta.tasklog.LogFollower}; the terminal and
 * the web call {@link comporta.tasklog.TaskLog}, also from other processes.
 */
@NullMarked
package comporta.tasklog;

import org.jspecify.annotations.NullMarked;
