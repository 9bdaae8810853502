package comporta.app;

import comporta.loop.TaskPicture;
import comporta.run.TaskState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tasks, of expanded ones their instances, counted by state in the order in which people care. Tasks that
 * are no part of the run do not count.
 */
record Tally(Map<String, Integer> byState) {
    private static final List<String> ORDER = List.of(
            "failed", "unreachable", "stopping", "up_for_retry", "running", "deferred", "launching", "queued", "waiting", "cancelled",
            "upstream_failed", "skipped", "success");

    static Tally of(List<TaskPicture> tasks) {
        var counts = new TreeMap<String, Integer>((a, b) -> Integer.compare(ORDER.indexOf(a), ORDER.indexOf(b)));
        for (var task : tasks.stream().flatMap(TaskPicture::runners).toList()) {
            if (!(task.instance().state() instanceof TaskState.Removed)) {
                counts.merge(task.instance().state().word(), 1, Integer::sum);
            }
        }
        return new Tally(counts);
    }

    int total() {
        return byState.values().stream().mapToInt(n -> n).sum();
    }

    int done() {
        return of("success") + of("failed") + of("skipped") + of("upstream_failed") + of("cancelled");
    }

    int of(String state) {
        return byState.getOrDefault(state, 0);
    }

    /** {@code 3 success, 1 failed}; empty when nothing is counted. */
    String inWords() {
        return byState.entrySet().stream()
                .map(entry -> Figures.count(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
