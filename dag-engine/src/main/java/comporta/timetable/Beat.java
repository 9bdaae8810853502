package comporta.timetable;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One time of a pattern on a day, before the zone's transitions and the calendar are asked.
 *
 * @param wall on the clocks of the zone
 * @param at the instant, where the pattern counts instants; null: it follows from {@code wall}
 * @param line the cron line that counts every hour, so that both hours of an autumn night are due; null: none
 */
record Beat(LocalDateTime wall, @Nullable Instant at, @Nullable CronLine line) {}
