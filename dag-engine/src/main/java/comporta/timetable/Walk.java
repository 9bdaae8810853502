package comporta.timetable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A walk from day to day. Days overlap where clocks are put back over midnight, so what was found waits until no earlier can come. */
final class Walk {
    private final Rhythm rhythm;
    private final Instant after;
    private final LocalDate farthest;
    private final PriorityQueue<Due> found = new PriorityQueue<>(Comparator.comparing(Due::at));
    private LocalDate day;

    Walk(Rhythm rhythm, Instant after) {
        this.rhythm = rhythm;
        this.after = after;
        // A gap can move a time by a day, and a day can end after the next has begun.
        day = rhythm.dayOf(after).minusDays(2);
        farthest = rhythm.farthest(day);
    }

    /** The next one; null: there is none in a lifetime. */
    @Nullable Due next() {
        while (true) {
            while (day.isBefore(farthest) && (found.isEmpty() || !found.element().at().isBefore(rhythm.startOf(day)))) {
                found.addAll(rhythm.on(day));
                day = rhythm.notBefore(day.plusDays(1));
            }
            if (found.isEmpty()) {
                return null;
            }
            var due = found.remove();
            while (!found.isEmpty() && found.element().at().equals(due.at())) {
                due = Due.better(due, found.remove());
            }
            if (due.at().isAfter(after)) {
                return due;
            }
        }
    }
}
