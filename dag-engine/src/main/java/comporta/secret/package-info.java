/**
 * What must not be shown: connections and variables with their secrets, their encryption at rest, and the
 * masks that keep them out of texts.
 *
 * <p>In: references as authors write them ({@code conn.warehouse.password}), sealed texts, the key of this installation. Out: values, only
 * where one is handed to the outside world, and texts with stars in place of secrets. The application builds the vault; operators and job
 * backends ask it when they submit, and never store an answer.
 */
@NullMarked
package comporta.secret;

import org.jspecify.annotations.NullMarked;
