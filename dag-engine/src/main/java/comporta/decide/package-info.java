/**
 * What happens next. Pure.
 *
 * <p>In: a view of the live run, an event, the time. Out: changes to commit and commands to carry out afterwards, in order. Trigger rules,
 * limits, priorities, retries, set-up and teardown are decided here. Called by {@code loop}, {@code simulate} and {@code forecast}.
 */
@NullMarked
package comporta.decide;

import org.jspecify.annotations.NullMarked;
