package comporta.api;

import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.loop.RunPicture;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Deadlines followed through edges between DAGs: a task that waits for another DAG hands its latest start on as the latest end of what it
 * waits for, whose tasks get latest starts from that by usual durations, and so on. Pure but for the runs that it asks for.
 */
final class UpstreamStarts {
    private static final int THIS_RUN = -1;
    private static final int MOST_RUNS = 100;

    private final Function<DagId, List<RunPicture>> live;

    /** @param live the live runs of a DAG, the newest first */
    UpstreamStarts(Function<DagId, List<RunPicture>> live) {
        this.live = live;
    }

    /** When a task of another DAG must start at the latest. */
    record Start(DagId dag, String run, String task, Instant at) {}

    private record Due(RunPicture picture, Ahead ahead) {}

    /** Of tasks that have not started, in order of time. */
    List<Start> of(RunPicture picture, Ahead ahead) {
        var starts = new ArrayList<Start>();
        var seen = new HashSet<>(List.of(picture.run().id()));
        var open = new ArrayDeque<>(List.of(new Due(picture, ahead)));
        while (!open.isEmpty() && seen.size() < MOST_RUNS) {
            var due = open.remove();
            handedOn(due).forEach((other, ends) -> {
                if (seen.add(other.run().id())) {
                    var reckoned = Ahead.reckoned(other, ends);
                    starts.addAll(starts(other, reckoned));
                    open.add(new Due(other, reckoned));
                }
            });
        }
        starts.sort(Comparator.comparing(Start::at));
        return starts;
    }

    /** By when the runs that this one waits for, or tasks of them, have to be over. */
    private Map<RunPicture, Map<Integer, Instant>> handedOn(Due due) {
        Map<Long, RunPicture> pictures = new LinkedHashMap<>();
        Map<Long, Map<Integer, Instant>> ends = new HashMap<>();
        for (int task = 0; task < due.ahead().tasks().size(); task++) {
            var latest = due.ahead().tasks().get(task).latestStart();
            var drawn = due.picture().tasks().get(task);
            if (latest == null || drawn.instance().startedAt() != null) {
                continue;
            }
            for (var dependency : drawn.task().dependsOn()) {
                if (dependency instanceof Dependency.OnDag edge) {
                    counts(edge, due.picture()).ifPresent(other -> {
                        pictures.put(other.run().id(), other);
                        ends.computeIfAbsent(other.run().id(), _ -> new HashMap<>())
                                .merge(number(other, edge), latest, (one, two) -> one.isBefore(two) ? one : two);
                    });
                }
            }
        }
        Map<RunPicture, Map<Integer, Instant>> handedOn = new LinkedHashMap<>();
        pictures.forEach((id, other) -> handedOn.put(other, ends.getOrDefault(id, Map.of())));
        return handedOn;
    }

    private Optional<RunPicture> counts(Dependency.OnDag edge, RunPicture waits) {
        return live.apply(edge.dag()).stream()
                .filter(other -> edge.match() == Dependency.Match.LATEST || other.run().logicalDate().equals(waits.run().logicalDate()))
                .findFirst();
    }

    private static int number(RunPicture other, Dependency.OnDag edge) {
        return edge.task() == null ? THIS_RUN : List.copyOf(other.dag().tasks().keySet()).indexOf(edge.task());
    }

    private static List<Start> starts(RunPicture picture, Ahead ahead) {
        var starts = new ArrayList<Start>();
        for (int task = 0; task < ahead.tasks().size(); task++) {
            var at = ahead.tasks().get(task).latestStart();
            var drawn = picture.tasks().get(task);
            if (at != null && drawn.instance().startedAt() == null) {
                starts.add(new Start(picture.run().dag(), picture.run().key(), drawn.task().id().value(), at));
            }
        }
        return starts;
    }
}
