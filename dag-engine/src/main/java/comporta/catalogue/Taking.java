package comporta.catalogue;

import comporta.dag.DagId;
import comporta.dagfile.DagProblem;
import comporta.dagfile.FolderReading;
import comporta.store.DagTable;
import comporta.store.Problem;
import comporta.store.Store;
import comporta.store.StoredDag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Puts on record what a reading of the folder found. */
final class Taking {
    private static final String WHOLE_FOLDER = "";

    private final Store store;
    private final CatalogueSettings settings;

    Taking(Store store, CatalogueSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    void take(FolderReading reading) {
        var right = new ArrayList<DagTable.Sighting>();
        var there = new HashSet<DagId>(reading.broken());
        for (var found : reading.dags()) {
            there.add(found.dag().id());
            right.add(new DagTable.Sighting(found.dag().id(), found.path(), found.file().toString(), found.source()));
        }
        var broken = new ArrayList<DagId>();
        var gone = new ArrayList<DagId>();
        for (var stored : store.dags().all()) {
            if (reading.broken().contains(stored.id()) && stored.file() != StoredDag.FileState.BROKEN) {
                broken.add(stored.id());
            }
            if (!there.contains(stored.id()) && stored.file() != StoredDag.FileState.GONE) {
                gone.add(stored.id());
            }
        }
        var now = settings.clock().instant();
        store.dags().take(right, broken, gone, now);
        store.problems().setAll(Problem.Kind.DAG_FILE, problems(reading), now);
    }

    /** One problem a file: the first thing that is wrong, and how many more there are. */
    private static List<Problem> problems(FolderReading reading) {
        var problems = new ArrayList<Problem>();
        for (var file : reading.problems()) {
            var errors = file.pressing();
            if (!errors.isEmpty()) {
                var first = errors.getFirst();
                var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
                problems.add(new Problem(
                        Problem.Kind.DAG_FILE, file.path(), first.what() + more,
                        new Problem.Where(file.path(), first.line(), first.column()),
                        fix(first), file.dag().isEmpty() ? null : new Problem.Subject("dag", file.dag())));
            }
        }
        return problems;
    }

    private static String fix(DagProblem problem) {
        return problem.fix() + (problem.fix().endsWith("?") ? "" : ".") + " [" + problem.id() + "]";
    }

    /** @param what why the folder as a whole cannot be read; empty: it can */
    static void folder(Store store, CatalogueSettings settings, String what) {
        var now = settings.clock().instant();
        if (what.isEmpty()) {
            store.problems().clear(Problem.Kind.DAG_FILE, WHOLE_FOLDER, now);
        } else {
            store.problems().raise(Problem.of(
                    Problem.Kind.DAG_FILE, WHOLE_FOLDER, what,
                    "Bring it back, or name another with --dags; until then the DAGs stay as they were"), now);
        }
    }
}
