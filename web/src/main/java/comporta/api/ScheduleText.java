package comporta.api;

import comporta.dag.Durations;
import comporta.dag.Schedule;
import comporta.dag.Schedule.Trigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A schedule in one line. */
final class ScheduleText {
    private ScheduleText() {}

    static Text of(Schedule schedule) {
        var zone = schedule.zone();
        Map<String, Object> args = new LinkedHashMap<>();
        if (zone != null) {
            args.put("zone", zone.getId());
        }
        var in = zone == null ? "" : " in " + zone;
        return switch (schedule.trigger()) {
            case Trigger.Manual _ -> new Text("manual", args, "Only when somebody asks");
            case Trigger.Once _ -> new Text("once", args, "Once");
            case Trigger.ByCron cron -> {
                var lines = cron.lines().stream().map(Object::toString).collect(Collectors.joining("; "));
                args.put("cron", lines);
                yield new Text("cron", args, lines + in);
            }
            case Trigger.Every every -> {
                args.put("period_s", every.period().toSeconds());
                yield new Text("every", args, "Every " + Durations.format(every.period()) + in);
            }
            case Trigger.OnDates dates -> {
                args.put("count", dates.dates().size());
                yield new Text("dates", args, "On " + dates.dates().size() + " dates" + in);
            }
            case Trigger.After after -> {
                var of = after.of().stream().map(each -> each.dag() + (each.task() == null ? "" : "/" + each.task()))
                        .collect(Collectors.joining(", "));
                args.put("of", of);
                yield new Text("after", args, "After " + (after.all() ? "all" : "any") + " of " + of);
            }
        };
    }
}
