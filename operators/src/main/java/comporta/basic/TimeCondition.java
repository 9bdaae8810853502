package comporta.basic;

import comporta.dag.LocalInstant;
import comporta.dag.WallTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** A time has come. */
record TimeCondition(Instant at) implements Condition {

    /**
     * Reads an instant, or a time of day: the first such one from {@code reference} on, as for deadlines.
     *
     * @throws comporta.dag.Misspelt when {@code text} is neither
     */
    static TimeCondition of(String text, Instant reference, ZoneId zone) {
        try {
            return new TimeCondition(OffsetDateTime.parse(text).toInstant());   // as instants are rendered
        } catch (DateTimeParseException e) {
            return new TimeCondition(text.length() > 8 ? LocalInstant.parse(text).in(zone) : first(WallTime.parse(text), reference, zone));
        }
    }

    private static Instant first(WallTime wall, Instant reference, ZoneId zone) {
        var day = reference.atZone(zone).toLocalDate();
        var first = day.atTime(wall.time()).atZone(zone).toInstant();
        var from = first.isBefore(reference) ? day.plusDays(1) : day;
        return from.plusDays(wall.days()).atTime(wall.time()).atZone(zone).toInstant();
    }

    @Override
    public Look look(Instant now) {
        return now.isBefore(at) ? new Look(false, "waits until " + at, at) : Look.holds("it is " + at);
    }
}
