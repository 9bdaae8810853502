package comporta.dag;

/** Name of a task, unique in its DAG. */
public record TaskId(String value) implements Comparable<TaskId> {
    public TaskId {
        Ids.check("task", value);
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
