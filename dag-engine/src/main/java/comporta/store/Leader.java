package comporta.store;

import java.time.Duration;

/**
 * Who claimed the lead last.
 *
 * @param owner its name, for people
 * @param epoch how often the lead was claimed
 * @param left how long it keeps the lead without renewing it; zero when that has run out, or where one process alone has the database
 */
public record Leader(String owner, long epoch, Duration left) {}
