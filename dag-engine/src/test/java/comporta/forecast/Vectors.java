package comporta.forecast;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The small cases with exact answers. */
final class Vectors {
    private Vectors() {}

    static Stream<Map<String, Object>> of(String section) {
        try (var in = Objects.requireNonNull(Vectors.class.getResourceAsStream("/forecast/vectors.json"))) {
            var all = map(PlainData.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            return ((List<?>) Objects.requireNonNull(all.get(section))).stream().map(Vectors::map);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    static double number(Map<String, Object> of, String key) {
        return of.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    static double[] numbers(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list)).stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    /** Tasks of a case, in the order of their names. */
    @SuppressWarnings("ArrayRecordComponent")
    record Case(List<String> names, int[][] above, Map<String, Object> tasks) {
        static Case of(Map<String, Object> vector) {
            var tasks = map(vector.get("tasks"));
            var names = new ArrayList<>(tasks.keySet());
            Collections.sort(names);
            var above = names.stream()
                    .map(name -> ((List<?>) Objects.requireNonNull(map(tasks.get(name)).get("after"))).stream().mapToInt(names::indexOf).toArray())
                    .toArray(int[][]::new);
            return new Case(names, above, tasks);
        }

        double[] numbers(String key) {
            return names.stream().mapToDouble(name -> number(map(tasks.get(name)), key)).toArray();
        }

        double[] expected(@Nullable Object byName) {
            return names.stream().mapToDouble(name -> number(map(byName), name)).toArray();
        }

        Network unlimited() {
            return new Network(above, new int[names.size()], Collections.nCopies(names.size(), Network.Demand.NONE), new int[0], Double.POSITIVE_INFINITY);
        }

        Network slots(int slots, double[] priority) {
            return new Network(
                    above, Network.ranks(priority), Collections.nCopies(names.size(), new Network.Demand(List.of(0), List.of(1))), new int[] {slots},
                    Double.POSITIVE_INFINITY);
        }

        List<String> named(int... tasks) {
            return Arrays.stream(tasks).mapToObj(names::get).toList();
        }
    }
}
