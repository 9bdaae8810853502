package comporta.timetable;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instant at which a schedule is due.
 *
 * @param at the logical date of the run that it makes
 * @param startsAt when that run is to start: {@code at}, later by jitter
 * @param intervalStart begin of the data that it is about: the tick before that was not skipped, or begin of the piece
 * @param intervalEnd end of that data, exclusive
 * @param piece piece of data by the schedule's partition; null: it has none
 */
public record Tick(Instant at, Instant startsAt, Instant intervalStart, Instant intervalEnd, @Nullable Piece piece, Note note) {

    /** Whether it makes no run. */
    public boolean isSkipped() {
        return note instanceof Note.Skipped;
    }
}
