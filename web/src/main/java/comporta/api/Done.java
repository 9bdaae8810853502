package comporta.api;

import org.jspecify.annotations.Nullable;

/**
 * What a changing request was answered.
 *
 * @param eventId how far the history reached when it was done
 * @param auditSeq number of its row in the audit history; null: it has none of its own
 * @param undo null: it cannot be undone
 */
record Done(Text done, String eventId, @Nullable Long auditSeq, @Nullable Action undo) {}
