package comporta.template;

import comporta.dag.PlainData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of expressions: text, Long, BigDecimal, Boolean, instants in the DAG's zone, lists, maps and null; nothing else. */
final class Values {
    /** Letters that one value may have as text. */
    static final int MAX_TEXT = 1 << 20;

    private Values() {}

    /** A value from outside, as one of ours; what lies in lists and maps is looked at when it is read. */
    static @Nullable Object normal(@Nullable Object value, ZoneId zone) {
        return switch (value) {
            case null -> null;
            case String _, Boolean _, Long _, BigDecimal _, List<?> _, Map<?, ?> _ -> value;
            case Integer number -> number.longValue();
            case BigInteger number -> number.bitLength() < 64 ? (Object) number.longValueExact() : new BigDecimal(number);
            case Double number -> BigDecimal.valueOf(number);
            case Instant instant -> instant.atZone(zone);
            case OffsetDateTime instant -> instant.atZoneSameInstant(zone);
            case ZonedDateTime instant -> instant.withZoneSameInstant(zone);
            default -> value.toString();
        };
    }

    /** The same with instants as text at every depth: what may leave an expression. */
    static @Nullable Object plain(@Nullable Object value, ZoneId zone) {
        return switch (normal(value, zone)) {
            case null -> null;
            case ZonedDateTime instant -> text(instant);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(plain(item, zone)));
                yield Collections.unmodifiableList(copy);
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item, zone)));
                yield Collections.unmodifiableMap(copy);
            }
            case Object other -> other;
        };
    }

    /** As it stands inside text. */
    static String text(Object value, ZoneId zone) {
        return switch (value) {
            case String text -> text;
            case BigDecimal number -> text(number);
            case ZonedDateTime instant -> text(instant);
            case List<?> _, Map<?, ?> _ -> json(value, zone);
            default -> value.toString();
        };
    }

    static String json(@Nullable Object value, ZoneId zone) {
        return bounded(PlainData.toJson(plain(value, zone)));
    }

    static String bounded(String text) {
        if (text.length() > MAX_TEXT) {
            throw TemplateFailed.because("the result is longer than " + MAX_TEXT + " letters", "Hand large data over in a file");
        }
        return text;
    }

    /** Equal without any conversion: 1 and 1.0 are, 1 and '1' are not. */
    static boolean same(@Nullable Object left, @Nullable Object right, ZoneId zone) {
        var a = normal(left, zone);
        var b = normal(right, zone);
        if (a == null || b == null) {
            return a == null && b == null;
        }
        if (a instanceof Number x && b instanceof Number y) {
            return decimal(x).compareTo(decimal(y)) == 0;
        }
        if (a instanceof ZonedDateTime x && b instanceof ZonedDateTime y) {
            return x.toInstant().equals(y.toInstant());
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            boolean equal = x.size() == y.size();
            for (int i = 0; equal && i < x.size(); i++) {
                equal = same(x.get(i), y.get(i), zone);
            }
            return equal;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.keySet().equals(y.keySet()) && x.keySet().stream().allMatch(key -> same(x.get(key), y.get(key), zone));
        }
        return a.equals(b);
    }

    static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    }

    /** Short enough for a message. */
    static String shown(String text) {
        return "\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
    }

    private static String text(BigDecimal number) {
        return Math.abs((long) number.scale()) > 100 ? number.toString() : number.toPlainString();
    }

    private static String text(ZonedDateTime instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant);
    }
}
