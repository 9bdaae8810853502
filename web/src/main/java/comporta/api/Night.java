package comporta.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * From noon to noon in the zone of the server.
 *
 * @param date of the evening
 * @param to exclusive
 */
record Night(LocalDate date, Instant from, Instant to, ZoneId zone) {
    static final Parameter PARAMETER = Parameter.date("night", "The night that begins at noon of this date; else the present one");

    static Night of(LocalDate evening, ZoneId zone) {
        return new Night(
                evening, evening.atTime(LocalTime.NOON).atZone(zone).toInstant(),
                evening.plusDays(1).atTime(LocalTime.NOON).atZone(zone).toInstant(), zone);
    }

    /** The night that an instant belongs to. */
    static Night at(Instant now, ZoneId zone) {
        var local = now.atZone(zone);
        return of(local.toLocalTime().isBefore(LocalTime.NOON) ? local.toLocalDate().minusDays(1) : local.toLocalDate(), zone);
    }

    static Night of(Call call, String parameter, Instant now, ZoneId zone) {
        return call.date(parameter).map(date -> of(date, zone)).orElseGet(() -> at(now, zone));
    }

    boolean has(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
