package comporta.mesos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A resource as it is offered: Mesos may offer one name in several pieces, and a task gets pieces, not sums.
 *
 * @param amount thousandths of a scalar; for ranges, how many numbers they hold
 * @param ranges of a resource that consists of numbers, else empty
 * @param owner role that the piece is reserved for; empty: nobody's
 * @param bonds fields of the offer that a task has to repeat, such as reservations
 */
record Piece(String name, long amount, List<Range> ranges, String owner, Map<String, Object> bonds) {
    private static final double THOUSAND = 1000;

    /** Both ends belong to it. */
    record Range(long begin, long end) {
        long size() {
            return end - begin + 1;
        }
    }

    Piece {
        ranges = List.copyOf(ranges);
    }

    /** Whether a task that leaves at any time, and shares with nobody, can use it. */
    static boolean isUsable(Tree resource) {
        return !resource.has("revocable") && !resource.has("shared") && !resource.in("disk").has("source")
                && !resource.in("disk").has("persistence");
    }

    static Piece read(Tree resource) {
        var ranges = resource.in("ranges").all("range").stream().map(range -> new Range(range.whole("begin"), range.whole("end"))).toList();
        long amount = ranges.isEmpty()
                ? thousandths(resource.in("scalar").number("value").orElse(0.0))
                : ranges.stream().mapToLong(Range::size).sum();
        var bonds = Tree.of(
                "allocation_info", resource.fields().get("allocation_info"), "reservations", resource.fields().get("reservations"),
                "disk", resource.fields().get("disk"), "provider_id", resource.fields().get("provider_id"));
        var reservations = resource.all("reservations");
        return new Piece(resource.text("name"), amount, ranges, reservations.isEmpty() ? "" : reservations.getLast().text("role"), bonds);
    }

    static long thousandths(double scalar) {
        return Math.round(scalar * THOUSAND);
    }

    /** So much of it, which it has; written as a task's resource. */
    Map<String, Object> scalar(long thousandths) {
        var resource = Tree.of("name", name, "type", "SCALAR", "scalar", Map.of("value", thousandths / THOUSAND));
        return bound(resource);
    }

    /** Numbers of it, written as a task's resource. */
    Map<String, Object> numbers(List<Long> taken) {
        var range = taken.stream().map(number -> Map.of("begin", number, "end", number)).toList();
        return bound(Tree.of("name", name, "type", "RANGES", "ranges", Map.of("range", range)));
    }

    private Map<String, Object> bound(Map<String, Object> resource) {
        var whole = new LinkedHashMap<>(resource);
        whole.putAll(bonds);
        return whole;
    }

    /** What is left after so much of a scalar was taken. */
    Piece without(long thousandths) {
        return new Piece(name, amount - thousandths, ranges, owner, bonds);
    }

    /** What is left after those numbers were taken. */
    Piece without(List<Long> taken) {
        var left = new ArrayList<Range>();
        for (var range : ranges) {
            long from = range.begin();
            for (long number : taken.stream().filter(n -> n >= range.begin() && n <= range.end()).sorted().toList()) {
                if (number > from) {
                    left.add(new Range(from, number - 1));
                }
                from = number + 1;
            }
            if (from <= range.end()) {
                left.add(new Range(from, range.end()));
            }
        }
        return new Piece(name, left.stream().mapToLong(Range::size).sum(), left, owner, bonds);
    }
}
