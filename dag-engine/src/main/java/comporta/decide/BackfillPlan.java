package comporta.decide;

import comporta.dag.Dag;
import comporta.dag.Schedule;
import comporta.dag.Task;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.timetable.Note;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill would run, in order: one interval for each tick of the range, or for each piece where the schedule has a partition; and
 * why others of the range are left out.
 */
public final class BackfillPlan {
    /** More would be a mistake in the range, mostly. */
    public static final int MOST = 10_000;

    private BackfillPlan() {}

    /** Which intervals are run that have a run already. */
    public enum Reprocess {
        /** Only those that lack one. */
        NONE,
        /** Those too whose run failed or was cancelled. */
        FAILED,
        /** Those too whose run was a success. */
        COMPLETED;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What somebody asks for.
     *
     * @param from the first tick, or begin of the first piece, from here on
     * @param until none from here on
     */
    public record Asked(Instant from, Instant until, boolean newestFirst, Reprocess reprocess) {}

    /** @param leftOut why the tick is not run; null: it is */
    public record Item(Tick tick, @Nullable String leftOut) {}

    /** It cannot be done; the message says why and what to do. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * All ticks of the range, in the order in which they are run.
     *
     * @param runs the runs of the DAG for dates from one instant to another, in order of creation
     * @throws Refused when nothing can be run at all
     */
    public static List<Item> of(Dag dag, Timetable timetable, Asked asked, Instant now, BiFunction<Instant, Instant, List<DagRun>> runs)
            throws Refused {
        refuse(dag, asked);
        var ticks = ticks(dag.schedule(), timetable, asked);
        if (ticks.isEmpty()) {
            throw new Refused("the schedule of DAG " + dag.id() + " has no tick from " + asked.from() + " up to " + asked.until()
                    + ". comporta dags next " + dag.id() + " --from INSTANT lists them");
        }
        if (ticks.size() > MOST) {
            throw new Refused("these are more than " + MOST + " intervals. Fill a part of the range first");
        }
        var known = runs.apply(ticks.getFirst().at(), ticks.getLast().at());
        var items = new ArrayList<Item>(ticks.size());
        for (var tick : ticks) {
            items.add(new Item(tick,
                    obstacle(tick, asked.reprocess(), now, known.stream().filter(run -> run.logicalDate().equals(tick.at())).toList())));
        }
        if (asked.newestFirst()) {
            Collections.reverse(items);
        }
        return items;
    }

    private static void refuse(Dag dag, Asked asked) throws Refused {
        if (!asked.from().isBefore(asked.until())) {
            throw new Refused("the range ends at " + asked.until() + ", and begins only at " + asked.from() + ". Turn it round");
        }
        switch (dag.schedule().trigger()) {
            case Schedule.Trigger.Manual _, Schedule.Trigger.After _ -> throw new Refused(
                    "DAG " + dag.id() + " has no schedule with ticks of its own. Trigger its runs one by one, each with its --date");
            case Schedule.Trigger.Once _, Schedule.Trigger.ByCron _, Schedule.Trigger.Every _, Schedule.Trigger.OnDates _ -> {}
        }
        var behind = dag.tasks().values().stream().filter(task -> task.dependsOnPast() || task.waitForDownstream())
                .map(Task::id).findFirst();
        if (behind.isPresent() && asked.newestFirst()) {
            throw new Refused("task \"" + behind.get() + "\" depends on the run before. Run the oldest first");
        }
        if (behind.isPresent() && asked.reprocess() == Reprocess.NONE) {
            throw new Refused("task \"" + behind.get() + "\" depends on the run before, and would wait for one that failed. "
                    + "Say --reprocess failed or completed");
        }
    }

    private static List<Tick> ticks(Schedule schedule, Timetable timetable, Asked asked) {
        var partition = schedule.partition();
        if (partition == null) {
            var moment = Duration.ofNanos(1);
            return timetable.after(asked.from().minus(moment)).takeWhile(tick -> tick.at().isBefore(asked.until()))
                    .limit(MOST + 1L).toList();
        }
        var reach = reach(partition);
        var seen = new HashSet<Instant>();
        return timetable.after(asked.from().minus(reach))
                .takeWhile(tick -> tick.at().isBefore(asked.until().plus(reach)))
                .filter(tick -> !tick.intervalStart().isBefore(asked.from()) && tick.intervalStart().isBefore(asked.until()))
                .filter(tick -> seen.add(tick.intervalStart()))
                .limit(MOST + 1L)
                .toList();
    }

    /** How far a tick may be from its piece. */
    private static Duration reach(Schedule.Partition partition) {
        var pieces = Math.abs((long) partition.offset()) + 2;
        return switch (partition.unit()) {
            case HOUR -> Duration.ofHours(pieces + 1);
            case DAY -> Duration.ofDays(pieces);
            case OPEN_DAY -> Duration.ofDays(pieces * 15);
            case WEEK -> Duration.ofDays(pieces * 7);
            case MONTH -> Duration.ofDays(pieces * 31);
        };
    }

    private static @Nullable String obstacle(Tick tick, Reprocess reprocess, Instant now, List<DagRun> runs) {
        if (tick.note() instanceof Note.Skipped(var why)) {
            return why;
        }
        return tick.intervalEnd().isAfter(now) || tick.at().isAfter(now)
                ? "its interval ends at " + (tick.at().isAfter(tick.intervalEnd()) ? tick.at() : tick.intervalEnd()) + ", after now"
                : obstacle(reprocess, runs);
    }

    /** Why an interval is not run that has these runs; null: it is. */
    public static @Nullable String obstacle(Reprocess reprocess, List<DagRun> runs) {
        DagRun last = null;
        DagRun success = null;
        for (var run : runs) {
            if (!run.state().isFinal()) {
                return "in flight: " + run.key() + " is " + run.state().word();
            }
            success = run.state() == RunState.SUCCESS ? run : success;
            last = run;
        }
        if (last == null || reprocess == Reprocess.COMPLETED) {
            return null;
        }
        if (success != null) {
            return success.key() + " was a success (reprocess: " + reprocess.word() + ")";
        }
        return reprocess == Reprocess.FAILED ? null : "there is a run, " + last.key() + ", " + last.state().word() + " (reprocess: none)";
    }
}
