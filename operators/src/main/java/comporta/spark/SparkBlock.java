package comporta.spark;

import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spark} block, rendered.
 *
 * @param nodePool executors run only there; null: anywhere
 * @param totalCores of all executors together
 * @param executorCores null: all that an offer has
 * @param executorImage null: the driver's own
 * @param executors null: as many as the cores allow, from beginning to end
 * @param properties the author's own, which win
 * @param only datasets to compute; empty: all
 * @param master null: the backend's
 * @param noExecutors how long a Spark job may want to run without a core to run on
 * @param app jar or Python file; null: the job has a command
 */
record SparkBlock(
        @Nullable String nodePool,
        int totalCores,
        @Nullable Integer executorCores,
        String executorMemory,
        @Nullable String executorImage,
        @Nullable String driverMemory,
        @Nullable Range executors,
        Map<String, String> properties,
        List<String> only,
        @Nullable String master,
        Duration noExecutors,
        @Nullable String app,
        @Nullable String mainClass,
        List<String> args) {

    SparkBlock {
        properties = PlainData.ordered(properties);
        only = List.copyOf(only);
        args = List.copyOf(args);
    }

    /** How many executors dynamic allocation may hold. */
    record Range(int min, int max) {}

    /**
     * Reads the block of a try.
     *
     * @throws Refused when a value does not fit its key
     */
    static SparkBlock of(Map<String, Object> settings) {
        var block = PlainData.block(settings, "spark");
        return new SparkBlock(
                text(block, "node_pool"),
                number(block, "total_cores", 4, 1),
                block.containsKey("executor_cores") ? number(block, "executor_cores", 1, 1) : null,
                textOr(block, "executor_memory", "2g"),
                text(block, "executor_image"),
                text(block, "driver_memory"),
                executors(block),
                properties(block),
                list(block, "only"),
                text(block, "master"),
                duration(block, "no_executors_timeout"),
                text(block, "app"),
                text(block, "class"),
                list(block, "args"));
    }

    private static @Nullable Range executors(Map<String, Object> block) {
        if (!block.containsKey("dynamic_allocation")) {
            return null;
        }
        var range = map(block, "dynamic_allocation");
        int min = number(range, "min", 0, 0);
        int max = number(range, "max", Integer.MAX_VALUE, 1);
        if (min > max) {
            throw wrong("dynamic_allocation", "goes from " + min + " to " + max, "Let min be at most max");
        }
        return new Range(min, max);
    }

    private static Duration duration(Map<String, Object> block, String key) {
        try {
            return Durations.parse(textOr(block, key, "10m"));
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is \"" + block.get(key) + "\"", "Write a duration, such as 10m");
        }
    }

    private static Map<String, String> properties(Map<String, Object> block) {
        var properties = new LinkedHashMap<String, String>();
        map(block, "properties").forEach((name, value) -> properties.put(name, String.valueOf(value)));
        return properties;
    }

    private static Map<String, Object> map(Map<String, Object> block, String key) {
        try {
            return PlainData.block(block, key);
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is not a map", "Write names and values");
        }
    }

    private static List<String> list(Map<String, Object> block, String key) {
        return switch (block.get(key)) {
            case null -> List.of();
            case List<?> items -> items.stream().map(String::valueOf).toList();
            case Object one -> List.of(one.toString());
        };
    }

    private static int number(Map<String, Object> block, String key, int otherwise, int least) {
        var text = textOr(block, key, Integer.toString(otherwise)).strip();
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, "is \"" + text + "\"", "Write a whole number from " + least);
        }
        throw wrong(key, "is " + text, "Write a whole number from " + least);
    }

    private static String textOr(Map<String, Object> block, String key, String otherwise) {
        var text = text(block, key);
        return text == null ? otherwise : text;
    }

    private static @Nullable String text(Map<String, Object> block, String key) {
        var value = block.get(key);
        return value == null ? null : value.toString();
    }

    private static Refused wrong(String key, String what, String fix) {
        return new Refused(Cause.USER, "spark." + key + " " + what + ". " + fix);
    }
}
