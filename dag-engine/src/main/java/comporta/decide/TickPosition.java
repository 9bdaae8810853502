package comporta.decide;

import comporta.dag.Schedule;
import comporta.timetable.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How far the ticks of a DAG are settled.
 *
 * @param since the schedule counts from here; {@code @once} without a start is due then
 * @param servedUntil every tick up to here is settled
 * @param ahead ticks after it that are settled: their jitter was shorter than that of one before them
 * @param resumedAt when the DAG was last paused until; null: it never was
 */
public record TickPosition(Instant since, Instant servedUntil, SortedSet<Instant> ahead, @Nullable Instant resumedAt) {
    /** The databases know no shorter time. */
    private static final Duration MOMENT = Duration.ofNanos(1_000);

    public TickPosition {
        ahead = Collections.unmodifiableSortedSet(new TreeSet<>(ahead));
    }

    /** Where a DAG begins that is seen for the first time: at this moment, or earlier where its catch-up wants ticks since its start. */
    public static TickPosition first(Schedule schedule, Timetable timetable, Instant now) {
        return new TickPosition(now, begin(schedule, timetable, now).minus(MOMENT), new TreeSet<>(), null);
    }

    private static Instant begin(Schedule schedule, Timetable timetable, Instant now) {
        var written = schedule.start();
        var start = written == null ? now : written.in(timetable.zone());
        if (!start.isBefore(now)) {
            return now;
        }
        var window = schedule.catchupWindow();
        var earliest = window != null && now.minus(window).isAfter(start) ? now.minus(window) : start;
        return switch (schedule.catchup()) {
            case NONE -> now;
            case ALL -> earliest;
            case LATEST -> timetable.before(now.plus(MOMENT)).filter(last -> !last.isBefore(earliest)).orElse(now);
        };
    }

    /**
     * Where another schedule of the same DAG begins: no tick of it counts before it was seen.
     *
     * @param servedUntil up to when the one before was certainly served
     */
    public TickPosition changed(Instant servedUntil, Instant now) {
        return new TickPosition(
                now, this.servedUntil.isAfter(servedUntil) ? this.servedUntil : servedUntil, new TreeSet<>(), resumedAt);
    }

    /** The same after a pause. */
    public TickPosition resumed(Instant now) {
        return new TickPosition(since, servedUntil, ahead, now);
    }
}
