package comporta.catalogue;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.DagProblem;
import comporta.store.DagTable;
import comporta.store.StoredDag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Versions that are used and are not what the file says now, as they were read from the store. */
final class Versions {
    private final DagTable table;
    private final Map<Long, Read> known = new HashMap<>();

    Versions(DagTable table) {
        this.table = table;
    }

    /**
     * A version.
     *
     * @param dag null: this program cannot read it any more
     */
    record Read(@Nullable Dag dag, String source, List<DagProblem> problems) {}

    Read active(StoredDag stored, Path file) {
        return known.computeIfAbsent(stored.active().id(), id -> {
            var source = table.source(id);
            // Its names may be gone by now: that was asked when the file was new.
            var reading = DagFiles.read(file.toString(), source.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
            return new Read(reading.dag(), source, reading.problems());
        });
    }

    /** Forgets all others. */
    void keepOnly(Set<Long> ids) {
        known.keySet().retainAll(ids);
    }
}
