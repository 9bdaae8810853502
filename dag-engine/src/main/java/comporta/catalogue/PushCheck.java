package comporta.catalogue;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dagfile.CalendarFolder;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.DagProblem;
import comporta.dagfile.FolderChecks;
import comporta.dagfile.KnownNames;
import comporta.dagfile.KnownNames.Kind;
import comporta.store.StoredDag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Judges files that somebody sent, as they would be in the folder; nothing is written. */
final class PushCheck {
    private static final int MOST_FILES = 5_000;
    private static final long MOST_BYTES = 64L << 20;

    private final CatalogueSettings settings;
    private final List<CataloguedDag> present;
    private final List<DagProblem> problems = new ArrayList<>();

    PushCheck(CatalogueSettings settings, List<CataloguedDag> present) {
        this.settings = settings;
        this.present = present.stream().filter(dag -> dag.onRecord().file() != StoredDag.FileState.GONE).toList();
    }

    /**
     * Files that can be taken.
     *
     * @param dags by path; calendars have none
     */
    record Checked(Map<String, DagId> dags, List<DagProblem> warnings) {}

    /** @throws PushRefused with every mistake */
    Checked check(Map<String, byte[]> files) {
        sizes(files);
        files.keySet().forEach(path -> PushPath.check(path, settings.folder()));
        var known = known(files);
        var dags = new LinkedHashMap<String, Dag>();
        files.forEach((path, bytes) -> {
            if (PushPath.isCalendar(path)) {
                problems.addAll(CalendarFolder.check(path, bytes));
                return;
            }
            var reading = DagFiles.read(path, bytes, new Checking(false, known));
            problems.addAll(reading.problems());
            if (reading.dag() != null) {
                dags.put(path, reading.dag());
            }
        });
        doubled(dags, files.keySet());
        cycles(dags, files);
        var errors = problems.stream().filter(problem -> problem.severity() == DagProblem.Severity.ERROR).toList();
        if (!errors.isEmpty()) {
            throw new PushRefused(
                    (errors.size() == 1 ? "there is an error" : "there are " + errors.size() + " errors")
                            + " in what was sent, and nothing of it was taken",
                    problems);
        }
        var ids = new LinkedHashMap<String, DagId>();
        dags.forEach((path, dag) -> ids.put(path, dag.id()));
        return new Checked(ids, problems);
    }

    private static void sizes(Map<String, byte[]> files) {
        long bytes = files.values().stream().mapToLong(file -> file.length).sum();
        if (files.isEmpty()) {
            throw new PushRefused("there is no file in what was sent", List.of());
        }
        if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
            throw new PushRefused("these are %,d files with %,d bytes, and at most %,d with %,d can be pushed at once: send them in parts"
                    .formatted(files.size(), bytes, MOST_FILES, MOST_BYTES), List.of());
        }
    }

    private KnownNames known(Map<String, byte[]> files) {
        var outside = settings.outside().get();
        var names = new TreeSet<String>();
        present.forEach(dag -> names.add(dag.dag().id().value()));
        var calendars = new TreeSet<>(outside.calendars().keySet());
        CalendarFolder.above(settings.folder().resolve("any.yaml")).ifPresent(folder -> calendars.addAll(folder.names()));
        files.forEach((path, bytes) -> {
            if (PushPath.isCalendar(path)) {
                calendars.add(PushPath.nameOf(path));
            } else {
                DagFiles.nameIn(bytes).ifPresent(names::add);
            }
        });
        return outside.names().with(Kind.DAG, names).with(Kind.CALENDAR, calendars);
    }

    private void doubled(Map<String, Dag> dags, Set<String> paths) {
        var holders = new HashMap<DagId, String>();
        present.stream().filter(dag -> !paths.contains(dag.onRecord().path()))
                .forEach(dag -> holders.put(dag.dag().id(), dag.onRecord().path()));
        dags.forEach((path, dag) -> {
            var other = holders.putIfAbsent(dag.id(), path);
            if (other != null) {
                problems.add(FolderChecks.duplicate(dag.id(), path, "", other));
            }
        });
    }

    private void cycles(Map<String, Dag> dags, Map<String, byte[]> files) {
        var all = new LinkedHashMap<DagId, Dag>();
        present.forEach(dag -> all.put(dag.dag().id(), dag.dag()));
        dags.values().forEach(dag -> all.put(dag.id(), dag));
        for (var cycle : FolderChecks.cycles(List.copyOf(all.values()))) {
            dags.entrySet().stream().filter(each -> cycle.contains(each.getValue().id())).findFirst()
                    .ifPresent(each -> problems.add(FolderChecks.problem(
                    cycle, each.getKey(), new String(files.getOrDefault(each.getKey(), new byte[0]), StandardCharsets.UTF_8))));
        }
    }
}
