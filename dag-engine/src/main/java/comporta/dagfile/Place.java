package comporta.dagfile;

/**
 * A place in a file, both from 1.
 *
 * @param file name of a helper beside the DAG file; empty: the DAG file itself
 */
record Place(int line, int column, String file) {
    static final Place TOP = new Place(1, 1);

    Place(int line, int column) {
        this(line, column, "");
    }
}
