/**
 * What is launched, the same words for every place, and the SPI of the places: job backends.
 *
 * <p>In: the rendered {@code job} block of a try. Out: launches that carry all that a backend needs, and the operators' side of asking a
 * backend. Implemented by {@code local}, {@code mesos}, {@code aurora}, {@code chronos} and {@code marathon}; called by every operator that
 * launches jobs.
 */
@NullMarked
package comporta.job;

import org.jspecify.annotations.NullMarked;
