package comporta.loop;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.decide.Notice;
import comporta.decide.Notices;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of DAGs that no run under way can tell. {@code no_success_for}: told once for each success that is followed by none in time.
 * It counts from the last success, before the first one from the moment at which the first run was asked for; of a DAG without runs nothing
 * is expected. {@code queued_for}: told once of each run that waits for its turn.
 */
final class DagAlerts {
    private final Store store;
    private final Observer observer;
    private final Map<DagId, Watched> watched = new HashMap<>();
    private final Map<DagId, Dag> known = new HashMap<>();
    /** Runs that wait for their turn, with nobody told yet. */
    private final Map<Long, DagRun> waiting = new LinkedHashMap<>();

    /**
     * @param isFresh whether there was no run yet
     * @param due null: it was told, and counts from the next success on; or there was no run yet
     */
    private record Watched(Dag dag, boolean isFresh, @Nullable Instant due) {
        Watched since(@Nullable Instant next) {
            return new Watched(dag, false, next);
        }
    }

    DagAlerts(Store store, Observer observer) {
        this.store = store;
        this.observer = observer;
    }

    /** What is in the folder now. */
    void dags(Collection<ScheduledDag> dags) {
        watched.clear();
        known.clear();
        for (var each : dags) {
            var dag = each.dag();
            known.put(dag.id(), dag);
            var limit = dag.alerts().noSuccessFor();
            if (limit != null) {
                var due = store.lastSuccess(dag.id()).map(last -> last.plus(limit)).orElse(null);
                watched.put(dag.id(), new Watched(dag, due == null, due));
            }
        }
    }

    /** A run waits for its turn. */
    void waits(DagRun run) {
        waiting.put(run.id(), run);
    }

    /** A run moved, and that is committed. */
    void committed(DagRun run) {
        if (run.state() != RunState.QUEUED) {
            waiting.remove(run.id());
        }
        var before = watched.get(run.dag());
        var limit = before == null ? null : before.dag().alerts().noSuccessFor();
        if (before == null || limit == null) {
            return;
        }
        var ended = run.endedAt();
        if (run.state() == RunState.SUCCESS && ended != null) {
            watched.put(run.dag(), before.since(ended.plus(limit)));
        } else if (before.isFresh()) {
            watched.put(run.dag(), before.since(run.queuedAt().plus(limit)));
        }
    }

    /** Tells what is due. Told again after a restart, it is in the outbox already. */
    void serve(Instant now) {
        for (var dag : Map.copyOf(watched).entrySet()) {
            var due = dag.getValue().due();
            if (due != null && !due.isAfter(now)) {
                Notices.noSuccess(dag.getValue().dag(), due).ifPresent(this::tell);
                watched.put(dag.getKey(), dag.getValue().since(null));
            }
        }
        for (var run : List.copyOf(waiting.values())) {
            var due = due(run);
            var dag = known.get(run.dag());
            if (due != null && dag != null && !due.isAfter(now)) {
                Notices.queuedTooLong(dag, run, due).ifPresent(this::tell);
                waiting.remove(run.id());
            }
        }
    }

    private @Nullable Instant due(DagRun run) {
        var dag = known.get(run.dag());
        return dag != null && dag.alerts().queuedFor() instanceof Alerts.Span.Fixed fixed ? run.queuedAt().plus(fixed.duration()) : null;
    }

    private void tell(Notice notice) {
        if (!observer.keepsNotices() || store.outbox().post(List.of(notice)) > 0) {
            observer.announced(notice);
        }
    }

    /** When the next one is due; null: none is. */
    @Nullable Instant nextDue() {
        return Stream.concat(watched.values().stream().map(Watched::due), waiting.values().stream().map(this::due))
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
