package comporta.catalogue;

import comporta.dagfile.DagProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of files that were pushed.
 *
 * @param warnings of the files, none of which kept them from being taken
 */
public record PushOutcome(List<Pushed> dags, List<DagProblem> warnings) {
    public PushOutcome {
        dags = List.copyOf(dags);
        warnings = List.copyOf(warnings);
    }

    /**
     * A DAG among the files.
     *
     * @param version the number that it has now; null: it was only checked, or is taken up by another scheduler
     * @param changed whether that is another than before
     */
    public record Pushed(String path, String dag, @Nullable Integer version, boolean changed) {}
}
