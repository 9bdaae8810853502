package comporta.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can stand behind a {@code |}. Missing values reach only {@code default}, and that is the evaluator's. */
final class Filters {
    private static final Set<Kind> TEXT = Set.of(Kind.TEXT);
    private static final Set<Kind> NUMBER = Set.of(Kind.NUMBER);
    private static final Set<Kind> SEQUENCE = Set.of(Kind.TEXT, Kind.LIST);
    private static final Set<Kind> MOMENT = Set.of(Kind.TEXT, Kind.INSTANT);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Map<String, Filter> ALL = all();

    private Filters() {}

    /**
     * One filter.
     *
     * @param takes kinds of the value before the bar
     * @param gives kinds of the result; empty: the kind of the value
     * @param arguments kinds of the values in brackets
     * @param required how many of them cannot be left out
     */
    record Filter(String name, Set<Kind> takes, Set<Kind> gives, List<Set<Kind>> arguments, int required, Work work) {
        Set<Kind> result(Set<Kind> of) {
            return gives.isEmpty() ? of : gives;
        }

        /** {@code upper wants text, and params.n is a number}. */
        String refusal(String words, Set<Kind> is) {
            return name + " wants " + Kind.words(takes) + ", and " + words + " is " + Kind.words(is);
        }

        /** {@code date is written date('yyyyMMdd')}. */
        String spelling() {
            return switch (name) {
                case "date" -> "| date('yyyyMMdd')";
                case "plus" -> "| plus('-1d')";
                case "default" -> "| default('d')";
                case "join", "split" -> "| " + name + "(',')";
                case "slice" -> "| slice(0, 8)";
                case "replace" -> "| replace({'a': 'b'})";
                default -> "| " + name;
            };
        }
    }

    /** Computes a filter on values of the kinds that it takes. */
    @FunctionalInterface
    interface Work {
        Object on(Object value, List<Object> arguments, ZoneId zone);
    }

    static @Nullable Filter named(String name) {
        return ALL.get(name);
    }

    static Set<String> names() {
        return ALL.keySet();
    }

    private static Map<String, Filter> all() {
        var filters = new LinkedHashMap<String, Filter>();
        put(filters, "raw", Kind.ANY, Set.of(), (value, _, _) -> value);
        put(filters, "default", Kind.ANY, Set.of(), (value, _, _) -> value, Kind.ANY);
        put(filters, "json", Kind.ANY, TEXT, (value, _, zone) -> Values.json(value, zone));
        put(filters, "number", Set.of(Kind.TEXT, Kind.NUMBER), NUMBER,
                (value, _, _) -> value instanceof String text ? Arithmetic.read(text) : value);
        put(filters, "plus", MOMENT, Set.of(), (value, args, zone) -> Moments.plus(value, text(args, 0), zone), TEXT);
        put(filters, "date", MOMENT, TEXT, (value, args, zone) -> Moments.date(value, text(args, 0), zone), TEXT);
        put(filters, "abs", NUMBER, NUMBER,
                (value, _, _) -> value instanceof Long whole ? (Object) Math.absExact(whole) : ((BigDecimal) value).abs());
        put(filters, "capitalize", TEXT, TEXT, (value, _, _) -> capitalize((String) value));
        put(filters, "lower", TEXT, TEXT, (value, _, _) -> ((String) value).toLowerCase(Locale.ROOT));
        put(filters, "upper", TEXT, TEXT, (value, _, _) -> ((String) value).toUpperCase(Locale.ROOT));
        put(filters, "trim", TEXT, TEXT, (value, _, _) -> ((String) value).strip());
        put(filters, "urlencode", TEXT, TEXT, (value, _, _) -> urlencode((String) value));
        put(filters, "base64encode", TEXT, TEXT, (value, _, _) -> Base64.getEncoder().encodeToString(((String) value).getBytes(UTF_8)));
        put(filters, "first", SEQUENCE, Kind.ANY, (value, _, zone) -> end(value, true, zone));
        put(filters, "last", SEQUENCE, Kind.ANY, (value, _, zone) -> end(value, false, zone));
        put(filters, "length", Set.of(Kind.TEXT, Kind.LIST, Kind.MAP), NUMBER, (value, _, _) -> length(value));
        put(filters, "replace", TEXT, TEXT, (value, args, zone) -> replace((String) value, (Map<?, ?>) args.getFirst(), zone),
                Set.of(Kind.MAP));
        filters.put("join", new Filter("join", Set.of(Kind.LIST), TEXT, List.of(TEXT), 0, Filters::join));
        filters.put("slice", new Filter("slice", SEQUENCE, Set.of(), List.of(NUMBER, NUMBER), 1, (value, args, _) -> slice(value, args)));
        filters.put("split",
                new Filter("split", TEXT, Set.of(Kind.LIST), List.of(TEXT, NUMBER), 1, (value, args, _) -> split((String) value, args)));
        return filters;
    }

