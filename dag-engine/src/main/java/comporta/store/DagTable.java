package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The door to the DAGs of the dags folder. What writes is called by the one thread that does. */
public final class DagTable {
    private final Store store;

    DagTable(Store store) {
        this.store = store;
    }

    /**
     * A file that was read and is right.
     *
     * @param path below the dags folder
     * @param file the whole path, which versions and runs are pinned to
     * @param source the text
     */
    public record Sighting(DagId dag, String path, String file, String source) {}

    /**
     * Puts on record, in one transaction, what a reading of the folder found.
     *
     * @param right files that are right: a text that is new becomes the active version
     * @param broken DAGs whose files have mistakes, or are in doubt
     * @param gone DAGs without a file
     */
    public void take(List<Sighting> right, List<DagId> broken, List<DagId> gone, Instant now) {
        if (right.isEmpty() && broken.isEmpty() && gone.isEmpty()) {
            return;
        }
        store.writeLeading(session -> {
            for (var one : right) {
                DagRows.take(session, one, now);
            }
            for (var dag : broken) {
                DagRows.mark(session, dag, StoredDag.FileState.BROKEN);
            }
            for (var dag : gone) {
                DagRows.mark(session, dag, StoredDag.FileState.GONE);
            }
            return right.size();
        });
    }

    /**
     * Makes another version the active one, until the file changes or this is undone.
     *
     * @param number of the version
     * @throws StoreFailed when the DAG has no such version
     */
    public DagVersion rollBack(DagId dag, int number, Deed deed) {
        return store.writeLeading(session -> {
            var version = DagRows.version(session, dag, number);
            if (version == null) {
                throw new StoreFailed("DAG \"" + dag + "\" has no version " + number + ": `comporta dags versions " + dag + "` lists them");
            }
            var before = DagRows.find(session, dag);
            DagRows.activate(session, dag, version.id(), deed.who(), deed.at());
            Audit.add(session, deed.of("rollback", "dags/" + dag, before.map(DagTable::shown).orElse(null), "version " + number));
            return version;
        });
    }

    /** Makes the version of the file the active one again; false: it is. */
    public boolean undo(DagId dag, Deed deed) {
        return store.writeLeading(session -> {
            var before = DagRows.find(session, dag);
            if (before.isEmpty() || DagRows.undo(session, dag, deed.at()) == 0) {
                return false;
            }
            Audit.add(session, deed.of("undo rollback", "dags/" + dag, shown(before.get()), "version " + before.get().ofFile().number()));
            return true;
        });
    }

    private static String shown(StoredDag dag) {
        return "version " + dag.active().number();
    }

    /** All that were ever seen, by their ids. */
    public List<StoredDag> all() {
        return store.read(DagRows::all);
    }

    /** One of them. */
    public Optional<StoredDag> find(DagId dag) {
        return store.read(session -> DagRows.find(session, dag));
    }

    /** The versions of a DAG, newest first; at most {@code limit}, and only below the number {@code before}. */
    public List<StoredVersion> versions(DagId dag, int before, int limit) {
        return store.read(session -> DagRows.versions(session, dag, before, limit));
    }

    /** One version of a DAG by its number. */
    public Optional<StoredVersion> version(DagId dag, int number) {
        return versions(dag, number + 1, 1).stream().filter(found -> found.version().number() == number).findFirst();
    }

    /**
     * The text of a version.
     *
     * @param id its number in the store
     * @throws StoreFailed when there is none
     */
    public String source(long id) {
        return store.read(session -> DagVersions.load(session, id).source());
    }
}
