package comporta.dag;

/** Name of a DAG, unique over the dags folder. */
public record DagId(String value) implements Comparable<DagId> {
    public DagId {
        Ids.check("DAG", value);
    }

    @Override
    public int compareTo(DagId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
