package comporta.catalogue;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dagfile.DagProblem;
import comporta.dagfile.FolderReading;
import comporta.dagfile.FoundDag;
import comporta.dagfile.NamedCalendar;
import comporta.store.Store;
import comporta.store.StoredDag;
import comporta.timetable.Timetable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what is on record and what was read. */
final class Picture {
    private static final Logger LOG = LoggerFactory.getLogger(Picture.class);

    private final Store store;
    private final CatalogueSettings settings;
    private final Versions versions;
    private Map<String, DagId> owners = Map.of();
    private @Nullable List<StoredDag> seen;

    Picture(Store store, CatalogueSettings settings) {
        this.store = store;
        this.settings = settings;
        versions = new Versions(store.dags());
    }

    /** The DAG of each path, as it is on record. */
    Map<String, DagId> owners() {
        if (owners.isEmpty()) {
            remember(store.dags().all());
        }
        return owners;
    }

    /** Whether the record says something else by now. */
    boolean isOld() {
        return !store.dags().all().equals(seen);
    }

    private void remember(List<StoredDag> all) {
        seen = all;
        var now = new HashMap<String, DagId>();
        all.stream().filter(stored -> stored.file() != StoredDag.FileState.GONE).forEach(stored -> now.put(stored.path(), stored.id()));
        owners = Map.copyOf(now);
    }

    /** @param reading null: only the record is known */
    NavigableMap<DagId, CataloguedDag> of(@Nullable FolderReading reading) {
        var found = new HashMap<DagId, FoundDag>();
        var problems = new HashMap<String, List<DagProblem>>();
        if (reading != null) {
            reading.dags().forEach(each -> found.put(each.dag().id(), each));
            reading.problems().forEach(file -> problems.put(file.path(), file.problems()));
        }
        var all = store.dags().all();
        remember(all);
        var used = new HashSet<Long>();
        var picture = new TreeMap<DagId, CataloguedDag>();
        for (var stored : all) {
            var file = settings.folder().resolve(stored.path());
            var told = problems.getOrDefault(stored.path(), List.of());
            var now = found.get(stored.id());
            if (now != null && stored.active().equals(stored.ofFile())) {
                picture.put(stored.id(), new CataloguedDag(now.dag(), stored, now.file(), now.source(), timetable(now), told));
            } else {
                used.add(stored.active().id());
                var dag = ofVersion(stored, file, told);
                if (dag != null) {
                    picture.put(stored.id(), dag);
                }
            }
        }
        versions.keepOnly(used);
        return picture;
    }

    private @Nullable CataloguedDag ofVersion(StoredDag stored, Path file, List<DagProblem> told) {
        var read = versions.active(stored, file);
        var dag = read.dag();
        if (dag == null) {
            LOG.warn("version {} of DAG {} cannot be read any more: {}", stored.active().number(), stored.id(), read.problems());
            return null;
        }
        return new CataloguedDag(dag, stored, file, read.source(), timetable(dag, file), told);
    }

    private @Nullable Timetable timetable(Dag dag, Path file) {
        var calendar = NamedCalendar.of(dag, file, settings.outside().get().calendars());
        return calendar.isUsable() ? Timetable.of(dag.id(), dag.schedule(), settings.zone(), calendar.calendar()) : null;
    }

    private Timetable timetable(FoundDag found) {
        return Timetable.of(found.dag().id(), found.dag().schedule(), settings.zone(), found.calendar());
    }
}
