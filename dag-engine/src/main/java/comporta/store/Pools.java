package comporta.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Concurrency pools that somebody has given a size, or paused. All that writes is for the thread that writes. */
public final class Pools {
    private final Store store;
    private final Writer writer;

    Pools(Store store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** All of them, by name. */
    public List<Pool> all() {
        return store.read(PoolRows::all);
    }

    /** The pool of that name. */
    public Optional<Pool> find(String name) {
        return Optional.ofNullable(store.read(session -> PoolRows.find(session, name)));
    }

    /**
     * Makes a pool, or changes it.
     *
     * @param slots 0 or more
     */
    public Pool set(String name, int slots, boolean paused, String description, Deed deed) {
        if (slots < 0) {
            throw new IllegalArgumentException("a pool has 0 slots or more, not " + slots);
        }
        return writer.write(session -> {
            var before = PoolRows.find(session, name);
            var after = new Pool(name, slots, paused, description, before == null ? 1 : before.version() + 1, deed.at(), deed.who());
            PoolRows.write(session, after);
            Audit.add(session, deed.of(verb(before, after), subject(name), before == null ? null : shown(before), shown(after)));
            return after;
        });
    }

    /** Removes a pool, which is of the usual size from then on; false: there is none. */
    public boolean remove(String name, Deed deed) {
        return writer.write(session -> {
            var before = PoolRows.find(session, name);
            if (before == null) {
                return false;
            }
            PoolRows.delete(session, name);
            Audit.add(session, deed.of("delete", subject(name), shown(before), null));
            return true;
        });
    }

    private static String verb(@Nullable Pool before, Pool after) {
        if (before == null) {
            return "create";
        }
        return before.paused() == after.paused() ? "change" : after.paused() ? "pause" : "resume";
    }

    private static String shown(Pool pool) {
        return pool.slots() + " slots" + (pool.paused() ? ", paused" : "");
    }

    private static String subject(String name) {
        return "pools/" + name;
    }
}
