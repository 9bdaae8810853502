package comporta.catalogue;

import comporta.dag.Dag;
import comporta.dagfile.DagProblem;
import comporta.store.StoredDag;
import comporta.timetable.Timetable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DAG that this server knows.
 *
 * @param dag the version that new runs use
 * @param onRecord what is on record of it
 * @param file where its file lies, or lay
 * @param source the text of that version, which runs are pinned to
 * @param timetable of its schedule; null: the calendar that it names is not there, or cannot be used
 * @param problems of the file as it is now, errors and warnings
 */
public record CataloguedDag(
        Dag dag, StoredDag onRecord, Path file, String source, @Nullable Timetable timetable, List<DagProblem> problems) {
    public CataloguedDag {
        problems = List.copyOf(problems);
    }

    /** Whether it makes runs at its ticks, unless it is paused: its file is there. */
    public boolean isScheduled() {
        return onRecord.file() != StoredDag.FileState.GONE && timetable != null;
    }
}
