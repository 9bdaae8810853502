package comporta.spark;

import comporta.operator.Cause;
import comporta.operator.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command of the driver's job. It first writes the properties from its environment to a file: so they reach any command, on any
 * backend, without one that could carry files.
 */
final class DriverCommand {
    /** Environment that holds the text of the properties file. */
    static final String PROPERTIES = "COMPORTA_SPARK_PROPERTIES";

    private static final String WRITE_FILE =
            """
            COMPORTA_SPARK_CONF="${COMPORTA_SCRATCH:-${MESOS_SANDBOX:-$PWD}}/spark.conf"; export COMPORTA_SPARK_CONF
            printf %s "$COMPORTA_SPARK_PROPERTIES" > "$COMPORTA_SPARK_CONF" || exit 73
            """;

    private DriverCommand() {}

    /**
     * The job with what Spark adds to its command.
     *
     * @throws Refused when there are two commands
     */
    static Map<String, Object> in(Map<String, Object> job, SparkBlock spark) {
        var written = job.get("command");
        if (written != null && spark.app() != null) {
            throw new Refused(Cause.USER, "\"job.command\" and \"spark.app\" both say what to run. Keep one");
        }
        var only = spark.only().isEmpty() ? List.<String>of() : List.of("--only", String.join(",", spark.only()));
        var changed = new LinkedHashMap<>(job);
        if (spark.app() != null) {
            changed.put("command", submit(spark, spark.app(), only));
        } else if (written instanceof List<?> argv) {
            changed.put("command", exec("exec \"$@\"", "sh", words(argv, only)));
        } else if (written != null) {
            changed.put("command", WRITE_FILE + written + quoted(only));
        } else if (!only.isEmpty()) {
            changed.put("args", words(job.get("args") instanceof List<?> args ? args : List.of(), only));
        }
        return changed;
    }

    private static List<String> submit(SparkBlock spark, String app, List<String> only) {
        var words = new ArrayList<String>();
        if (spark.mainClass() != null) {
            words.add("--class");
            words.add(spark.mainClass());
        }
        words.add(app);
        words.addAll(spark.args());
        words.addAll(only);
        return exec("exec spark-submit --properties-file \"$COMPORTA_SPARK_CONF\" \"$@\"", "spark-submit", words);
    }

    private static List<String> exec(String line, String name, List<String> words) {
        return Stream.concat(Stream.of("/bin/sh", "-c", WRITE_FILE + line, name), words.stream()).toList();
    }

    private static List<String> words(List<?> first, List<String> then) {
        return Stream.concat(first.stream().map(String::valueOf), then.stream()).toList();
    }

    private static String quoted(List<String> words) {
        var text = new StringBuilder();
        words.forEach(word -> text.append(" '").append(word.replace("'", "'\\''")).append('\''));
        return text.toString();
    }
}
