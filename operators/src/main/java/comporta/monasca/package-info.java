/**
 * Monasca: metrics, alarms and notifications, with tokens of Keystone v3.
 *
 * <p>In: a credential file, and measures of jobs. Out: metrics in batches, kept on disk while Monasca is away; alarm definitions in step
 * with deadlines. Called by {@code app}.
 */
@NullMarked
package comporta.monasca;

import org.jspecify.annotations.NullMarked;
