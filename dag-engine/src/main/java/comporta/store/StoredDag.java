package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A DAG of the dags folder as it is on record.
 *
 * @param path of its file, below the folder
 * @param active what new runs use
 * @param ofFile what the file said when it was last right
 * @param changedAt when {@code active} last became another
 * @param rolledBackBy who chose a version other than the file's; null: nobody
 */
public record StoredDag(
        DagId id,
        String path,
        FileState file,
        DagVersion active,
        DagVersion ofFile,
        Instant firstSeenAt,
        Instant changedAt,
        @Nullable String rolledBackBy) {

    /** What is the matter with the file. */
    public enum FileState {
        OK,
        /** It has mistakes; the last version that was right stays in use. */
        BROKEN,
        /** It is not there; runs go on, and there are no ticks. */
        GONE
    }
}
