package comporta.dag;

import java.util.Set;

/**
 * One line of a schedule: five fields (minute hour day month weekday) with names, steps, {@code L} and {@code 5#2}, or a preset such as
 * {@code @daily}. When it is due is computed by {@code timetable} from its {@link #fields()}.
 *
 * @param text as written
 */
public record Cron(String text) {
    /** The words that stand for a line. {@code @once} is none of them: it is {@link Schedule.Trigger.Once}. */
    public static final Set<String> PRESETS = CronText.PRESETS.keySet();

    /** @throws BadCron when the text is no such line */
    public Cron {
        CronText.read(text);
    }

    /** What the line says, as sets of numbers. */
    public CronFields fields() {
        return CronText.read(text);
    }

    /** Whether no day of any year is due, as in {@code 0 0 31 2 *}. */
    public boolean neverDue(boolean daysMustBothMatch) {
        return fields().neverDue(daysMustBothMatch);
    }

    @Override
    public String toString() {
        return text;
    }
}
