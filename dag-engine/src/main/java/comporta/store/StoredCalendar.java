package comporta.store;

import java.time.Instant;

/**
 * A calendar that lies in no dags folder.
 *
 * @param text of the file that it would be there
 * @param version 1 at first, and one more with each change
 */
public record StoredCalendar(String name, String text, int version, Instant changedAt, String changedBy) {}
