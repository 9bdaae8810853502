package comporta.timetable;

import comporta.dag.Calendar;
import comporta.dag.Cron;
import comporta.dag.DagId;
import comporta.dag.Durations;
import comporta.dag.LocalInstant;
import comporta.dag.Schedule;
import comporta.dag.Schedule.Trigger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A schedule in the making. */
final class Schedules {
    /** Weekends, one holiday on a Tuesday, and one Saturday that is open. */
    static final Calendar BANK = new Calendar(
            "bank", Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
            Set.of(LocalDate.of(2026, 9, 7), LocalDate.of(2026, 12, 25)), Set.of(LocalDate.of(2026, 12, 26)));

    private final Trigger trigger;
    private ZoneId zone = ZoneOffset.UTC;
    private @Nullable LocalInstant start;
    private @Nullable LocalInstant end;
    private Schedule.Gap gap = Schedule.Gap.FIRST_VALID;
    private Schedule.Fold fold = Schedule.Fold.FIRST;
    private Schedule.@Nullable CalendarUse calendar;
    private Schedule.@Nullable Partition partition;
    private Duration jitter = Duration.ZERO;

    private Schedules(Trigger trigger) {
        this.trigger = trigger;
    }

    /** @param lines of the same schedule, with a bar between them */
    static Schedules cron(String lines) {
        return new Schedules(new Trigger.ByCron(crons(lines), false));
    }

    static Schedules cronWithBothDays(String lines) {
        return new Schedules(new Trigger.ByCron(crons(lines), true));
    }

    static Schedules every(String period, @Nullable String anchor) {
        return new Schedules(new Trigger.Every(Durations.parse(period), anchor == null ? null : LocalInstant.parse(anchor)));
    }

    static Schedules dates(String... dates) {
        return new Schedules(new Trigger.OnDates(Arrays.stream(dates).map(LocalInstant::parse).toList()));
    }

    static Schedules once() {
        return new Schedules(new Trigger.Once());
    }

    Schedules in(ZoneId zone) {
        this.zone = zone;
        return this;
    }

    Schedules in(String zone) {
        return in(ZoneId.of(zone));
    }

    Schedules from(String start) {
        this.start = LocalInstant.parse(start);
        return this;
    }

    Schedules until(String end) {
        this.end = LocalInstant.parse(end);
        return this;
    }

    Schedules gap(Schedule.Gap gap) {
        this.gap = gap;
        return this;
    }

    Schedules fold(Schedule.Fold fold) {
        this.fold = fold;
        return this;
    }

    Schedules calendar(boolean open, @Nullable Integer nth, Schedule.Shift shift) {
        calendar = new Schedule.CalendarUse("bank", open, nth, shift);
        return this;
    }

    Schedules partition(Schedule.Partition.Unit unit, int offset, @Nullable String format) {
        partition = new Schedule.Partition(unit, offset, format);
        return this;
    }

    Schedules jitter(Duration jitter) {
        this.jitter = jitter;
        return this;
    }

    Timetable timetable() {
        return timetable("nightly");
    }

    Timetable timetable(String dag) {
        var schedule = new Schedule(trigger, zone, start, end, gap, fold, calendar, partition, Schedule.Catchup.NONE, null,
                Duration.ofHours(1), Schedule.Overlap.QUEUE, jitter, false);
        boolean asks = calendar != null || (partition != null && partition.unit() == Schedule.Partition.Unit.OPEN_DAY);
        return Timetable.of(new DagId(dag), schedule, ZoneOffset.UTC, asks ? BANK : null);
    }

    private static List<Cron> crons(String lines) {
        return Arrays.stream(lines.split("\\|", -1)).map(line -> new Cron(line.strip())).collect(Collectors.toList());
    }
}
