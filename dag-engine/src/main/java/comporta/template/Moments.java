package comporta.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The filters {@code date} and {@code plus}: instants and dates in the DAG's zone. */
final class Moments {
    private static final Pattern SHORT = Pattern.compile("([+-]?)(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s)?");
    private static final Pattern ISO = Pattern.compile("([+-]?)(P[0-9YMWDTHS.]{2,40})");

    private Moments() {}

    /** Whole days follow the calendar, so that 01:00 stays 01:00 over a change of daylight saving; the rest is elapsed time. */
    record Span(Period days, Duration time) {}

    static Span span(String written) {
        var letters = written.strip();
        var parts = SHORT.matcher(letters);
        try {
            if (parts.matches() && letters.length() > 1) {
                var time = Duration.ofHours(number(parts.group(3)))
                        .plusMinutes(number(parts.group(4)))
                        .plusSeconds(number(parts.group(5)));
                return signed(parts.group(1), Period.ofDays((int) number(parts.group(2))), time);
            }
            var iso = ISO.matcher(letters);
            if (iso.matches()) {
                var body = iso.group(2);
                int clock = body.indexOf('T');
                var days = clock == 1 ? Period.ZERO : Period.parse(clock < 0 ? body : body.substring(0, clock));
                return signed(iso.group(1), days, clock < 0 ? Duration.ZERO : Duration.parse("P" + body.substring(clock)));
            }
        } catch (DateTimeException | ArithmeticException _) {
            // said below
        }
        throw TemplateFailed.because(Values.shown(written) + " is not a length of time",
                "Write e.g. plus('-1d'), plus('6h') or plus('-P1M')");
    }

    static DateTimeFormatter format(String pattern) {
        try {
            if (pattern.length() <= 100) {
                return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
            }
        } catch (IllegalArgumentException | ClassCastException _) {   // the JDK trips over padding such as ypM
            // said below
        }
        throw TemplateFailed.because(Values.shown(pattern) + " is not a pattern of dates", "Write e.g. date('yyyyMMdd')");
    }

    static String date(Object moment, String pattern, ZoneId zone) {
        var format = format(pattern);
        try {
            return switch (moment) {
                case ZonedDateTime instant -> format.format(instant);
                default -> format.format(read(moment.toString(), zone));
            };
        } catch (DateTimeException e) {
            throw TemplateFailed.because(Values.shown(pattern) + " does not fit this date", "Write e.g. date('yyyyMMdd')");
        }
    }

    /** An instant gives an instant; a date as text a date as text; an instant as text an instant as text. */
    static Object plus(Object moment, String written, ZoneId zone) {
        var span = span(written);
        try {
            if (moment instanceof ZonedDateTime instant) {
                return instant.plus(span.days()).plus(span.time());
            }
            var text = moment.toString();
            if (!isDate(text)) {
                return Values.text(read(text, zone).plus(span.days()).plus(span.time()), zone);
            }
            if (!span.time().isZero()) {
                throw TemplateFailed.because(
                        "a date has no time of day to add " + Values.shown(written) + " to", "Write whole days, e.g. plus('-1d')");
            }
            return LocalDate.parse(text).plus(span.days()).toString();
        } catch (DateTimeException | ArithmeticException e) {
            throw TemplateFailed.because("there is no date so far away, or this is none: " + Values.shown(moment.toString()),
                    "Write e.g. plus('-1d')");
        }
    }

    private static ZonedDateTime read(String text, ZoneId zone) {
        try {
            return isDate(text) ? LocalDate.parse(text).atStartOfDay(zone) : OffsetDateTime.parse(text).atZoneSameInstant(zone);
        } catch (DateTimeException e) {
            throw TemplateFailed.because(
                    "text " + Values.shown(text) + " is no date",
                    "Give a date such as 2026-11-01, or an instant such as 2026-11-01T06:00:00-03:00");
        }
    }

    private static boolean isDate(String text) {
        return text.length() == 10;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Span signed(String sign, Period days, Duration time) {
        return sign.equals("-") ? new Span(days.negated(), time.negated()) : new Span(days, time);
    }
}
