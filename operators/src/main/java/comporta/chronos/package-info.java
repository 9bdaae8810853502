/**
 * Jobs on Chronos, which serves as a launcher only: each launch is a job of its own that never starts by itself.
 *
 * <p>In: launches of {@code job}. Out: what became of them, as Chronos says, and the Mesos below it where it is known. The client also does
 * what people do by hand: info, send, update, start, kill, delete. What users notice of it stands in {@code docs/jobs.md}.
 */
@NullMarked
package comporta.chronos;

import org.jspecify.annotations.NullMarked;
