package comporta.timetable;

import java.time.Instant;

/**
 * A piece of the data that runs of a schedule work on.
 *
 * @param key names it, e.g. {@code 2026-11-20}
 * @param end exclusive
 */
public record Piece(String key, Instant start, Instant end) {}
