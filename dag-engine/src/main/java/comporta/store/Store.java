package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.Movement;
import comporta.decide.Notice;
import comporta.decide.TimeLimit;
import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.run.TaskInstance;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The door to the database. All that writes is called by one thread, the first that did; everybody may read. What a writing method has
 * returned from is committed. Do not interrupt threads that are in here.
 */
public final class Store implements AutoCloseable {
    private static final long WORTH_AT_A_STOP = 16L << 20;
    private static final long WORTH_IN_BETWEEN = 256L << 20;

    private static final AtomicLong IN_MEMORY = new AtomicLong();

    private final Database database;
    private final Writer writer;
    private final Readers readers;
    private final Lead lead;
    private final History history;
    private final String fence;
    private final Map<Long, Integer> versions = new ConcurrentHashMap<>();
    private final RunMaker maker;

    private Store(Database database, Session session, String owner, boolean leads) throws SQLException {
        this.database = database;
        this.writer = new Writer(session, database);
        this.readers = new Readers(database);
        this.lead = new Lead(database, writer, readers, owner);
        if (leads) {
            lead.force(session);
            session.commit();
        }
        this.history = new History(session);
        this.fence = RunRows.fence(database);
        this.maker = new RunMaker(lead, history, versions);
    }

    /**
     * Opens a database, brings its tables up to date, and claims the lead.
     *
     * @throws StoreFailed when somebody else has it, or it cannot be used; the message says what to do
     */
    public static Store open(StoreSettings settings) {
        return open(database(settings), settings.owner(), true);
    }

    /**
     * Opens a database and brings its tables up to date, without the lead: what belongs to the engine cannot be written before a
     * {@link #claim}.
     *
     * @throws StoreFailed when it cannot be used; the message says what to do
     */
    public static Store standBy(StoreSettings settings) {
        return open(database(settings), settings.owner(), false);
    }

    /** Opens a database in the memory of this process, which is gone when it is closed. */
    public static Store inMemory(String owner) {
        return inMemory(new H2Memory("comporta-" + IN_MEMORY.incrementAndGet()), owner);
    }

    static Store inMemory(H2Memory database, String owner) {
        return open(database, owner, true);
    }

    /** Makes a database file with all tables and no rows, of which others are copied. */
    public static void makeTemplate(Path template) {
        open(StoreSettings.h2(template, "nobody")).end(session -> true);
    }

    static Database database(StoreSettings settings) {
        var url = settings.url();
        return settings.file() != null
                ? H2Database.claim(settings.file(), settings.template())
                : new PostgresqlDatabase(String.valueOf(url), settings.user(), settings.password());
    }

    private static Store open(Database database, String owner, boolean leads) {
        try {
            return Attempt.make(() -> opened(database, owner, leads));
        } catch (RuntimeException e) {
            database.release();
            throw e;
        }
    }

