package comporta.app;

import comporta.dag.Dag;
import comporta.dag.Durations;
import comporta.dag.Misspelt;
import comporta.dag.Suggestion;
import comporta.dag.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How long tasks take otherwise than they used to.
 *
 * @param durations usual ones, in place of those by history
 * @param factors by which usual durations are multiplied
 */
record Supposed(Map<TaskId, Duration> durations, Map<TaskId, Double> factors) {
    static final Supposed NOTHING = new Supposed(Map.of(), Map.of());

    private static final Pattern FACTOR = Pattern.compile("([^*=]+)\\*(\\d{1,4}(?:\\.\\d{1,6})?)");

    /**
     * From words such as {@code itaipu=20m} and {@code itaipu*1.3}.
     *
     * @throws UsageException when one is neither, or names no task
     */
    static Supposed of(List<String> words, Dag dag) {
        Map<TaskId, Duration> durations = new LinkedHashMap<>();
        Map<TaskId, Double> factors = new LinkedHashMap<>();
        for (var word : words) {
            var times = FACTOR.matcher(word);
            if (times.matches()) {
                double factor = Double.parseDouble(times.group(2));
                if (factor <= 0) {
                    throw new UsageException("--set " + word + ": a factor is more than 0.");
                }
                factors.put(task(word, times.group(1), dag), factor);
            } else if (word.indexOf('=') > 0) {
                durations.put(task(word, word.substring(0, word.indexOf('=')), dag), duration(word));
            } else {
                throw new UsageException("--set " + word + " is neither TASK=DURATION nor TASK*FACTOR. Write e.g. --set itaipu=20m or --set 'itaipu*1.3'.");
            }
        }
        return new Supposed(durations, factors);
    }

    private static TaskId task(String word, String name, Dag dag) {
        return dag.tasks().keySet().stream().filter(id -> id.value().equals(name.strip())).findFirst().orElseThrow(() -> {
            var known = dag.tasks().keySet().stream().map(TaskId::value).toList();
            return UsageException.saying("--set " + word + ": DAG " + dag.id() + " has no task \"" + name + "\". "
                    + Suggestion.didYouMean(name, known, "comporta dags show tells which it has"));
        });
    }

    private static Duration duration(String word) {
        try {
            return Durations.parse(word.substring(word.indexOf('=') + 1));
        } catch (Misspelt e) {
            throw new UsageException("--set " + word + ": " + e.what() + ". " + e.fix() + ".");
        }
    }

    /** Usual durations, with those that are supposed in their place. */
    Map<TaskId, Duration> on(Map<TaskId, Duration> usual) {
        var all = new HashMap<>(usual);
        all.putAll(durations);
        return all;
    }

    boolean isNothing() {
        return durations.isEmpty() && factors.isEmpty();
    }
}
