package comporta.timetable;

import comporta.dag.Calendar;
import comporta.dag.Schedule.Partition;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts time into the pieces of a partition. */
final class Pieces {
    private static final int LONGEST_CLOSURE = 366;
    private static final DateTimeFormatter WEEK = new DateTimeFormatterBuilder()
            .appendValue(IsoFields.WEEK_BASED_YEAR, 4)
            .appendLiteral("-W")
            .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
            .toFormatter(Locale.ROOT);

    private final Partition partition;
    private final ZoneId zone;
    private final @Nullable Calendar calendar;
    private final DateTimeFormatter format;

    /** @param calendar null: every day is open */
    Pieces(Partition partition, ZoneId zone, @Nullable Calendar calendar) {
        this.partition = partition;
        this.zone = zone;
        this.calendar = calendar;
        format = partition.format() == null ? usual(partition.unit()) : DateTimeFormatter.ofPattern(partition.format(), Locale.ROOT);
    }

    /** The piece for a tick: the one that the tick lies in, moved by the offset. */
    Piece of(Instant tick) {
        var wall = tick.atZone(zone);
        var day = wall.toLocalDate();
        return switch (partition.unit()) {
            case HOUR -> {
                // Hours are counted in elapsed time, so that each hour of an autumn night is a piece.
                var start = wall.truncatedTo(ChronoUnit.HOURS).plusHours(partition.offset());
                yield piece(start, start.plusHours(1));
            }
            case DAY -> days(day.plusDays(partition.offset()), day.plusDays(partition.offset() + 1L));
            case OPEN_DAY -> {
                var open = openDay(day, partition.offset());
                yield days(open, open.plusDays(1));
            }
            case WEEK -> {
                var monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).plusWeeks(partition.offset());
                yield days(monday, monday.plusWeeks(1));
            }
            case MONTH -> {
                var first = day.withDayOfMonth(1).plusMonths(partition.offset());
                yield days(first, first.plusMonths(1));
            }
        };
    }

    /** The open day so many after that day; of a closed day, the next open one counts as its own, so that -1 is the last before it. */
    private LocalDate openDay(LocalDate day, int offset) {
        var open = next(day, 1);
        for (int left = Math.abs(offset); left > 0; left--) {
            open = next(open.plusDays(Integer.signum(offset)), Integer.signum(offset));
        }
        return open;
    }

    private LocalDate next(LocalDate from, int way) {
        var day = from;
        for (int n = 0; calendar != null && !calendar.isOpen(day) && n < LONGEST_CLOSURE; n++) {
            day = day.plusDays(way);
        }
        return day;
    }

    /** Name of the piece that begins then. */
    String key(Instant start) {
        return format.format(start.atZone(zone));
    }

    private Piece days(LocalDate from, LocalDate until) {
        return piece(from.atStartOfDay(zone), until.atStartOfDay(zone));
    }

    private Piece piece(ZonedDateTime start, ZonedDateTime end) {
        return new Piece(format.format(start), start.toInstant(), end.toInstant());
    }

    private static DateTimeFormatter usual(Partition.Unit unit) {
        return switch (unit) {
            case HOUR -> DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH", Locale.ROOT);
            case DAY, OPEN_DAY -> DateTimeFormatter.ISO_LOCAL_DATE;
            case WEEK -> WEEK;
            case MONTH -> DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);
        };
    }
}
