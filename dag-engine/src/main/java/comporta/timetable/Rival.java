package comporta.timetable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Somebody else's cron, asked the same as ours. */
@FunctionalInterface
public interface Rival {
    /** When a line of five fields is due in a zone, from {@code from} to {@code until}, both among it. */
    List<Instant> due(String line, ZoneId zone, Instant from, Instant until);
}
