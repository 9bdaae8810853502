package comporta.dag;

/**
 * One line of a schedule: five fields (minute hour day month weekday) with names, steps, {@code L} and {@code 5#2}, or a preset.
 * This is its checked text; when it is due is computed by {@code timetable}.
 *
 * @param text as written
 */
public record Cron(String text) {
    @Override
    public String toString() {
        return text;
    }
}
