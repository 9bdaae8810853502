/**
 * Who asks, and what they may do.
 *
 * <p>In: passwords, cookies and tokens as they come with a request. Out: a {@link comporta.access.Caller} with rights, or a refusal
 * in words. Called by {@code api}.
 */
@NullMarked
package comporta.access;

import org.jspecify.annotations.NullMarked;
