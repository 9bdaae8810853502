package comporta.dag;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values without a type of their own: text, {@link Boolean}, null, numbers, lists, and maps in the order of writing. An integer is a
 * {@link Long}, a {@link BigInteger} where that is too small; any other number is a {@link BigDecimal}. Parameters, outputs, an operator's
 * keys and rendered jobs are such values; their written form is JSON, which gives the same values back.
 */
public final class PlainData {
    /** JSON with a longer number is not read: the time to do so grows with the square of its digits. */
    private static final int MOST_DIGITS = 900;

    private PlainData() {}

    /** An unmodifiable copy, whatever is in the data, made of the values above all the way down; what is none of them becomes text. */
    public static Map<String, Object> plain(Map<?, ?> data) {
        Map<String, Object> plain = new LinkedHashMap<>();
        data.forEach((name, value) -> plain.put(whole(String.valueOf(name)), plain(value)));
        return Collections.unmodifiableMap(plain);
    }

    @SuppressWarnings("NullAway")   // null is plain data too; maps of such values do not say so
    private static Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean _, Long _ -> value;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case BigInteger number -> integer(number);
            case BigDecimal number -> decimal(number);
            case Double number when Double.isFinite(number) -> decimal(BigDecimal.valueOf(number));
            case Float number when Float.isFinite(number) -> decimal(new BigDecimal(number.toString()));
            case Map<?, ?> map -> plain(map);
            case Iterable<?> list -> {
                List<Object> plain = new ArrayList<>();
                list.forEach(item -> plain.add(plain(item)));
                yield Collections.unmodifiableList(plain);
            }
            default -> whole(value.toString());
        };
    }

    /** Half a character, of those beyond the 65,536th, is in no UTF-8: it becomes U+FFFD. */
    static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    private static Object decimal(BigDecimal number) {
        if (number.scale() == 0) {
            return integer(number.unscaledValue());
        }
        return number.precision() > MOST_DIGITS ? number.toString() : number;
    }

    private static Object integer(BigInteger number) {
        if (number.bitLength() < Long.SIZE) {
            return number.longValueExact();
        }
        return new BigDecimal(number).precision() > MOST_DIGITS ? number.toString() : number;
    }

    /** An unmodifiable copy that keeps its order. */
    public static <K, V> Map<K, V> ordered(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * The map under {@code name}, empty when absent.
     *
     * @throws IllegalArgumentException when something else stands there
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> block(Map<String, ?> data, String name) {
        var found = data.get(name);
        if (found == null) {
            return Map.of();
        }
        if (found instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("\"" + name + "\" wants a map, and is " + found);
    }

    /**
     * Compact JSON, which any UTF-8 can hold and every database. Values of other types are written as text.
     *
     * @throws IllegalArgumentException when it is nested deeper than 500 levels
     */
    public static String toJson(@Nullable Object data) {
        return JsonText.write(data);
    }

    /**
     * Reads JSON.
     *
     * @throws IllegalArgumentException when it is not JSON, or more than one value
     */
    public static @Nullable Object fromJson(String json) {
        return JsonText.read(json);
    }

    /**
     * Reads a JSON object.
     *
     * @throws IllegalArgumentException when it is not one
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> mapFromJson(String json) {
        if (fromJson(json) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("this is not a JSON object");
    }
}
