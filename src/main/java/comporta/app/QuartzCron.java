package comporta.app;

import comporta.timetable.Rival;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/** When Quartz's own cron would have been due: what schedulers in Java mostly stand on. */
final class QuartzCron implements Rival {
    @Override
    public List<Instant> due(String line, ZoneId zone, Instant from, Instant until) {
        var fields = line.split(" ", -1);
        try {
            var expression = new CronExpression("0 " + fields[0] + " " + fields[1] + " * * ?");
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            var due = new ArrayList<Instant>();
            for (var next = after(expression, from.minusSeconds(1)); next != null && !next.isAfter(until); next = after(expression, next)) {
                due.add(next);
            }
            return due;
        } catch (ParseException e) {
            throw new IllegalArgumentException("Quartz does not read \"" + line + "\"", e);
        }
    }

    private static @Nullable Instant after(CronExpression expression, Instant instant) {
        @SuppressWarnings("JavaUtilDate")   // Quartz's own
        var next = expression.getNextValidTimeAfter(Date.from(instant));
        return next == null ? null : next.toInstant();
    }
}
