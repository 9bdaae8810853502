package comporta.dag;

import org.jspecify.annotations.Nullable;

/** Name of a task, unique in its DAG. */
public record TaskId(String value) implements Comparable<TaskId> {
    public TaskId {
        Ids.check("task", value);
    }

    // Written out because these are asked for in every lookup of every room: what the JDK would generate at the first one costs 20 ms.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskId task && task.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(TaskId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
