package comporta.api;

import comporta.dag.DagId;
import comporta.store.Archive;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the latest runs of DAGs tell of them: read once, and anew when anything has happened to a run of that DAG. For any thread. */
final class LatestRuns {
    /** Runs of each DAG that are looked at. */
    private static final int MOST = 30;
    /** After more history than this all is read anew, rather than found out what it was about. */
    private static final long NEWS = 10_000;

    /** So long what was cleaned away may still be shown. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Archive archive;
    private final Survey survey;
    private final Map<DagId, DagPast> known = new HashMap<>();
    private final InstantSource clock;
    private Instant begun = Instant.EPOCH;
    private long newest;

    LatestRuns(Archive archive, Survey survey, InstantSource clock) {
        this.archive = archive;
        this.survey = survey;
        this.clock = clock;
    }

    /** Of each of these DAGs. */
    synchronized Map<DagId, DagPast> of(Collection<DagId> dags) {
        catchUp();
        var unknown = dags.stream().filter(dag -> !known.containsKey(dag)).toList();
        if (!unknown.isEmpty()) {
            var runs = survey.latest(unknown, MOST);
            var limits = archive.deadlines(runs.values().stream().flatMap(List::stream).map(RunSpan::id).toList());
            runs.forEach((dag, latest) -> known.put(dag, DagPast.of(latest, limits)));
        }
        return dags.stream().collect(Collectors.toMap(dag -> dag, dag -> Objects.requireNonNull(known.get(dag)), (one, _) -> one));
    }

    private void catchUp() {
        var now = clock.instant();
        var last = archive.lastEvent();
        if (begun.plus(FRESH).isBefore(now) || last - newest > NEWS || last < newest) {
            known.clear();
            begun = now;
        } else if (last > newest) {
            known.keySet().removeAll(survey.stirred(newest));
        }
        newest = last;
    }
}
