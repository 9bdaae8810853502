package comporta.app;

import comporta.dag.Durations;
import comporta.dag.Schedule;
import comporta.dag.Schedule.Trigger;
import java.util.Objects;
import java.util.stream.Collectors;

/** A schedule in one line. */
final class ScheduleWords {
    private ScheduleWords() {}

    static String of(Schedule schedule) {
        var text = new StringBuilder(switch (schedule.trigger()) {
            case Trigger.Manual _ -> "when somebody asks";
            case Trigger.Once _ -> "once";
            case Trigger.ByCron cron -> "cron " + cron.lines().stream().map(Object::toString).collect(Collectors.joining(", "));
            case Trigger.Every every -> "every " + Durations.format(every.period());
            case Trigger.OnDates dates -> "on " + Figures.count(dates.dates().size(), "date");
            case Trigger.After after -> "after " + (after.all() ? "all of " : "any of ")
                    + after.of().stream().map(DagWords::of).collect(Collectors.joining(", "));
        });
        if (schedule.zone() != null) {
            text.append(", ").append(schedule.zone());
        }
        if (schedule.start() != null) {
            text.append(", from ").append(DagWords.instant(Objects.requireNonNull(schedule.start())));
        }
        if (schedule.end() != null) {
            text.append(", until ").append(DagWords.instant(Objects.requireNonNull(schedule.end())));
        }
        return text.toString();
    }
}
