/**
 * What DAG files in Java are written with, and the child process that compiles and asks them.
 *
 * <p>In: the source of a DAG file, its helpers and the text files that they read. Out: the same tree of keys as YAML gives, each with its
 * place, as JSON on a pipe. DAG files see {@link comporta.Dsl}; {@code dagfile} starts {@code DagWorker}. This room uses no
 * other, since nothing else is on the class path of a DAG file.
 */
@NullMarked
package comporta;

import org.jspecify.annotations.NullMarked;
