package comporta.dagfile;

import java.util.Set;

/**
 * One mistake of a DAG file.
 *
 * @param file path as the caller gave it
 * @param line from 1, of the offending key or value
 * @param column from 1
 * @param id stable word of the catalogue, e.g. {@code unknown-task}
 * @param what what is wrong, with the offending text
 * @param fix what to write instead
 */
public record DagProblem(String file, int line, int column, Severity severity, String id, String what, String fix) {

    private static final Set<String> OF_OUTSIDE = Set.of("unknown-resource", "unknown-pool", "unknown-backend");

    /** Whether it is about a name that is defined outside of the dags folder. */
    public boolean isOfOutside() {
        return OF_OUTSIDE.contains(id);
    }

    /** The same with that fix. */
    DagProblem fixedBy(String words) {
        return new DagProblem(file, line, column, severity, id, what, words);
    }

    /** The same, told without consequences. */
    DagProblem asWarning() {
        return new DagProblem(file, line, column, Severity.WARNING, id, what, fix);
    }

    /** Whether a problem keeps the file from being used. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** {@code PATH:LINE:COLUMN: what. fix [id]}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + what + ". " + fix + (fix.endsWith("?") ? "" : ".") + " [" + id + "]";
    }
}
