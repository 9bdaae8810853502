package comporta.decide;

import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One thing that is otherwise now. All changes of a step are committed together, and only then told to anybody. */
public sealed interface Change {
    /** Number in the store of the run that it belongs to. */
    long run();

    /** The run itself moved. */
    record RunMoved(DagRun before, DagRun after, Instant at) implements Change {
        @Override
        public long run() {
            return after.id();
        }
    }

    /** A task instance moved. */
    record TaskMoved(long run, TaskInstance before, TaskInstance after, Instant at) implements Change {}

    /** A try was opened; {@code rendered} is what its templates became. */
    record TryOpened(long run, int task, int mapIndex, int tryNumber, Map<String, Object> rendered, Instant at) implements Change {
        public TryOpened {
            rendered = PlainData.ordered(rendered);
        }
    }

    /** A try ended; the outputs of a success are kept until the next one. */
    record TryClosed(long run, int task, int mapIndex, int tryNumber, Exit exit, Instant at) implements Change {}

    /** A launch was intended, or more is known of it. */
    record LaunchMoved(long run, Launch after, Instant at) implements Change {}

    /** A lease was opened, or moved. */
    record LeaseMoved(Lease after, Instant at) implements Change {
        @Override
        public long run() {
            return after.run();
        }
    }

    /** A task or a group was expanded, or expanded anew; {@code added} are instances of indices that there never were before. */
    record Expanded(long run, Expansion after, List<Added> added, Instant at) implements Change {
        public Expanded {
            added = List.copyOf(added);
        }

        /** A new instance, with the id of its task. */
        public record Added(TaskId task, TaskInstance instance) {}
    }

    /** Something is ordered for a task, or for an instance of an expanded one (else {@code mapIndex} is -1), from now on. */
    record Ordered(long run, TaskId task, int mapIndex, TaskOrder after, Instant at) implements Change {}

    /** A deadline or an alert counts from now on, counts no more, or fired. */
    record LimitMoved(long run, TimeLimit after, Instant at) implements Change {}

    /** A wish was granted or refused. */
    record WishSettled(long run, long wish, String outcome, Instant at) implements Change {}
}
