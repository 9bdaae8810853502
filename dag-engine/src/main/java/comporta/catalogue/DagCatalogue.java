package comporta.catalogue;

import comporta.dag.DagId;
import comporta.dagfile.DagDifference;
import comporta.dagfile.DagFolder;
import comporta.dagfile.FolderReading;
import comporta.dagfile.FolderWatch;
import comporta.store.DagVersion;
import comporta.store.Deed;
import comporta.store.Store;
import comporta.store.StoredVersion;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of this room. Whoever has the lead reads the dags folder and puts on record what it finds; who has not reads the record.
 * Everybody may ask at any time.
 */
public final class DagCatalogue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DagCatalogue.class);

    private final Store store;
    private final CatalogueSettings settings;
    private final Consumer<List<CataloguedDag>> told;
    private final DagFolder folder;
    private final Picture picture;
    private final Push push;
    private volatile NavigableMap<DagId, CataloguedDag> dags = new TreeMap<>();
    private volatile boolean known;
    private @Nullable Desk desk;
    private @Nullable FolderReading taken;
    private @Nullable FolderWatch watch;
    private String trouble = "";
    private boolean toldBefore;

    /**
     * A catalogue without DAGs, until {@link #follow} or {@link #lead}.
     *
     * @param told hears of all DAGs, after {@link #follow} and {@link #lead} and whenever anything about them has changed, from the thread
     *        that found it out
     */
    public DagCatalogue(Store store, CatalogueSettings settings, Consumer<List<CataloguedDag>> told) {
        this.store = store;
        this.settings = settings;
        this.told = told;
        folder = new DagFolder(settings.folder(), settings.clock());
        picture = new Picture(store, settings);
        push = new Push(settings.folder());
    }

    /** Reads the record now and from time to time: somebody else has the lead. */
    public void follow() {
        begin(null);
    }

    /**
     * Reads the folder now, and whenever it changes.
     *
     * @param desk where the record is written
     */
    public void lead(Desk desk) {
        begin(desk);
    }

    private void begin(@Nullable Desk writer) {
        synchronized (this) {
            desk = writer;
            taken = null;
            toldBefore = false;
        }
        look();
        synchronized (this) {
            if (watch == null) {
                watch = new FolderWatch(settings.folder(), settings.sweep(), this::look);
            }
        }
    }

    /** Looks at the folder, or at the record, now. */
    public synchronized void look() {
        var writer = desk;
        if (writer == null) {
            if (!toldBefore || picture.isOld()) {
                show(null);
            }
            return;
        }
        push.finish();
        FolderReading reading;
        try {
            reading = folder.read(settings.outside().get(), picture.owners());
            trouble(writer, "");
        } catch (IOException e) {
            // Nothing is gone for that: the folder may be on a disk that is not there yet.
            trouble(writer, "the dags folder " + settings.folder() + " cannot be read: " + reason(e));
            if (!toldBefore) {
                show(null);
            }
            return;
        }
        if (reading.equals(taken)) {
            return;
        }
        writer.does(() -> {
            new Taking(store, settings).take(reading);
            return true;
        });
        taken = reading;
        show(reading);
        if (reading.parsed() > 0) {
            LOG.info("the dags folder {} was read: {} DAGs are right, files with errors: {}", settings.folder(), reading.dags().size(),
                    reading.problems().stream().filter(file -> !file.errors().isEmpty()).count());
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage());
    }

    /** Told once, and over once. */
    private void trouble(Desk writer, String what) {
        if (!what.equals(trouble)) {
            trouble = what;
            writer.does(() -> {
                Taking.folder(store, settings, what);
                return true;
            });
        }
    }

    private void show(@Nullable FolderReading reading) {
        var now = picture.of(reading);
        known = true;
        if (!toldBefore || !now.equals(dags)) {
            toldBefore = true;
            dags = now;
            told.accept(List.copyOf(now.values()));
        }
    }

    /** Whether the folder, or the record, was read. */
    public boolean isKnown() {
        return known;
    }

    /** All DAGs by id, those without a file among them. */
    public List<CataloguedDag> all() {
        return List.copyOf(dags.values());
    }

    /** The one of that id. */
    public Optional<CataloguedDag> find(DagId dag) {
        return Optional.ofNullable(dags.get(dag));
    }

    /** The newest versions of a DAG, at most {@code limit}, below the number {@code before}. */
    public List<StoredVersion> versions(DagId dag, int before, int limit) {
        return store.dags().versions(dag, before, limit);
    }

    /** In what two versions of a DAG differ; empty when it does not have both. */
    public Optional<DagDifference> difference(DagId dag, int older, int newer) {
        var one = store.dags().version(dag, older);
        var other = store.dags().version(dag, newer);
        return one.isEmpty() || other.isEmpty()
                ? Optional.empty()
                : Optional.of(DagDifference.between(
                        store.dags().source(one.get().version().id()), store.dags().source(other.get().version().id())));
    }

    /**
     * Lets new runs use an older version, until the file changes or this is undone; the file's own version undoes it.
     *
     * @throws comporta.store.StoreFailed when the DAG has no such version
     * @throws NotLeading when another scheduler has the lead
     */
    public synchronized DagVersion rollBack(DagId dag, int number, Deed deed) {
        var version = writer().does(() -> {
            var onRecord = store.dags().find(dag);
            if (onRecord.isPresent() && onRecord.get().ofFile().number() == number) {
                store.dags().undo(dag, deed);
                return onRecord.get().ofFile();
            }
            return store.dags().rollBack(dag, number, deed);
        });
        show(taken);
        return version;
    }

    /**
     * Lets new runs use what the file says; false: they do.
     *
     * @throws NotLeading when another scheduler has the lead
     */
    public synchronized boolean undo(DagId dag, Deed deed) {
        boolean undone = writer().does(() -> store.dags().undo(dag, deed));
        show(taken);
        return undone;
    }

    /**
     * Puts files into the dags folder, all or none, and takes them up. Nothing of it is ever compiled: only YAML is taken.
     *
     * @param files by their paths below the folder, with {@code /}
     * @param dryRun only checks them
     * @throws PushRefused with all that is wrong; nothing was changed
     */
    public synchronized PushOutcome push(Map<String, byte[]> files, boolean dryRun) {
        var checked = new PushCheck(settings, all()).check(files);
        var outcome = new ArrayList<PushOutcome.Pushed>();
        var before = new HashMap<DagId, Integer>();
        checked.dags().forEach((path, dag) -> find(dag).ifPresent(found -> before.put(dag, found.onRecord().ofFile().number())));
        if (!dryRun) {
            push.write(files);
            if (desk != null) {
                look();
            }
        }
        checked.dags().forEach((path, dag) -> {
            var now = find(dag).map(found -> found.onRecord().ofFile().number()).orElse(null);
            outcome.add(new PushOutcome.Pushed(path, dag.value(), dryRun ? null : now, !Objects.equals(now, before.get(dag))));
        });
        return new PushOutcome(outcome, checked.warnings());
    }

    private Desk writer() {
        var writer = desk;
        if (writer == null) {
            throw new NotLeading();
        }
        return writer;
    }

    /** Looks no more; what was found stays. */
    @Override
    public void close() {
        var watching = watch;
        if (watching != null) {
            watching.close();
        }
    }
}
