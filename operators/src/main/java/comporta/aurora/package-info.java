/**
 * Jobs on Apache Aurora: a job of its own for each launch, spoken to over Thrift, run by Thermos.
 *
 * <p>In: launches of the {@code job} room. Out: Aurora jobs, and news of them. Its scheduler is asked for all watched launches together;
 * what its statuses mean in our words stands in tables here.
 */
@NullMarked
package comporta.aurora;

import org.jspecify.annotations.NullMarked;
