/**
 * One-shot jobs on Marathon, which keeps services alive: each launch is an app of one instance, which is stilled when its task has ended.
 *
 * <p>In: launches of {@code job}. Out: what became of them, as Marathon, its events and the Mesos below it say. The client also does what
 * people
 * do by hand: info, send, update, start, kill, delete.
 */
@NullMarked
package comporta.marathon;

import org.jspecify.annotations.NullMarked;
