package comporta.live;

import comporta.dag.DagId;
import comporta.run.DagRun;
import comporta.store.Archive;
import comporta.store.HistoryRow;
import comporta.store.ListedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes events of history rows: of each entity the newest, whatever happened in between. */
final class Happenings {
    private static final int ITEMS = 200;
    private static final int KNOWN = 1000;
    private static final Set<String> AT_REST = Set.of("success", "failed", "skipped", "upstream_failed", "cancelled", "removed");

    private final Archive archive;
    private final Function<DagRun, List<String>> taskIds;
    private final Map<Long, Optional<Named>> runs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Optional<Named>> eldest) {
            return size() > KNOWN;
        }
    };

    Happenings(Archive archive, Function<DagRun, List<String>> taskIds) {
        this.archive = archive;
        this.taskIds = taskIds;
    }

    /** What of a run never changes. */
    private record Named(DagId dag, String run, List<String> tasks) {}

    /** An event. */
    record Happening(String name, Map<String, @Nullable Object> data) {}

    /** What rows mean to somebody who listens to these topics, and may see these DAGs. */
    List<Happening> of(List<HistoryRow> rows, Set<Topic> topics, Predicate<DagId> mayBeSeen) {
        Map<Long, Map<List<Integer>, HistoryRow>> tasks = new LinkedHashMap<>();
        Map<Long, HistoryRow> runsTouched = new LinkedHashMap<>();
        Map<Object, HistoryRow> leases = new LinkedHashMap<>();
        for (var row : rows) {
            var named = named(row.run());
            if (named.isEmpty() || !mayBeSeen.test(named.get().dag())) {
                continue;
            }
            var wantsTasks = topics.contains(new Topic.OfRun(named.get().dag(), named.get().run()));
            if (wantsTasks || topics.contains(new Topic.Night()) || topics.contains(new Topic.OfDag(named.get().dag()))) {
                runsTouched.put(row.run(), row);
            }
            if (wantsTasks && row.kind() == HistoryRow.Kind.TASK) {
                tasks.computeIfAbsent(row.run(), _ -> new LinkedHashMap<>()).put(List.of(row.task(), row.mapIndex()), row);
            }
            if (wantsTasks && row.kind() == HistoryRow.Kind.LEASE) {
                leases.put(List.of(row.run(), String.valueOf(row.body().get("lease"))), row);
            }
        }
        List<Happening> told = new ArrayList<>();
        tasks.forEach((run, changed) -> named(run).ifPresent(named -> tellTasks(told, named, List.copyOf(changed.values()))));
        leases.values().forEach(row -> named(row.run()).ifPresent(named -> told.add(new Happening("lease.changed", lease(named, row)))));
        tellRuns(told, runsTouched);
        return told;
    }

    private void tellTasks(List<Happening> told, Named named, List<HistoryRow> rows) {
        for (int from = 0; from < rows.size(); from += ITEMS) {
            var data = of(named);
            data.put("items", rows.subList(from, Math.min(rows.size(), from + ITEMS)).stream().map(row -> task(named, row)).toList());
            told.add(new Happening("task.changed", data));
        }
    }

    private static Map<String, @Nullable Object> task(Named named, HistoryRow row) {
        var body = row.body();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        var id = row.task() < named.tasks().size() ? named.tasks().get(row.task()) : Integer.toString(row.task());
        data.put("task", row.mapIndex() < 0 ? id : id + "~" + row.mapIndex());
        data.put("state", body.get("state"));
        data.put("cause", body.get("cause"));
        data.put("try_number", body.get("try"));
        data.put("at", Frames.instant(row.at()));
        data.put("reason", body.get("reason"));
        data.put("exit_code", body.get("exit_code"));
        data.put("version", row.id());
        return data;
    }

    private static Map<String, @Nullable Object> lease(Named named, HistoryRow row) {
        var data = of(named);
        data.put("lease_id", row.body().get("lease"));
        data.put("state", row.body().get("state"));
        data.put("registered", row.body().get("registered"));
        data.put("version", row.id());
        return data;
    }

    private void tellRuns(List<Happening> told, Map<Long, HistoryRow> touched) {
        if (touched.isEmpty()) {
            return;
        }
        var counts = archive.counts(touched.keySet());
        touched.forEach((id, row) -> archive.run(id).ifPresent(run -> {
            var data = run(run, counts.getOrDefault(id, Map.of()));
            told.add(new Happening("run.changed", data));
        }));
    }

    private static Map<String, @Nullable Object> run(ListedRun listed, Map<String, Integer> counts) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("dag_id", listed.run().dag().value());
        data.put("run_id", listed.run().key());
        data.put("state", listed.run().state().word());
        data.put("done", counts.entrySet().stream().filter(each -> AT_REST.contains(each.getKey())).mapToInt(Map.Entry::getValue).sum());
        data.put("total", counts.values().stream().mapToInt(Integer::intValue).sum());
        data.put("counts", counts);
        data.put("version", listed.seen());
        return data;
    }

    private static Map<String, @Nullable Object> of(Named named) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("dag_id", named.dag().value());
        data.put("run_id", named.run());
        return data;
    }

    private Optional<Named> named(long run) {
        synchronized (runs) {
            var known = runs.get(run);
            if (known != null) {
                return known;
            }
        }
        var found = archive.run(run).map(listed -> new Named(listed.run().dag(), listed.run().key(), taskIds.apply(listed.run())));
        synchronized (runs) {
            runs.put(run, found);
        }
        return found;
    }
}
