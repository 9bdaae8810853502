package comporta.mesos;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the owner of an agent says of it.
 *
 * @param values texts and numbers as people write them; empty when it consists of ranges
 */
record Attribute(String name, List<String> values, List<Piece.Range> ranges) {
    Attribute {
        values = List.copyOf(values);
        ranges = List.copyOf(ranges);
    }

    static Attribute read(Tree attribute) {
        var ranges = attribute.in("ranges").all("range").stream()
                .map(range -> new Piece.Range(range.whole("begin"), range.whole("end"))).toList();
        var values = switch (attribute.text("type")) {
            case "TEXT" -> List.of(attribute.in("text").text("value"));
            case "SCALAR" -> List.of(shown(attribute.in("scalar").number("value").orElse(0.0)));
            case "SET" -> attribute.in("set").texts("item");
            default -> List.<String>of();
        };
        return new Attribute(attribute.text("name"), values, ranges);
    }

    private static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    /** Text is compared as text, a number as a number, and a range holds every whole number in it. */
    boolean is(String wanted) {
        return values.stream().anyMatch(value -> value.equals(wanted) || isSameNumber(value, wanted))
                || ranges.stream().anyMatch(range -> holds(range, wanted));
    }

    private static boolean isSameNumber(String value, String wanted) {
        try {
            return Double.parseDouble(value) == Double.parseDouble(wanted);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean holds(Piece.Range range, String wanted) {
        try {
            long number = Long.parseLong(wanted);
            return number >= range.begin() && number <= range.end();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** As in the agent's flags: {@code mesos-fixed}, {@code 7}, {@code [1-3]}. */
    String shown() {
        return ranges.isEmpty()
                ? String.join(",", values)
                : ranges.stream().map(range -> range.begin() + "-" + range.end()).collect(Collectors.joining(",", "[", "]"));
    }
}
