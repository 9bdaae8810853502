package comporta.api;

import comporta.dag.PlainData;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shapes as JSON: names in snake_case, instants in UTC with microseconds, durations in seconds, enums as their words. */
final class Json {
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final double MILLIS = 1000.0;
    private static final int LAST_OF_FOUR_DIGITS = 9999;

    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> shape) {
            var parts = new ArrayList<Part>();
            for (var component : shape.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                if (component.isAnnotationPresent(Spread.class)) {
                    parts(component.getType()).forEach(part -> parts.add(part.within(component)));
                } else {
                    parts.add(new Part(name(component.getName()), component, null));
                }
            }
            return List.copyOf(parts);
        }
    };

    /**
     * One name of a shape.
     *
     * @param spread the component that holds the shape with this part; null: it is the shape's own
     */
    record Part(String name, RecordComponent component, @Nullable RecordComponent spread) {
        Part within(RecordComponent outer) {
            return new Part(name, component, outer);
        }

        @Nullable Object of(Object shape) {
            var holder = spread == null ? shape : Objects.requireNonNull(told(spread, shape));
            return told(component, holder);
        }

        private static @Nullable Object told(RecordComponent component, Object shape) {
            try {
                return component.getAccessor().invoke(shape);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("shape " + shape.getClass() + " does not tell its " + component.getName(), e);
            }
        }
    }

    private Json() {}

    static List<Part> parts(Class<?> shape) {
        return PARTS.get(shape);
    }

    /** {@code dagId} becomes {@code dag_id}. */
    static String name(String component) {
        var name = new StringBuilder();
        for (var i = 0; i < component.length(); i++) {
            var c = component.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('_').append(Character.toLowerCase(c));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    /**
     * By hand where the year has four digits: a page of runs has thousands of instants, and a formatter takes most of its time for them.
     */
    static String instant(Instant at) {
        var utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC);
        if (utc.getYear() < 0 || utc.getYear() > LAST_OF_FOUR_DIGITS) {
            return INSTANT.format(at);
        }
        var text = "0000-00-00T00:00:00.000000Z".toCharArray();
        put(text, 4, utc.getYear());
        put(text, 7, utc.getMonthValue());
        put(text, 10, utc.getDayOfMonth());
        put(text, 13, utc.getHour());
        put(text, 16, utc.getMinute());
        put(text, 19, utc.getSecond());
        put(text, 26, utc.getNano() / 1000);
        return new String(text);
    }

    /** The digits of a number, the last of them before {@code end}. */
    private static void put(char[] text, int end, int number) {
        for (int rest = number, at = end - 1; rest > 0; rest /= 10, at--) {
            text[at] = (char) ('0' + rest % 10);
        }
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    static String write(@Nullable Object shape) {
        return PlainData.toJson(plain(shape));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Instant at -> instant(at);
            case Duration duration -> seconds(duration);
            case Enum<?> word -> word(word);
            case Record shape -> {
                var parts = parts(shape.getClass());
                Map<String, @Nullable Object> map = LinkedHashMap.newLinkedHashMap(parts.size());
                parts.forEach(part -> map.put(part.name(), plain(part.of(shape))));
                yield map;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((name, one) -> plain.put(String.valueOf(name), plain(one)));
                yield plain;
            }
            case Iterable<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>();
                list.forEach(one -> plain.add(plain(one)));
                yield plain;
            }
            default -> value;
        };
    }
}
