package comporta.decide;

import comporta.dag.Durations;
import comporta.dag.Schedule;
import comporta.timetable.Note;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the ticks of one DAG. Each that is due becomes exactly one of a run, {@code missed} or {@code skipped}, with its reason;
 * what is not decided here stays due, however late the clock, or this process, comes to it.
 */
public final class TickRules {
    /** No commit settles more: a schedule of minutes that nobody served for a year is settled in pieces. */
    static final int AT_ONCE = 500;

    private final Schedule schedule;
    private final DueTicks ticks;
    private final Instant now;
    private final Busy busy;
    private final Successes successes;

    private TickRules(Schedule schedule, DueTicks ticks, Instant now, Busy busy, Successes successes) {
        this.schedule = schedule;
        this.ticks = ticks;
        this.now = now;
        this.busy = busy;
        this.successes = successes;
    }

    /** How many runs of a DAG there are that are not over, backfills left out, and how many may be active. */
    public record Busy(int active, int waiting, int most) {
        int free() {
            return Math.max(0, most - active - waiting);
        }
    }

    /** Whether the DAG has succeeded for a date after one instant, up to another. */
    public interface Successes {
        boolean between(Instant after, Instant upTo);
    }

    /** A tick and what becomes of it. */
    public record Settled(Tick tick, Verdict verdict) {}

    /** What becomes of a tick. */
    public sealed interface Verdict {
        /** @param replaces whether runs that were there before make way for it, as {@code overlap} says */
        record Run(boolean replaces) implements Verdict {}

        record Missed(String reason) implements Verdict {}

        record Skipped(String reason) implements Verdict {}
    }

    /**
     * Decides upon the ticks that are due, oldest first; at most 500 at a time. Not asked while the DAG is paused: its ticks stay due.
     *
     * @param early whether ticks that wait for their jitter are due too: their schedule ends now
     */
    public static List<Settled> settle(
            Schedule schedule, Timetable timetable, TickPosition position, Instant now, boolean early, Busy busy, Successes successes) {
        return new TickRules(schedule, new DueTicks(schedule, timetable, position, now, early), now, busy, successes)
                .settle(timetable, position);
    }

    /** Decides upon ticks that came of the successes of other DAGs, oldest first. */
    public static List<Settled> settle(
            Schedule schedule, Timetable timetable, TickPosition position, List<Tick> due, Instant now, Busy busy, Successes successes) {
        return new TickRules(schedule, new DueTicks(due), now, busy, successes).settle(timetable, position);
    }

    private List<Settled> settle(Timetable timetable, TickPosition position) {
        var settled = new ArrayList<Settled>();
        var wanted = new ArrayList<Integer>();
        for (var tick : ticks.first()) {
            var obstacle = obstacle(tick, timetable, position);
            if (obstacle == null) {
                wanted.add(settled.size());
                settled.add(new Settled(tick, new Verdict.Run(false)));
            } else {
                settled.add(new Settled(tick, obstacle));
            }
        }
        overlap(settled, wanted);
        return settled;
    }

    /** Why it makes no run, whatever other runs there are. */
    private @Nullable Verdict obstacle(Tick tick, Timetable timetable, TickPosition position) {
        if (tick.note() instanceof Note.Skipped(var why)) {
            return new Verdict.Skipped(why);
        }
        var late = Duration.between(tick.startsAt(), now);
        if (late.compareTo(schedule.lateLimit()) >= 0) {
            var missed = missed(tick, late);
            if (missed != null) {
                var resumed = position.resumedAt();
                return new Verdict.Missed(
                        missed + (resumed != null && tick.startsAt().isBefore(resumed) ? "; the DAG was paused until " + resumed : ""));
            }
        }
        if (schedule.skipIfSuccess()) {
            var before = timetable.before(tick.at()).orElse(null);
            if (before != null && successes.between(before, tick.at())) {
                return new Verdict.Skipped("the DAG has succeeded since the tick before it, of " + before + " (skip_if_success)");
            }
        }
        return null;
    }

    /** Why a tick that is late is not caught up with; null: it is. */
    private @Nullable String missed(Tick tick, Duration late) {
        var lateness = "it was " + words(late) + " late";
        var window = schedule.catchupWindow();
        return switch (schedule.catchup()) {
            case NONE -> lateness + ", and late_limit is " + words(schedule.lateLimit());
            case LATEST, ALL -> {
                if (window != null && Duration.between(tick.at(), now).compareTo(window) > 0) {
                    yield lateness + ", and catchup_window is " + words(window);
                }
                yield schedule.catchup() == Schedule.Catchup.LATEST && !ticks.isLast(tick)
                        ? lateness + ", and a newer tick is caught up with (catchup: latest)"
                        : null;
            }
        };
    }

    /** What ticks do that want to run, where as many runs as allowed are there. */
    private void overlap(List<Settled> settled, List<Integer> wanted) {
        var free = busy.free();
        switch (schedule.overlap()) {
            case QUEUE, QUEUE_AFTER_SUCCESS -> {}
            case SKIP -> {
                for (var i = free; i < wanted.size(); i++) {
                    skip(settled, wanted.get(i), "max_active_runs is " + busy.most() + ", and as many runs are active (overlap: skip)");
                }
            }
            case QUEUE_LATEST -> {
                for (var i = free; i < wanted.size() - 1; i++) {
                    skip(settled, wanted.get(i), "a newer tick took its place (overlap: queue_latest)");
                }
                if (wanted.size() > free) {
                    replace(settled, wanted.getLast());
                }
            }
            case REPLACE -> {
                var kept = Math.max(0, wanted.size() - busy.most());
                for (var i = 0; i < wanted.size(); i++) {
                    if (i < kept) {
                        skip(settled, wanted.get(i), "a newer tick took its place (overlap: replace)");
                    } else if (i - kept >= free) {
                        replace(settled, wanted.get(i));
                    }
                }
            }
        }
    }

    private static void skip(List<Settled> settled, int place, String why) {
        settled.set(place, new Settled(settled.get(place).tick(), new Verdict.Skipped(why)));
    }

    private static void replace(List<Settled> settled, int place) {
        settled.set(place, new Settled(settled.get(place).tick(), new Verdict.Run(true)));
    }

    /** The instant at which the next tick is due to start; null: none ever is. */
    public static @Nullable Instant nextDue(Schedule schedule, Timetable timetable, TickPosition position) {
        Instant earliest = null;
        var ticks = DueTicks.after(schedule, timetable, position).iterator();
        while (ticks.hasNext()) {
            var tick = ticks.next();
            if (earliest != null && !tick.at().isBefore(earliest)) {
                return earliest;    // no later tick starts before this one does
            }
            if (!position.ahead().contains(tick.at())) {
                earliest = earliest == null || tick.startsAt().isBefore(earliest) ? tick.startsAt() : earliest;
            }
        }
        return earliest;
    }

    /** Where the ticks of a DAG stand after some of them were settled. */
    public static TickPosition advanced(Schedule schedule, Timetable timetable, TickPosition position, List<Settled> settled) {
        var ahead = new TreeSet<>(position.ahead());
        settled.forEach(each -> ahead.add(each.tick().at()));
        var until = position.servedUntil();
        var ticks = DueTicks.after(schedule, timetable, position).iterator();
        while (!ahead.isEmpty() && ticks.hasNext()) {
            var at = ticks.next().at();
            if (!ahead.remove(at)) {
                break;
            }
            until = at;
        }
        return new TickPosition(position.since(), until, ahead, position.resumedAt());
    }

    private static String words(Duration duration) {
        return Durations.format(duration.truncatedTo(ChronoUnit.SECONDS));
    }
}
