package comporta.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The lead among the schedulers of one database. Who has it may write the engine's tables: each claim raises a number that every write of
 * the engine names. Where schedulers share the database it also ends when it is not renewed in time, by the clock of the database.
 *
 * <p>{@link #claim} belongs to the thread that writes. {@link #renew}, {@link #resign} and {@link #awaitWishes} use a connection of their
 * own, so that a long commit keeps nobody from renewing; they are for one thread. All else is for any thread.
 */
public final class Lead {
    private static final long NONE = -1;
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final int A_THIRD = 3;
    private static final String LISTEN = "listen comporta_wishes";
    private static final String TELL = "select pg_notify('comporta_wishes', '')";

    private final Database database;
    private final Writer writer;
    private final Readers readers;
    private final String owner;
    private final AtomicLong epoch = new AtomicLong(NONE);
    private volatile long until;
    private volatile long graceUntil;
    private volatile Duration lease = Duration.ZERO;
    private @Nullable Session own;

    Lead(Database database, Writer writer, Readers readers, String owner) {
        this.database = database;
        this.writer = writer;
        this.readers = readers;
        this.owner = owner;
    }

    /** Takes the lead whoever has it, with no lease that could run out. */
    void force(Session session) throws SQLException {
        until = FOR_EVER;
        epoch.set(Leadership.claim(session, owner));
    }

    /**
     * Takes the lead if nobody has it, or who had it is certainly gone. An H2 file serves one process, which always gets it.
     *
     * @param lease how long it is kept without a renewal
     * @return whether this process has it now
     * @throws StoreAway when the database cannot be reached
     */
    boolean claim(Duration lease) {
        var asked = Uptime.nanos();
        var claimed = writer.write(session -> database.isShared()
                ? LeadLease.claim(session, owner, lease)
                : Long.valueOf(Leadership.claim(session, owner)));
        if (claimed == null) {
            return false;
        }
        this.lease = lease;
        until = database.isShared() ? asked + lease.toNanos() : FOR_EVER;
        graceUntil = database.isShared() ? Uptime.nanos() + lease.dividedBy(A_THIRD).toNanos() : 0;
        epoch.set(claimed);
        return true;
    }

    /**
     * Keeps the lead for another lease, counted from before the database was asked. Does nothing where one process alone has the database.
     *
     * @return whether it is still ours
     * @throws StoreAway when the database cannot be reached; it may be asked again until the lease has run out
     */
    public boolean renew() {
        var mine = epoch.get();
        if (!database.isShared() || mine == NONE) {
            return mine != NONE;
        }
        var asked = Uptime.nanos();
        if (onOwn(session -> LeadLease.renew(session, mine, lease))) {
            until = asked + lease.toNanos();
            return true;
        }
        lost();
        return false;
    }

    /**
     * Whether this process may act for all: it has the lead, and time is left of its lease. Asked before each call of the outside world.
     * Who has once been told no has to claim the lead anew: what was not done then is not forgotten so.
     */
    public boolean isHeld() {
        var mine = epoch.get();
        if (mine == NONE || until == FOR_EVER || Uptime.nanos() < until) {
            return mine != NONE;
        }
        epoch.compareAndSet(mine, NONE);
        return false;
    }

    /** How long it is still to wait before it resolves what others may have under way outside: they may have been slow to learn of us. */
    public Duration graceLeft() {
        var end = graceUntil;
        return end == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, end - Uptime.nanos()));
    }

    /** How often a lease of that length is to be renewed. */
    public static Duration renewal(Duration lease) {
        return lease.dividedBy(A_THIRD);
    }

    /** This process has the lead no more, and writes nothing of the engine's until it has claimed it again. */
    public void lost() {
        epoch.set(NONE);
    }

    /** Lets another process have the lead at once. When that cannot be told, the lease runs out by itself. */
    public void resign() {
        var mine = epoch.getAndSet(NONE);
        try {
            if (database.isShared() && mine != NONE) {
                onOwn(session -> {
                    LeadLease.end(session, mine);
                    return mine;
                });
            }
        } catch (StoreAway | StoreFailed e) {
            // Said by whoever wanted to renew it, too; the next leader waits a little longer.
        } finally {
            hangUp();
        }
    }

    /** Who claimed the lead last. */
    public Optional<Leader> seen() {
        return Optional.ofNullable(readers.<@Nullable Leader>read(
                session -> database.isShared() ? LeadLease.seen(session) : Leadership.seen(session)));
    }

    /**
     * Waits until another process has put a wish into the inbox, at most so long; where one process alone has the database, not at all.
     *
     * @return whether there may be one
     * @throws StoreAway when the database cannot be reached
     */
    public boolean awaitWishes(Duration atMost) {
        return database.isShared() && onOwn(session -> session.hears(atMost));
    }

    /** Whether {@link #awaitWishes} waits. */
    public boolean isShared() {
        return database.isShared();
    }

    /** In the transaction of a wish, for the leader where that is somebody else. */
    void tellOfWish(Session session) throws SQLException {
        if (database.isShared() && epoch.get() == NONE) {
            session.first(TELL, row -> "");
        }
    }

    long epoch() {
        return epoch.get();
    }

    /**
     * Lets only the leader go on, and nobody take the lead before the end of the transaction.
     *
     * @throws LeadLost for anybody else
     */
    void check(Session session) throws SQLException {
        try {
            Leadership.check(session, database, epoch.get());
        } catch (LeadLost e) {
            lost();
            throw e;
        }
    }

    private <T extends @Nullable Object> T onOwn(Writer.Work<T> work) {
        return Attempt.make(() -> {
            try {
                var session = own();
                var done = work.with(session);
                session.commit();
                return done;
            } catch (SQLException e) {
                hangUp();
                throw new StoreAway(database.toString(), e);
            } catch (StoreFailed e) {
                throw new StoreAway(database.toString(), e);
            }
        });
    }

    private Session own() throws SQLException {
        var present = own;
        if (present == null) {
            present = new Session(database.connectInHaste(lease.dividedBy(A_THIRD)));
            present.command(LISTEN);
            present.commit();
            own = present;
        }
        return present;
    }

    /** The connection of its own is closed. */
    void hangUp() {
        var present = own;
        own = null;
        if (present != null) {
            try {
                present.close();
            } catch (SQLException e) {
                // It was broken; the next one is another.
            }
        }
    }
}
