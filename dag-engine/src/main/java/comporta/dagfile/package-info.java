/**
 * From text to a {@link comporta.dag.Dag}, or to problems with file, line, column and a fix.
 *
 * <p>In: the bytes of a DAG file, hostile until proven otherwise. Out: a checked {@code Dag}, or every mistake of the file in one pass.
 * Called by the command line, and by the loop for the text of a pinned DAG version.
 */
@NullMarked
package comporta.dagfile;

import org.jspecify.annotations.NullMarked;
