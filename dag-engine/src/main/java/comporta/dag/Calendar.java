package comporta.dag;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * Which days are open, as a file of {@code _calendars} says.
 *
 * @param weekend days of the week that are closed
 * @param closed further closed days, holidays mostly
 * @param open days that are open whatever else is said of them
 */
public record Calendar(String name, Set<DayOfWeek> weekend, Set<LocalDate> closed, Set<LocalDate> open) {
    public Calendar {
        weekend = Set.copyOf(weekend);
        closed = Set.copyOf(closed);
        open = Set.copyOf(open);
    }

    /** Whether people work on that day. */
    public boolean isOpen(LocalDate day) {
        return open.contains(day) || !(weekend.contains(day.getDayOfWeek()) || closed.contains(day));
    }
}
