package comporta.dagfile;

import comporta.dag.Cron;
import comporta.dag.Dependency;
import comporta.dag.Durations;
import comporta.dag.LocalInstant;
import comporta.dag.Schedule;
import comporta.dag.Schedule.Trigger;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the schedule of a DAG from its short forms and its block. */
final class ScheduleReader {
    private static final Duration SHORTEST_PERIOD = Duration.ofMinutes(1);

    private final Places places;
    private final Problems problems;

    ScheduleReader(Places places, Problems problems) {
        this.places = places;
        this.problems = problems;
    }

    /** @param written a block, or the cron lines alone; null: none */
    Schedule read(@Nullable Object written) {
        if (written == null) {
            return Schedule.MANUAL;
        }
        var block = new Fields(
                written instanceof Map<?, ?>
                        ? new Fields(Map.of("schedule", written)).map("schedule")
                        : Map.of("cron", written));
        var zone = block.text("timezone");
        return new Schedule(
                trigger(block),
                zone == null ? null : ZoneId.of(zone),
                instant(block.text("start")),
                instant(block.text("end")),
                block.word("gap", Schedule.Gap.class, Schedule.Gap.FIRST_VALID),
                block.word("fold", Schedule.Fold.class, Schedule.Fold.FIRST),
                calendar(block),
                partition(block),
                block.word("catchup", Schedule.Catchup.class, Schedule.Catchup.NONE),
                block.duration("catchup_window"),
                block.duration("late_limit", Duration.ofHours(1)),
                block.word("overlap", Schedule.Overlap.class, Schedule.Overlap.QUEUE),
                block.duration("jitter", Duration.ZERO),
                block.truth("skip_if_success", false));
    }

    private Trigger trigger(Fields block) {
        if (block.has("cron")) {
            return cron(block);
        }
        var every = block.text("every");
        if (every != null) {
            if (Durations.parse(every).compareTo(SHORTEST_PERIOD) < 0) {
                problems.error(places.value("schedule", "every"), "out-of-range", "\"every\" is " + every + ", and must be at least 1m",
                        "Write e.g. every: 6h");
                return new Trigger.Manual();
            }
            return new Trigger.Every(Durations.parse(every), instant(block.text("anchor")));
        }
        if (block.has("dates")) {
            var dates = new ArrayList<LocalInstant>();
            block.texts("dates").forEach(date -> dates.add(LocalInstant.parse(date)));
            return new Trigger.OnDates(dates);
        }
        var after = block.block("after");
        if (after == null) {
            return new Trigger.Manual();
        }
        boolean all = after.has("all");
        var of = new ArrayList<Dependency.OnDag>();
        for (var entry : after.list(all ? "all" : "any", Object.class)) {
            var other = Shared.onDag(entry);
            if (other != null) {
                of.add(other);
            }
        }
        return new Trigger.After(all, of, after.duration("within"));
    }

    private Trigger cron(Fields block) {
        boolean both = block.text("cron_days", "or").equals("and");
        var lines = new ArrayList<Cron>();
        var texts = block.texts("cron");
        for (int n = 0; n < texts.size(); n++) {
            if (!texts.get(n).strip().equals("@once")) {
                var line = new Cron(texts.get(n));
                if (line.neverDue(both)) {
                    problems.error(places.value("schedule", "cron", Integer.toString(n)), "cron-never", "\"" + line + "\" is never due",
                            "Change day or month");
                }
                lines.add(line);
            } else if (texts.size() == 1) {
                return new Trigger.Once();
            } else {
                problems.error(places.value("schedule", "cron", Integer.toString(n)), "bad-cron",
                        "\"@once\" stands alone and is not one line of several", "Remove it, or keep nothing else");
            }
        }
        return new Trigger.ByCron(lines, both);
    }

    private static Schedule.@Nullable CalendarUse calendar(Fields block) {
        var name = block.text("calendar");
        if (name != null) {
            return new Schedule.CalendarUse(name, true, null, Schedule.Shift.SKIP);
        }
        var calendar = block.block("calendar");
        return calendar == null || calendar.text("name") == null
                ? null
                : new Schedule.CalendarUse(
                        calendar.text("name", ""),
                        !calendar.text("on", "open").equals("closed"),
                        calendar.integer("nth"),
                        calendar.word("shift", Schedule.Shift.class, Schedule.Shift.SKIP));
    }

    private Schedule.@Nullable Partition partition(Fields block) {
        if (!block.has("partition")) {
            return null;
        }
        var inner = block.block("partition");
        var fields = inner == null ? new Fields(Map.of("unit", block.text("partition", "day"))) : inner;
        if (!fields.has("unit")) {
            return null;
        }
        var format = fields.text("format");
        if (format != null) {
            try {
                var _ = DateTimeFormatter.ofPattern(format);
            } catch (IllegalArgumentException | ClassCastException e) {   // the JDK trips over padding such as ypM
                problems.error(places.value("schedule", "partition", "format"), "bad-value", "\"format\" cannot be \"" + format + "\"",
                        "Use a Java pattern such as yyyy-MM-dd");
                format = null;
            }
        }
        return new Schedule.Partition(
                fields.word("unit", Schedule.Partition.Unit.class, Schedule.Partition.Unit.DAY), fields.integer("offset", -1), format);
    }

    private static @Nullable LocalInstant instant(@Nullable String text) {
        return text == null ? null : LocalInstant.parse(text);
    }
}