    private static void put(Map<String, Filter> into, String name, Set<Kind> takes, Set<Kind> gives, Work work) {
        into.put(name, new Filter(name, takes, gives, List.of(), 0, work));
    }

    private static void put(Map<String, Filter> into, String name, Set<Kind> takes, Set<Kind> gives, Work work, Set<Kind> argument) {
        into.put(name, new Filter(name, takes, gives, List.of(argument), 1, work));
    }

    private static String text(List<Object> args, int index) {
        return (String) args.get(index);
    }

    private static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int second = text.offsetByCodePoints(0, 1);
        return text.substring(0, second).toUpperCase(Locale.ROOT) + text.substring(second);
    }

    /** Everything but RFC 3986's unreserved letters as the bytes of UTF-8. */
    private static String urlencode(String text) {
        var encoded = new StringBuilder();
        for (byte letter : text.getBytes(UTF_8)) {
            boolean unreserved = letter > 0 && (Character.isLetterOrDigit(letter) || "-._~".indexOf(letter) >= 0);
            if (unreserved) {
                encoded.append((char) letter);
            } else {
                encoded.append('%').append(HEX.toHexDigits(letter));
            }
        }
        return encoded.toString();
    }

    private static Object length(Object value) {
        return switch (value) {
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            default -> (long) value.toString().codePointCount(0, value.toString().length());
        };
    }

    private static Object end(Object value, boolean first, ZoneId zone) {
        Object found = null;
        if (value instanceof List<?> list) {
            found = list.isEmpty() ? null : Values.normal(first ? list.getFirst() : list.getLast(), zone);
        } else if (!value.toString().isEmpty()) {
            var text = value.toString();
            found = first ? text.substring(0, text.offsetByCodePoints(0, 1)) : text.substring(text.offsetByCodePoints(text.length(), -1));
        }
        if (found == null) {
            throw TemplateFailed.missing("there is no " + (first ? "first" : "last") + " item", "Use default, e.g. | first | default('d')");
        }
        return found;
    }

    private static String join(Object value, List<Object> args, ZoneId zone) {
        var texts = new ArrayList<String>();
        for (var item : (List<?>) value) {
            var normal = Values.normal(item, zone);
            if (normal == null) {
                throw TemplateFailed.because("an item of the list is null", "Leave it out of the list");
            }
            texts.add(Values.text(normal, zone));
        }
        long letters = texts.stream().mapToLong(String::length).sum();
        var between = args.isEmpty() ? "" : text(args, 0);
        if (letters + (long) between.length() * texts.size() > Values.MAX_TEXT) {
            throw tooLong();
        }
        return String.join(between, texts);
    }

    private static Object slice(Object value, List<Object> args) {
        int size = value instanceof List<?> list ? list.size() : value.toString().length();
        int from = place(args.getFirst(), size);
        int to = args.size() < 2 ? size : Math.max(from, place(args.get(1), size));
        return value instanceof List<?> list ? list.subList(from, to) : value.toString().substring(from, to);
    }

    private static int place(Object number, int size) {
        if (number instanceof Long whole && whole >= 0) {
            return (int) Math.min(whole, size);
        }
        throw TemplateFailed.because("slice counts from 0, and " + number + " is no such place", "Write e.g. slice(0, 8)");
    }

    private static Object split(String text, List<Object> args) {
        var between = text(args, 0);
        if (between.isEmpty()) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        long most = args.size() < 2 ? 0 : place(args.get(1), Integer.MAX_VALUE);
        // quoted: the separator is text and no pattern
        return Arrays.asList(text.split(Pattern.quote(between), (int) most));
    }

    /** All pairs at once, so that what one has put in no other replaces; of two that fit, the first written counts. */
    private static String replace(String text, Map<?, ?> pairs, ZoneId zone) {
        if (pairs.isEmpty()) {
            return text;
        }
        var any = Pattern.compile(pairs.keySet().stream().map(key -> Pattern.quote(String.valueOf(key))).collect(Collectors.joining("|")));
        var matcher = any.matcher(text);
        var result = new StringBuilder();
        while (matcher.find()) {
            var with = Values.normal(pairs.get(matcher.group()), zone);
            if (with == null) {
                throw TemplateFailed.because("replace has nothing to put for \"" + matcher.group() + "\"",
                        "Write e.g. replace({'a': 'b'})");
            }
            matcher.appendReplacement(result, "");
            result.append(Values.text(with, zone));
            if (result.length() > Values.MAX_TEXT) {
                throw tooLong();
            }
        }
        return matcher.appendTail(result).toString();
    }

    private static TemplateFailed tooLong() {
        return TemplateFailed.because("the result is longer than " + Values.MAX_TEXT + " letters", "Hand large data over in a file");
    }
}