    private static Store opened(Database database, String owner, boolean leads) throws SQLException {
        database.begin();
        var session = new Session(database.connect());
        try {
            Schema.bringUpToDate(session, database);
            return new Store(database, session, owner, leads);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** The lead of this store's database, or the want of it. */
    public Lead lead() {
        return lead;
    }

    /**
     * Takes the lead if nobody has it, and forgets what was loaded before. Who writes next, on whatever thread, is the one that writes from
     * then on: this is how the writing goes from who stands by to an engine.
     *
     * @param lease how long it is kept without a renewal, where schedulers share the database
     * @return whether this process has the lead now
     * @throws StoreAway when the database cannot be reached
     */
    public boolean claim(Duration lease) {
        versions.clear();
        if (!lead.claim(lease)) {
            return false;
        }
        writer.read(session -> {
            history.goOn(session);
            return history;
        });
        writer.letGo();
        return true;
    }

    /** Ends the lead of this process, whose engine is closed; who writes next, on whatever thread, is the one that writes from then on. */
    public void handBack() {
        lead.lost();
        versions.clear();
        writer.letGo();
    }

    /**
     * Returns the version of a DAG file's text, a new one when there is none of this text and path.
     *
     * @throws LeadLost when this scheduler has lost the lead
     */
    public DagVersion pin(DagId dag, String path, String source, Instant now) {
        return writer.write(session -> {
            lead.check(session);
            return DagVersions.pin(session, dag, path, source, now);
        });
    }

    /**
     * Stores a queued run with its tasks.
     *
     * @param ids of the tasks, by task number
     * @throws RunExists when the DAG has a run of this key
     * @throws LeadLost when this scheduler has lost the lead
     */
    public DagRun create(NewRun run, List<TaskInstance> instances, List<TaskId> ids) {
        var created = writer.write(session -> {
            maker.check(session);
            return maker.make(session, new FreshRun(run, instances, ids, 0));
        });
        maker.made(created);
        return created;
    }

    /**
     * Commits a group of changes of any number of runs, whole or not at all. All runs must have been created or loaded by this store.
     *
     * @throws CommitRefused when one of the runs is not what was loaded, or a later leader has had it
     * @throws LeadLost when this scheduler has lost the lead
     * @throws StoreAway when the database cannot be reached; whether it was done, the next attempt tells
     */
    public void commit(List<Change> changes) {
        commit(changes, Map.of());
    }

    /**
     * The same with the notices that the changes give rise to, by run: each goes into the {@link #outbox} in the same transaction.
     *
     * @throws CommitRefused when one of the runs is not what was loaded, or a later leader has had it
     * @throws LeadLost when this scheduler has lost the lead
     * @throws StoreAway when the database cannot be reached; whether it was done, the next attempt tells
     */
    public void commit(List<Change> changes, Map<Long, List<Notice>> notices) {
        var group = new GroupCommit(changes);
        writer.write(session -> {
            var expected = new LinkedHashMap<Long, Integer>();
            group.runs().forEach(run -> expected.put(run, version(run)));
            var held = RunRows.flushFences(session, fence, expected, lead.epoch());
            for (var i = 0; i < held.length; i++) {
                if (held[i] == 0) {
                    lead.check(session);
                    throw new CommitRefused(group.runs().get(i));
                }
            }
            group.write(session, history);
            for (var told : notices.entrySet()) {
                for (var notice : told.getValue()) {
                    OutboxRows.add(session, told.getKey(), notice);
                }
            }
            return held.length;
        });
        group.runs().forEach(run -> versions.merge(run, 1, Integer::sum));
    }

    /**
     * Commits that a run goes on by another version of its DAG. It must have been created or loaded by this
     * store, and is to be loaded anew.
     *
     * @throws CommitRefused when the run is not what was loaded, or a later leader has had it
     * @throws LeadLost when this scheduler has lost the lead
     */
    public void move(Movement movement) {
        long id = movement.run().id();
        var group = new GroupCommit(movement.moves());
        writer.write(session -> {
            if (RunRows.flushFences(session, fence, Map.of(id, version(id)), lead.epoch())[0] == 0) {
                lead.check(session);
                throw new CommitRefused(id);
            }
            MoveRows.write(session, movement);
            group.write(session, history);
            return id;
        });
        versions.merge(id, 1, Integer::sum);
    }

    private int version(long run) {
        var version = versions.get(run);
        if (version == null) {
            throw new IllegalStateException("run " + run + " was neither created nor loaded here: load it before changing it");
        }
        return version;
    }

    /** The runs that an engine has to hold: not over, or with leases that are not closed. In order of id. */
    public List<DagRun> live() {
        return read(RunRows::live);
    }

    /** The run that was created last, over or not. */
    public Optional<DagRun> newest() {
        return read(RunRows::newest);
    }

    /**
     * Loads a run to go on with it: later commits are checked against what was found here.
     *
     * @throws StoreFailed when there is none
     */
    public StoredRun load(long run) {
        var loaded = look(run);
        versions.put(run, loaded.version());
        return loaded;
    }

    /**
     * Loads a run to look at it.
     *
     * @throws StoreFailed when there is none
     */
    public StoredRun look(long run) {
        return read(session -> Loading.load(session, run));
    }

    /** Runs that are asked for by DAG and date. */
    public OtherRuns others() {
        return new OtherRuns(this);
    }

    /** Whether there is a run of that number. */
    public boolean has(long run) {
        return read(session -> RunRows.find(session, run) != null);
    }

    /** Forgets what {@link #load} found: the caller holds the run no longer. */
    public void drop(long run) {
        versions.remove(run);
    }

    /** Puts a wish into the inbox and returns its number; a second one of the same key is the first. */
    public long post(Wish wish, String idempotencyKey, Instant now) {
        return post(wish, Origin.COMMAND_LINE, idempotencyKey, now);
    }

    /** The same, of a wish that came another way than by the command line. */
    public long post(Wish wish, Origin origin, String idempotencyKey, Instant now) {
        return writer.write(session -> {
            var id = Inbox.post(session, wish, origin, idempotencyKey, now);
            lead.tellOfWish(session);
            return id;
        });
    }

    /** Wishes that are neither granted nor refused, in order of posting. */
    public List<Wish> pendingWishes() {
        return read(Inbox::pending);
    }

    /** What became of a wish; empty while it is pending. */
    public Optional<String> outcome(long wish) {
        return read(session -> Inbox.outcome(session, wish));
    }

    /** What happened to a run after the history row {@code after}, 0 for all, in order; at most {@code limit} rows. */
    public List<HistoryRow> history(long run, long after, int limit) {
        return read(session -> History.of(session, run, after, limit));
    }

    /** Deadlines and alerts of a run and of its tasks, as far as they are known to count. */
    public List<TimeLimit> limits(long run) {
        return read(session -> DeadlineRows.of(session, run));
    }

    /** All tries of a run, in order of task, map index and number. */
    public List<StoredTry> tries(long run) {
        return read(session -> TryRows.of(session, run));
    }

    /** Looks over many runs at once. */
    public Survey survey() {
        return new Survey(this);
    }

    /** Looks things up. */
    public Archive archive() {
        return new Archive(this);
    }

    /**
     * When the last successful run of a DAG ended; of one without a success, when its first run was asked for. Empty: it has had no run.
     */
    public Optional<Instant> lastSuccess(DagId dag) {
        return read(session -> RunRows.lastSuccess(session, dag));
    }

    /** Notifications on their way. */
    public Outbox outbox() {
        return new Outbox(this, writer, lead);
    }

    /** What changing requests were answered. */
    public Answered answered() {
        return new Answered(this, writer);
    }

    /** Who may do what. */
    public People people() {
        return new People(this, writer);
    }

    /** Who did what. */
    public Audit audit() {
        return new Audit(this, writer);
    }

    /** Variables that templates read. */
    public Variables variables() {
        return new Variables(this, writer);
    }

    /** How systems outside are reached. */
    public Connections connections() {
        return new Connections(this, writer);
    }

    /** Keeps what was forecast of runs; the same checkpoint again takes the place of what was kept. For the thread that writes. */
    public void keep(List<KeptForecast> forecasts) {
        writer.write(session -> {
            for (var forecast : forecasts) {
                ForecastRows.keep(session, forecast);
            }
            return forecasts;
        });
    }

    /** Concurrency pools. */
    public Pools pools() {
        return new Pools(this, writer);
    }

    /** Machines that were paid for. */
    public Machines machines() {
        return new Machines(this, writer);
    }

    /** What may be alive outside although nobody waits for it. */
    public Orphans orphans() {
        return new Orphans(this, writer);
    }

    /** What we are to the Mesos cluster of that backend. */
    public Framework framework(String backend) {
        return new Framework(this, writer, backend);
    }

    /** Jobs from outside any DAG that report to the supervisor. */
    public Supervised supervised() {
        return new Supervised(this, writer);
    }

    /** Calendars that lie in no dags folder. */
    public StoredCalendars calendars() {
        return new StoredCalendars(this, writer);
    }

    /** What a database needs beside being written to. */
    public Upkeep upkeep() {
        return new Upkeep(this, writer, readers, database);
    }

    /** What is wrong, and who knows of it. */
    public Problems problems() {
        return new Problems(this);
    }

    /** The DAGs of the dags folder. */
    public DagTable dags() {
        return new DagTable(this);
    }

    /** Writes in one transaction, and only while nobody else has the lead. */
    <T extends @Nullable Object> T writeLeading(Writer.Work<T> work) {
        return writer.write(session -> {
            lead.check(session);
            return work.with(session);
        });
    }

    /** The door to ticks, and to the standing of DAGs. */
    public Ticks ticks() {
        return new Ticks(writer, this, maker);
    }

    /** The door to backfills. */
    public Backfills backfills() {
        return new Backfills(writer, this, maker);
    }

    /** How many transactions were committed since the store was opened. */
    public long commits() {
        return writer.commits();
    }

    /** Rewrites a large database file that is mostly garbage; seconds, during which nobody reads or writes. For a quiet moment. */
    public void compact() {
        readers.without(() -> writer.reopen(session -> {
            if (!database.isWorthShrinking(session, WORTH_IN_BETWEEN)) {
                return session;
            }
            database.shrinkAndClose(session);
            return new Session(database.connect());
        }));
    }

    /** Closes in order: after the commit under way and the reads under way, smaller where that is worth it. */
    @Override
    public void close() {
        end(session -> database.isWorthShrinking(session, WORTH_AT_A_STOP));
    }

    private void end(Writer.Work<Boolean> shrinking) {
        lead.hangUp();
        try {
            readers.without(() -> writer.end(session -> {
                if (shrinking.with(session)) {
                    database.shrinkAndClose(session);
                } else {
                    database.close(session);
                }
            }));
        } finally {
            database.release();
        }
    }

    /** The writer's thread reads between two commits on its own connection: a local run needs no other. */
    <T extends @Nullable Object> T read(Writer.Work<T> work) {
        return writer.isMine() ? writer.read(work) : readers.read(work);
    }
}
