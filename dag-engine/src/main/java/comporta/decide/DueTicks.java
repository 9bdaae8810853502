package comporta.decide;

import comporta.dag.Schedule;
import comporta.timetable.Note;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ticks that are due and not settled, oldest first. */
final class DueTicks {
    private final List<Tick> first = new ArrayList<>();
    private @Nullable Instant last;

    DueTicks(Schedule schedule, Timetable timetable, TickPosition position, Instant now, boolean early) {
        var ticks = after(schedule, timetable, position).iterator();
        while (ticks.hasNext()) {
            var tick = ticks.next();
            if (tick.at().isAfter(now)) {
                break;
            }
            if (position.ahead().contains(tick.at()) || (tick.startsAt().isAfter(now) && !early)) {
                continue;
            }
            if (first.size() < TickRules.AT_ONCE) {
                first.add(tick);
            }
            last = tick.isSkipped() ? last : tick.at();
            if (first.size() == TickRules.AT_ONCE && last != null && last.isAfter(first.getLast().at())) {
                break;      // that there is a later one is all that need be known
            }
        }
    }

    /** These, each of which is due. */
    DueTicks(List<Tick> due) {
        first.addAll(due);
        last = due.isEmpty() ? null : due.getLast().at();
    }

    /** Ticks that are not certainly settled. */
    static Stream<Tick> after(Schedule schedule, Timetable timetable, TickPosition position) {
        if (!(schedule.trigger() instanceof Schedule.Trigger.Once) || schedule.start() != null) {
            return timetable.after(position.servedUntil());
        }
        var at = position.since();
        var end = schedule.end();
        return at.isAfter(position.servedUntil()) && (end == null || at.isBefore(end.in(timetable.zone())))
                ? Stream.of(new Tick(at, at, at, at, null, new Note.None()))
                : Stream.empty();
    }

    List<Tick> first() {
        return first;
    }

    /** Whether no later tick is due that makes a run. */
    boolean isLast(Tick tick) {
        return tick.at().equals(last);
    }
}
