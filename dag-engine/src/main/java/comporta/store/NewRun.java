package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that is not in the store yet.
 *
 * @param key unique within the DAG
 * @param dagVersion number in the store of its DAG version
 * @param selection which tasks were asked for, as plain data; empty for all
 */
public record NewRun(
        DagId dag,
        String key,
        long dagVersion,
        RunType type,
        Instant logicalDate,
        @Nullable Instant intervalStart,
        @Nullable Instant intervalEnd,
        Map<String, Object> params,
        Map<String, Object> selection,
        String note,
        Instant queuedAt) {

    public NewRun {
        params = PlainData.plain(params);
        selection = PlainData.plain(selection);
    }

    DagRun stored(long id) {
        return new DagRun(
                id, dag, key, dagVersion, type, RunState.QUEUED, null, "", logicalDate, intervalStart, intervalEnd, params, note, null,
                queuedAt, null, null);
    }
}
