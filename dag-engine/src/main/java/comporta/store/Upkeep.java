package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What a database needs beside being written to: to be looked after. All that writes is for the thread that writes. */
public final class Upkeep {
    /** So many tasks are removed in one commit, with about eight rows each: H2 keeps its one writer waiting for as long as it takes. */
    private static final int TASKS_H2 = 60;
    private static final int TASKS_POSTGRESQL = 1_000;

    private final Store store;
    private final Writer writer;
    private final Readers readers;
    private final int tasksAtOnce;

    Upkeep(Store store, Writer writer, Readers readers, Database database) {
        this.store = store;
        this.writer = writer;
        this.readers = readers;
        this.tasksAtOnce = database.isShared() ? TASKS_POSTGRESQL : TASKS_H2;
    }

    /** The schema of a database, and the one that this program works with; it is not touched. */
    public record SchemaState(int found, int wanted) {}

    /**
     * Looks which schema a database has; 0: it has none yet.
     *
     * @throws StoreFailed when it cannot be used; the message says what to do
     */
    public static SchemaState schema(StoreSettings settings) {
        var database = Store.database(settings);
        try {
            if (database instanceof H2Database file && !Files.exists(file.file())) {
                return new SchemaState(0, Schema.NEWEST);
            }
            return Attempt.make(() -> {
                try (var session = new Session(database.connect())) {
                    return new SchemaState(Schema.version(session), Schema.NEWEST);
                }
            });
        } finally {
            database.release();
        }
    }

    /**
     * The clock of a database, which the lease of the lead runs by; an H2 file has that of this machine.
     *
     * @throws StoreFailed when it cannot be used
     */
    public static Instant clock(StoreSettings settings) {
        var database = Store.database(settings);
        try {
            return Attempt.make(() -> {
                try (var session = new Session(database.connect())) {
                    return Objects.requireNonNull(session.first("select current_timestamp", Row::instant));
                }
            });
        } finally {
            database.release();
        }
    }

    /**
     * Removes runs that ended before an instant, with their history. The last run of each DAG stays, and the last that its schedule began,
     * and whatever still holds machines; how long tasks took is kept for forecasts.
     *
     * @param gone hears of each run once it is gone for good, so that what others keep of it can go, too
     * @return how many are gone
     */
    public long clean(Instant before, Deed deed, BiConsumer<DagId, String> gone) {
        var cutoff = Values.time(before);
        var rows = readers.read(CleanRows::new);
        var removed = 0L;
        var last = 0L;
        while (true) {
            var from = last;
            var old = readers.read(session -> CleanRows.old(session, from, cutoff));
            if (old.isEmpty()) {
                break;
            }
            for (var group : groups(old)) {
                remove(rows, group);
                removed += group.size();
                group.forEach(each -> gone.accept(each.dag(), each.key()));
            }
            last = old.getLast().run();
        }
        var count = removed;
        if (count > 0) {
            writer.write(session -> Audit.add(session, deed.of("clean", "runs", count + " runs that ended before " + before, null)));
        }
        return count;
    }

    /** How many runs {@link #clean} would remove. */
    public long cleanable(Instant before) {
        var count = 0L;
        for (var last = 0L; last >= 0;) {
            var from = last;
            var old = readers.read(session -> CleanRows.old(session, from, Values.time(before)));
            count += old.size();
            last = old.isEmpty() ? -1 : old.getLast().run();
        }
        return count;
    }

    private List<List<CleanRows.Old>> groups(List<CleanRows.Old> old) {
        var groups = new ArrayList<List<CleanRows.Old>>();
        var room = 0;
        for (var run : old) {
            if (groups.isEmpty() || run.tasks() > room) {
                groups.add(new ArrayList<>());
                room = tasksAtOnce;
            }
            groups.getLast().add(run);
            room -= Math.max(1, run.tasks());
        }
        return groups;
    }

    /** A large run loses its tasks first, commit after commit, and is a run until the last one. */
    private void remove(CleanRows rows, List<CleanRows.Old> group) {
        var first = group.getFirst();
        if (first.tasks() > tasksAtOnce) {
            writer.write(session -> {
                CleanRows.keepDurations(session, first.run());
                return first;
            });
            for (int task = 0; task < first.tasks(); task += tasksAtOnce) {
                var from = task;
                writer.write(session -> {
                    rows.removeTasks(session, first.run(), from, from + tasksAtOnce);
                    return first;
                });
            }
        }
        writer.write(session -> {
            for (var old : group) {
                CleanRows.keepDurations(session, old.run());
                rows.remove(session, old.run());
            }
            return group;
        });
    }

    /**
     * Writes every row of every table as a line of JSON, after a line about the database; all of one moment. Secrets stay sealed, and what
     * lets somebody sign in stays away.
     *
     * @return how many rows
     */
    public long export(Instant now, Consumer<String> lines) {
        return readers.readOnce(session -> {
            var head = new LinkedHashMap<String, Object>(Map.of("comporta_export", 1));
            head.put("schema", Schema.version(session));
            head.put("at", now.toString());
            lines.accept(PlainData.toJson(head));
            var rows = 0L;
            for (var table : ExportRows.tables(session)) {
                rows += ExportRows.read(session, table, lines);
            }
            return rows;
        });
    }

    /**
     * What does not fit together: entries of the audit that are not as they were written, rows that contradict each other; the first few.
     */
    public List<String> verify() {
        var wrong = new ArrayList<>(store.audit().verify());
        for (var check : CrossCheck.values()) {
            wrong.addAll(readers.read(check::findings));
        }
        return wrong;
    }
}
