package comporta.decide;

import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.util.HashMap;
import java.util.Map;

/**
 * How many of each node's upstream ended how, and how many of an expanded task's instances. A node's end writes only the counters of its
 * downstream.
 */
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

        /** Its place among a node's counters. */
        int place() {
            return place;
        }
    }

    private final int tasks;
    private final int[] counts;
    private final Map<Integer, int[]> others = new HashMap<>();
    private long touched;

    Counters(int tasks) {
        this.tasks = tasks;
        this.counts = new int[tasks * End.COUNT];
    }

    /** Under which key, that no node has, the instances of a task are counted. */
    static int ofInstances(int task) {
        return -1 - task;
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

    /** How {@code nodes} ended, counted anew. */
    static int[] ends(Facts facts, int... nodes) {
        var ends = new int[End.COUNT];
        for (int node : nodes) {
            var end = endOf(facts.instance(node));
            if (end != End.NONE) {
                ends[end.place()]++;
            }
        }
        return ends;
    }

    /** One of those that are counted under {@code key} ended otherwise than before. */
    void moved(int key, End was, End is) {
        if (key >= 0 && key < tasks) {
            counts[key * End.COUNT + was.place()]--;
            counts[key * End.COUNT + is.place()]++;
        } else {
            var ends = others.computeIfAbsent(key, _ -> new int[End.COUNT]);
            ends[was.place()]--;
            ends[is.place()]++;
        }
        touched++;
    }

    /** Sets the counters of an instance, or those of a task's instances, to what was counted anew. */
    void set(int key, int[] ends) {
        others.put(key, ends);
    }

    /** Those counted under {@code key} that ended so; {@code NONE} is meaningless. */
    int count(int key, End end) {
        if (key >= 0 && key < tasks) {
            return counts[key * End.COUNT + end.place()];
        }
        var ends = others.get(key);
        return ends == null ? 0 : ends[end.place()];
    }

    long touched() {
        return touched;
    }
}
