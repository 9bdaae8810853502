package comporta.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Places in lists, as callers carry them about: numbers that mean nothing to them. */
final class Cursors {
    private Cursors() {}

    static String of(long... numbers) {
        var text = String.join(".", Arrays.stream(numbers).mapToObj(Long::toString).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The numbers of a cursor of this call; {@code start} where it has none. */
    static long[] read(Call call, long... start) {
        return read(call, "cursor", start);
    }

    /** The same of a cursor that stands in another parameter. */
    static long[] read(Call call, String parameter, long... start) {
        return call.text(parameter).map(text -> read(parameter, text, start.length)).orElse(start);
    }

    private static long[] read(String parameter, String cursor, int count) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            var numbers = Arrays.stream(text.split("\\.", -1)).mapToLong(Long::parseLong).toArray();
            if (numbers.length == count) {
                return numbers;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Refusal.unfit(parameter,
                "\"" + Refusal.shortened(cursor) + "\" is not one that this list has given: take next of the page before, or leave it out");
    }
}
