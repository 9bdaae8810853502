/**
 * Notifications: what happened in a run is told to whom its author named.
 *
 * <p>In: notices, after what they tell of was committed, and the targets of the configuration. Out: mails, requests to webhooks and chats,
 * commands; repeated for a while when they do not get through. The application gives the notices of {@code loop} to {@link
 * comporta.notify.Notifier}.
 */
@NullMarked
package comporta.notify;

import org.jspecify.annotations.NullMarked;
