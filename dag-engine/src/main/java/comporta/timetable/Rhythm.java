package comporta.timetable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The instants of a pattern, with the zone's transitions and the calendar worked in, before and after any instant. */
final class Rhythm {
    /** No period, and no pattern of the calendar, comes more seldom. */
    private static final int YEARS = 101;

    private final Pattern pattern;
    private final WallClock clock;
    private final Days days;
    private final ZoneId zone;

    Rhythm(Pattern pattern, WallClock clock, Days days, ZoneId zone) {
        this.pattern = pattern;
        this.clock = clock;
        this.days = days;
        this.zone = zone;
    }

    /** All that is due strictly after an instant, in order. */
    Walk after(Instant instant) {
        return new Walk(this, instant);
    }

    /** The last that is due strictly before an instant and was not skipped. */
    Optional<Instant> before(Instant instant) {
        var day = dayOf(instant).plusDays(1);
        var earliest = day.minusYears(YEARS);
        var last = Instant.MIN;
        // Clocks that are put back over midnight let a day go on while the next has begun: look two days beyond the first find.
        for (int more = 3; day.isAfter(earliest) && more > 0; day = day.minusDays(1)) {
            for (var due : on(day)) {
                if (!due.isSkipped() && due.at().isBefore(instant) && due.at().isAfter(last)) {
                    last = due.at();
                }
            }
            more -= last.equals(Instant.MIN) ? 0 : 1;
        }
        return last.equals(Instant.MIN) ? Optional.empty() : Optional.of(last);
    }

    /** What the walls of that day ask for, in any order; through a gap some of it may be due on the next day. */
    List<Due> on(LocalDate day) {
        var all = new ArrayList<Due>();
        for (var from : days.landingOn(day)) {
            for (var beat : pattern.on(from)) {
                if (from.equals(day)) {
                    all.addAll(clock.due(beat));
                } else {
                    clock.due(new Beat(day.atTime(beat.wall().toLocalTime()), null, beat.line()))
                            .forEach(due -> all.add(due.isSkipped() ? due : new Due(due.at(), new Note.Shifted())));
                }
            }
        }
        days.skips(day).ifPresent(why -> pattern.on(day).stream()
                .flatMap(beat -> clock.due(beat).stream())
                .forEach(due -> all.add(new Due(due.at(), new Note.Skipped(why)))));
        return all;
    }

    /** The first day from {@code day} on that need be looked at. */
    LocalDate notBefore(LocalDate day) {
        return days.shifts() ? day : pattern.notBefore(day);
    }

    LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    LocalDate farthest(LocalDate from) {
        return from.plusYears(YEARS);
    }

    /** The earliest instant that anything of that day, or of a later one, is due at. */
    Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
