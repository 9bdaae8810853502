package comporta.dag;

/** Name of a group of tasks, unique in its DAG and unlike any task of it. */
public record GroupId(String value) implements Comparable<GroupId> {
    public GroupId {
        Ids.check("group", value);
    }

    @Override
    public int compareTo(GroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
