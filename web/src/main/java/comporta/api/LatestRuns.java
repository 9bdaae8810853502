package comporta.api;

import comporta.dag.DagId;
import comporta.store.Archive;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The latest runs of DAGs: read once, and anew when anything has happened to a run of that DAG. For any thread. */
final class LatestRuns {
    /** Of each DAG. */
    static final int MOST = 30;
    /** After more history than this all is read anew, rather than found out what it was about. */
    private static final long NEWS = 10_000;

    private final Archive archive;
    private final Survey survey;
    private final Map<DagId, List<RunSpan>> known = new HashMap<>();
    private long oldest;
    private long newest;

    LatestRuns(Archive archive, Survey survey) {
        this.archive = archive;
        this.survey = survey;
    }

    /** At most {@link #MOST} runs of each of these DAGs, the newest first. */
    synchronized Map<DagId, List<RunSpan>> of(Collection<DagId> dags) {
        catchUp();
        var unknown = dags.stream().filter(dag -> !known.containsKey(dag)).toList();
        if (!unknown.isEmpty()) {
            known.putAll(survey.latest(unknown, MOST));
        }
        var latest = new HashMap<DagId, List<RunSpan>>();
        dags.forEach(dag -> latest.put(dag, known.getOrDefault(dag, List.of())));
        return latest;
    }

    /** Cleaning takes the oldest history away, and may have taken runs with it. */
    private void catchUp() {
        var first = archive.firstEvent();
        var last = archive.lastEvent();
        if (first != oldest || last - newest > NEWS || last < newest) {
            known.clear();
        } else if (last > newest) {
            known.keySet().removeAll(survey.stirred(newest));
        }
        oldest = first;
        newest = last;
    }
}
