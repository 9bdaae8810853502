package comporta.timetable;

import comporta.dag.Schedule;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A piece of the data that runs of a schedule work on.
 *
 * @param key names it, e.g. {@code 2026-11-20}
 * @param end exclusive
 */
public record Piece(String key, Instant start, Instant end) {

    /** The piece that a run at an instant is about, where every day is open. */
    public static Piece of(Schedule.Partition partition, ZoneId zone, Instant at) {
        return new Pieces(partition, zone, null).of(at);
    }

    /** The piece from one instant to another, with its name. */
    public static Piece named(Schedule.Partition partition, ZoneId zone, Instant start, Instant end) {
        return new Piece(new Pieces(partition, zone, null).key(start), start, end);
    }
}
