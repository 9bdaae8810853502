package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long a run takes at least, by the durations that its author expects. */
final class LongestWay {
    private static final int NONE = -1;

    private final Dag dag;
    private final DagGraph graph;
    private final Duration[] length;
    private final int[] before;

    /** A chain of tasks, those without an expected duration left out. */
    record Way(Duration length, String inWords) {}

    LongestWay(Dag dag, DagGraph graph) {
        this.dag = dag;
        this.graph = graph;
        length = new Duration[graph.size()];
        before = new int[graph.size()];
        Arrays.fill(before, NONE);
        for (int n : graph.topologicalOrder()) {
            var start = Duration.ZERO;
            int last = NONE;
            if (waitsForAll(n)) {
                for (int above : graph.upstream(n)) {
                    if (length[above].compareTo(start) > 0) {
                        start = length[above];
                        last = above;
                    }
                }
            }
            before[n] = last;
            length[n] = start.plus(expected(n));
        }
    }

    /** The way to the end of a task. */
    Way to(Task task) {
        return to(graph.number(task.id()));
    }

    /** The longest way to the end of any task but teardowns. */
    Way ofDag() {
        int last = NONE;
        for (int n = 0; n < length.length; n++) {
            if (!graph.isTeardown(n) && (last == NONE || length[n].compareTo(length[last]) > 0)) {
                last = n;
            }
        }
        return to(last);
    }

    /** The task by itself. */
    Way alone(@Nullable Task task) {
        return task == null || task.expectedDuration() == null
                ? new Way(Duration.ZERO, "nothing")
                : new Way(task.expectedDuration(), task.id().value());
    }

    private Way to(int last) {
        var names = new ArrayDeque<String>();
        for (int n = last; n != NONE; n = before[n]) {
            if (!expected(n).isZero()) {
                names.addFirst(graph.task(n).value());
            }
        }
        return new Way(last == NONE ? Duration.ZERO : length[last], names.stream().collect(Collectors.joining(" → ")));
    }

    private Duration expected(int n) {
        var expected = dag.task(graph.task(n)).expectedDuration();
        return expected == null ? Duration.ZERO : expected;
    }

    private boolean waitsForAll(int n) {
        return switch (dag.task(graph.task(n)).triggerRule()) {
            case ONE_SUCCESS, ONE_FAILED, ONE_DONE, ALWAYS -> graph.isTeardown(n);
            case ALL_SUCCESS, ALL_FAILED, ALL_DONE, ALL_SKIPPED, NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS, NONE_SKIPPED,
                    ALL_DONE_MIN_ONE_SUCCESS, ALL_DONE_SETUP_SUCCESS -> true;
        };
    }
}
