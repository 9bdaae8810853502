package comporta.timetable;

import comporta.dag.LocalInstant;
import comporta.dag.Schedule;
import comporta.dag.Schedule.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a schedule asks for, day by day. */
sealed interface Pattern {

    /** The times of that day, in any order. */
    List<Beat> on(LocalDate day);

    /** A day that is not before {@code day}, with nothing due in between; {@link LocalDate#MAX} when nothing comes any more. */
    LocalDate notBefore(LocalDate day);

    static Pattern of(Schedule schedule, ZoneId zone) {
        return switch (schedule.trigger()) {
            case Trigger.Manual _, Trigger.After _ -> new OnDates(new TreeMap<>());
            case Trigger.Once _ -> OnDates.of(schedule.start() == null ? List.of() : List.of(schedule.start()), zone);
            case Trigger.OnDates(var dates) -> OnDates.of(dates, zone);
            case Trigger.ByCron(var lines, var both) ->
                    new ByCron(lines.stream().map(line -> new CronLine(line.fields(), both)).toList());
            case Trigger.Every(var period, var anchor) -> {
                var from = anchor == null ? schedule.start() : anchor;
                yield new Every(period, from == null ? LocalDate.EPOCH.atStartOfDay(zone).toInstant() : from.in(zone), zone);
            }
        };
    }

    record ByCron(List<CronLine> lines) implements Pattern {
        @Override
        public List<Beat> on(LocalDate day) {
            var beats = new ArrayList<Beat>();
            lines.forEach(line -> line.addTo(beats, day));
            return beats;
        }

        @Override
        public LocalDate notBefore(LocalDate day) {
            var month = day;
            while (!isDueIn(month) && month.getYear() <= day.getYear() + 1) {
                month = month.withDayOfMonth(1).plusMonths(1);
            }
            return month;
        }

        private boolean isDueIn(LocalDate month) {
            return lines.stream().anyMatch(line -> line.isDueIn(month.getMonthValue()));
        }
    }

    record Every(Duration period, Instant anchor, ZoneId zone) implements Pattern {
        @Override
        public List<Beat> on(LocalDate day) {
            var end = day.plusDays(1).atStartOfDay(zone).toInstant();
            var beats = new ArrayList<Beat>();
            for (var at = notBefore(day.atStartOfDay(zone).toInstant()); at.isBefore(end); at = at.plus(period)) {
                beats.add(new Beat(LocalDateTime.ofInstant(at, zone), at, null));
            }
            return beats;
        }

        @Override
        public LocalDate notBefore(LocalDate day) {
            var first = notBefore(day.atStartOfDay(zone).toInstant()).atZone(zone).toLocalDate();
            return first.isBefore(day) ? day : first;   // where clocks were put back over midnight, a day begins on the day before
        }

        private Instant notBefore(Instant instant) {
            long step = period.toMillis();
            return anchor.plusMillis(Math.ceilDiv(Duration.between(anchor, instant).toMillis(), step) * step);
        }
    }

    record OnDates(NavigableMap<LocalDate, List<Beat>> beats) implements Pattern {
        static OnDates of(List<LocalInstant> dates, ZoneId zone) {
            var beats = new TreeMap<LocalDate, List<Beat>>();
            for (var date : dates) {
                var at = date.offset() == null ? null : date.at().toInstant(date.offset());
                var wall = at == null ? date.at() : LocalDateTime.ofInstant(at, zone);
                beats.computeIfAbsent(wall.toLocalDate(), _ -> new ArrayList<>()).add(new Beat(wall, at, null));
            }
            return new OnDates(beats);
        }

        @Override
        public List<Beat> on(LocalDate day) {
            return beats.getOrDefault(day, List.of());
        }

        @Override
        public LocalDate notBefore(LocalDate day) {
            var next = beats.ceilingKey(day);
            return next == null ? LocalDate.MAX : next;
        }
    }
}
