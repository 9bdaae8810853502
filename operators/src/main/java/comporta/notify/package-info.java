/**
 * Notifications: what happened in a run is told to whom its author named.
 *
 * <p>In: letters of the outbox, written with what they tell of, and the targets of the configuration. Out: mails, requests to webhooks and
 * chats, commands; repeated for a while when they do not get through; and what became of each attempt, back into the outbox. The
 * application starts {@link comporta.notify.Notifier} where it schedules, and wakes it when the loop announces something.
 */
@NullMarked
package comporta.notify;

import org.jspecify.annotations.NullMarked;
