package comporta.dagfile;

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
