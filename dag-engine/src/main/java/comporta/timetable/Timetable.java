package comporta.timetable;

import comporta.dag.Calendar;
import comporta.dag.DagId;
import comporta.dag.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The ticks of one DAG's schedule. A value without memory: the same question has the same answer. */
public final class Timetable {
    private final DagId dag;
    private final Schedule schedule;
    private final ZoneId zone;
    private final Rhythm rhythm;
    private final @Nullable Pieces pieces;
    private final @Nullable Instant start;
    private final @Nullable Instant end;

    private Timetable(DagId dag, Schedule schedule, ZoneId zone, @Nullable Calendar calendar) {
        this.dag = dag;
        this.schedule = schedule;
        this.zone = zone;
        rhythm = new Rhythm(
                Pattern.of(schedule, zone), new WallClock(zone, schedule.gap(), schedule.fold()),
                new Days(schedule.calendar(), calendar), zone);
        pieces = schedule.partition() == null ? null : new Pieces(schedule.partition(), zone, calendar);
        start = schedule.start() == null ? null : schedule.start().in(zone);
        end = schedule.end() == null ? null : schedule.end().in(zone);
    }

    /**
     * The ticks of a schedule.
     *
     * @param otherwise zone of a schedule that names none
     * @param calendar the one that the schedule names; null: it names none
     * @throws IllegalArgumentException when the schedule names a calendar and none is given
     */
    public static Timetable of(DagId dag, Schedule schedule, ZoneId otherwise, @Nullable Calendar calendar) {
        return new Timetable(dag, schedule, Objects.requireNonNullElse(schedule.zone(), otherwise), calendar);
    }

    /** The zone of the schedule. */
    public ZoneId zone() {
        return zone;
    }

    /** The next tick strictly after an instant that makes a run; empty when none comes in a hundred years. */
    public Optional<Tick> next(Instant after) {
        return after(after).filter(tick -> !tick.isSkipped()).findFirst();
    }

    /** The last tick strictly before an instant that makes a run; empty: none does since the schedule's start. */
    public Optional<Instant> before(Instant instant) {
        return rhythm.before(end != null && end.isBefore(instant) ? end : instant).filter(at -> start == null || !at.isBefore(start));
    }

    /** The ticks after {@code after} and not after {@code until}, those that make no run among them. */
    public List<Tick> between(Instant after, Instant until) {
        return after(after).takeWhile(tick -> !tick.at().isAfter(until)).toList();
    }

    /** A tick that no pattern asks for, with the piece of data that it is about; else its data begins with the tick {@code before}. */
    public Tick at(Instant at, Instant startsAt, Instant before) {
        var piece = pieces == null ? null : pieces.of(at);
        return piece == null
                ? new Tick(at, startsAt, before, at, null, new Note.None())
                : new Tick(at, startsAt, piece.start(), piece.end(), piece, new Note.None());
    }

    /**
     * All ticks strictly after an instant, those that make no run among them; mostly without end. A schedule that follows other DAGs has
     * none, and neither has {@code @once} without a {@code start}: such a run is due as soon as its DAG is known.
     */
    public Stream<Tick> after(Instant after) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Ticks(after),
                Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private final class Ticks implements Iterator<Tick> {
        private final Walk walk;
        private @Nullable Due next;
        private @Nullable Instant before;

        Ticks(Instant after) {
            walk = rhythm.after(start != null && start.isAfter(after) ? start.minusNanos(1) : after);
            step();
        }

        private void step() {
            var due = walk.next();
            next = due == null || (end != null && !due.at().isBefore(end)) ? null : due;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Tick next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            var due = next;
            step();
            var tick = tick(due);
            before = due.isSkipped() ? before : due.at();
            return tick;
        }

        private Tick tick(Due due) {
            var at = due.at();
            var startsAt = at.plus(Jitter.of(dag, at, schedule.jitter()));
            if (pieces != null) {
                var piece = pieces.of(at);
                return new Tick(at, startsAt, piece.start(), piece.end(), piece, due.note());
            }
            // Skipped ticks make no run, so the next one that makes a run also takes their data.
            before = before == null ? rhythm.before(at).orElse(null) : before;
            return new Tick(at, startsAt, before == null ? first(at) : before, at, null, due.note());
        }

        /** Begin of the data of the very first tick. */
        private Instant first(Instant at) {
            return start != null && start.isBefore(at) ? start : at;
        }
    }
}
