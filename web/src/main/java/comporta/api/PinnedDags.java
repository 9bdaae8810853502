package comporta.api;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.store.Archive;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The DAG versions that runs are pinned to, the last few that were looked at. */
final class PinnedDags {
    private static final int KEPT = 200;

    private final Archive archive;
    private final Map<Long, Optional<Dag>> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<Dag>> eldest) {
            return size() > KEPT;
        }
    };

    PinnedDags(Archive archive) {
        this.archive = archive;
    }

    /** The DAG of a version, by its number in the store; empty when this program can no longer read it. */
    Optional<Dag> of(long version) {
        synchronized (read) {
            var known = read.get(version);
            if (known != null) {
                return known;
            }
        }
        var pinned = archive.source(version);
        var dag = Optional.ofNullable(DagFiles.read(pinned.path(), pinned.source().getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());
        synchronized (read) {
            read.put(version, dag);
        }
        return dag;
    }
}
