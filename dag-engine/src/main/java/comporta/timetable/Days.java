package comporta.timetable;

import comporta.dag.Calendar;
import comporta.dag.Schedule.CalendarUse;
import comporta.dag.Schedule.Shift;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which days of a calendar a schedule is for, and where it takes the ticks of other days. */
final class Days {
    private static final int FARTHEST = 366;

    private final @Nullable CalendarUse use;
    private final @Nullable Calendar calendar;

    /** @throws IllegalArgumentException when the calendar that is used is not given */
    Days(@Nullable CalendarUse use, @Nullable Calendar calendar) {
        if (use != null && calendar == null) {
            throw new IllegalArgumentException("calendar \"" + use.name() + "\" is used, and was not given");
        }
        this.use = use;
        this.calendar = calendar;
    }

    /** Whether a tick may come to lie on another day. */
    boolean shifts() {
        return use != null && use.shift() != Shift.SKIP;
    }

    /** Days whose ticks come to lie on {@code day}. */
    List<LocalDate> landingOn(LocalDate day) {
        if (!fits(day)) {
            return List.of();
        }
        if (!shifts()) {
            return List.of(day);
        }
        var days = new ArrayList<>(List.of(day));
        int away = back() ? 1 : -1;
        for (var other = day.plusDays(away); days.size() < FARTHEST && !fits(other); other = other.plusDays(away)) {
            days.add(other);
        }
        return days;
    }

    /**
     * Why a tick of that day makes no run; empty: it makes one, there or on another day, or it is none of this schedule. Of the days that
     * {@code nth} passes over nothing is told: they are not exceptions.
     */
    Optional<String> skips(LocalDate day) {
        if (use == null || calendar == null || fits(day) || (shifts() && target(day))) {
            return Optional.empty();
        }
        if (use.nth() != null && !shifts()) {
            return Optional.empty();
        }
        var name = day.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT) + " " + day;
        return Optional.of(shifts()
                ? "no day of calendar " + use.name() + " within a year of " + day
                : name + " is " + (calendar.isOpen(day) ? "open" : "closed") + " in calendar " + use.name());
    }

    private boolean target(LocalDate day) {
        int away = back() ? -1 : 1;
        for (int n = 1; n < FARTHEST; n++) {
            if (fits(day.plusDays((long) n * away))) {
                return true;
            }
        }
        return false;
    }

    private boolean back() {
        return use != null && use.shift() == Shift.PREVIOUS;
    }

    private boolean fits(LocalDate day) {
        if (use == null || calendar == null) {
            return true;
        }
        if (calendar.isOpen(day) != use.open()) {
            return false;
        }
        var nth = use.nth();
        return nth == null || nth == (nth > 0 ? place(day, calendar, use.open()) : -placeFromEnd(day, calendar, use.open()));
    }

    /** How many days of its kind the month has up to this one. */
    private static int place(LocalDate day, Calendar calendar, boolean open) {
        int count = 0;
        for (var other = day.withDayOfMonth(1); !other.isAfter(day); other = other.plusDays(1)) {
            count += calendar.isOpen(other) == open ? 1 : 0;
        }
        return count;
    }

    private static int placeFromEnd(LocalDate day, Calendar calendar, boolean open) {
        int count = 0;
        for (var other = YearMonth.from(day).atEndOfMonth(); !other.isBefore(day); other = other.minusDays(1)) {
            count += calendar.isOpen(other) == open ? 1 : 0;
        }
        return count;
    }
}
