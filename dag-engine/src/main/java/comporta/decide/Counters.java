package comporta.decide;

import comporta.dag.DagGraph;
import comporta.run.TaskInstance;
import comporta.run.TaskState;

/** How many of each task's upstream ended how. A task's end writes only the counters of its downstream. */
final class Counters {
    /** Ends as the trigger rules see them. */
    enum End {
        NONE(0),
        SUCCESS(1),
        FAILED(2),
        BROKEN(3),
        SKIPPED(4);

        /** How many ends there are. */
        static final int COUNT = 5;

        private final int place;

        End(int place) {
            this.place = place;
        }

        /** Its place among a task's counters. */
        int place() {
            return place;
        }
    }

    private final DagGraph graph;
    private final int[] counts;
    private long touched;

    Counters(DagGraph graph) {
        this.graph = graph;
        this.counts = new int[graph.size() * End.COUNT];
    }

    /** A task that is not part of the run is no obstacle; a cancelled one is as good as failed. */
    static End endOf(TaskInstance task) {
        return switch (task.state()) {
            case TaskState.Success _, TaskState.Removed _ -> End.SUCCESS;
            case TaskState.Failed _, TaskState.Cancelled _ -> End.FAILED;
            case TaskState.UpstreamFailed _ -> End.BROKEN;
            case TaskState.Skipped _ -> End.SKIPPED;
            case TaskState.Waiting _, TaskState.Queued _, TaskState.UpForRetry _, TaskState.InTry _ -> End.NONE;
        };
    }

    void moved(TaskInstance before, TaskInstance after) {
        var was = endOf(before);
        var is = endOf(after);
        if (was != is) {
            for (int below : graph.downstream(after.task())) {
                counts[below * End.COUNT + was.place()]--;
                counts[below * End.COUNT + is.place()]++;
                touched++;
            }
        }
    }

    /** Upstream tasks of {@code task} that ended so; {@code NONE} is meaningless. */
    int count(int task, End end) {
        return counts[task * End.COUNT + end.place()];
    }

    long touched() {
        return touched;
    }
}
