package comporta.timetable;

import comporta.dag.CronFields;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** One cron line with its times of the day laid out. */
final class CronLine {
    private final CronFields fields;
    private final boolean daysMustBothMatch;
    private final List<LocalTime> times = new ArrayList<>();

    CronLine(CronFields fields, boolean daysMustBothMatch) {
        this.fields = fields;
        this.daysMustBothMatch = daysMustBothMatch;
        for (int hour = 0; hour < 24; hour++) {
            for (int minute = 0; minute < 60; minute++) {
                if ((fields.hours() >> hour & fields.minutes() >> minute & 1) == 1) {
                    times.add(LocalTime.of(hour, minute));
                }
            }
        }
    }

    void addTo(List<Beat> beats, LocalDate day) {
        if (isDueOn(day)) {
            for (var time : times) {
                beats.add(new Beat(day.atTime(time), null, fields.everyHour() ? this : null));
            }
        }
    }

    boolean isDueOn(LocalDate day) {
        return fields.dueOn(day, daysMustBothMatch);
    }

    boolean isDueAtMinute(int minuteOfHour) {
        return (fields.minutes() >> minuteOfHour & 1) == 1;
    }

    boolean isDueIn(int month) {
        return (fields.months() >> month & 1) == 1;
    }
}
