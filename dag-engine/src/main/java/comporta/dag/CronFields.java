package comporta.dag;

import java.time.LocalDate;

/**
 * The fields of a cron line as sets of numbers: bit <i>n</i> of a set is on when <i>n</i> belongs to it.
 *
 * @param minutes bits 0..59
 * @param hours bits 0..23
 * @param everyHour the hour field is {@code *}: both hours of an autumn fold count
 * @param days of the month, bits 1..31
 * @param lastDay the last day of the month as well ({@code L})
 * @param anyDay the day field begins with {@code *}, so that it does not widen what the weekday says
 * @param months bits 1..12
 * @param weekdays bits 0 (Sunday) .. 6
 * @param nthWeekdays {@code 5#2}: bit 8 × n + weekday for the n-th (1..5) of the month
 * @param lastWeekdays {@code 5L}: the last such day of the month, bits 0..6
 * @param anyWeekday the weekday field begins with {@code *}
 */
public record CronFields(
        long minutes,
        int hours,
        boolean everyHour,
        int days,
        boolean lastDay,
        boolean anyDay,
        int months,
        int weekdays,
        long nthWeekdays,
        int lastWeekdays,
        boolean anyWeekday) {

    /**
     * Whether the line is due at some time of that day.
     *
     * @param daysMustBothMatch day of month and day of week must both fit; else, when neither is {@code *}, one of them (cron's way)
     */
    public boolean dueOn(LocalDate date, boolean daysMustBothMatch) {
        if (!has(months, date.getMonthValue())) {
            return false;
        }
        boolean day = has(days, date.getDayOfMonth()) || (lastDay && date.getDayOfMonth() == date.lengthOfMonth());
        return (daysMustBothMatch || anyDay || anyWeekday) ? day && fitsWeekday(date) : day || fitsWeekday(date);
    }

    boolean neverDue(boolean daysMustBothMatch) {
        // Every kind of year (leap or not, by the weekday that it begins with) is among any 28 in a row of this century.
        var first = LocalDate.of(2000, 1, 1);
        return first.datesUntil(first.plusYears(28)).noneMatch(date -> dueOn(date, daysMustBothMatch));
    }

    private boolean fitsWeekday(LocalDate date) {
        int weekday = date.getDayOfWeek().getValue() % 7;
        int nth = (date.getDayOfMonth() - 1) / 7 + 1;
        boolean last = date.getDayOfMonth() > date.lengthOfMonth() - 7;
        return has(weekdays, weekday) || has(nthWeekdays, 8 * nth + weekday) || (last && has(lastWeekdays, weekday));
    }

    private static boolean has(long set, int number) {
        return (set >> number & 1) == 1;
    }
}
