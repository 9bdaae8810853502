package comporta.dagfile;

import comporta.dag.Calendar;
import comporta.dag.Dag;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DAG of a dags folder whose file is right.
 *
 * @param path of its file below the folder
 * @param file the whole path, as the folder was named
 * @param source the text, which runs are pinned to
 * @param calendar the one that its schedule names; null: it names none
 * @param warnings what was told of the file all the same
 */
public record FoundDag(Dag dag, String path, Path file, String source, @Nullable Calendar calendar, List<DagProblem> warnings) {
    public FoundDag {
        warnings = List.copyOf(warnings);
    }
}
