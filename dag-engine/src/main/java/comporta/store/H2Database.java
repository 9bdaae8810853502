package comporta.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An H2 file of this process. Its settings are the only ones of many tried under which no acknowledged commit was lost or torn by
 * {@code kill -9}: WRITE_DELAY=0 writes in the commit itself; REUSE_SPACE=FALSE only ever appends, so that recovery cannot miss the newest
 * chunk in a reused hole; MAX_COMPACT_TIME=0 moves nothing at a clean close; DB_CLOSE_ON_EXIT=FALSE leaves closing to us. And one writer.
 */
final class H2Database implements H2 {
    private static final String SETTINGS =
            ";WRITE_DELAY=0;REUSE_SPACE=FALSE;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000;CACHE_SIZE=65536;PAGE_SIZE=4096"
                    + EVERY_STATEMENT;
    private static final String ENDING = ".mv.db";
    private static final String BEFORE_COMPACT = ".before-compact";
    private static final String BEFORE_MIGRATION = ".before-migration";
    private static final int MUCH_GARBAGE = 3;

    private final Path base;
    private final @Nullable Path template;
    private final FileOwner owner;
    private boolean madeNow;
    private boolean copied;

    private H2Database(Path base, @Nullable Path template, FileOwner owner) {
        this.base = base;
        this.template = template;
        this.owner = owner;
    }

    /**
     * Claims the file for this process, and undoes a compaction or migration that was killed.
     *
     * @param template what is copied when it is opened and is not there yet; null, or no file: then it is made without tables
     * @throws StoreFailed when another process has it
     */
    static H2Database claim(Path file, @Nullable Path template) {
        var base = base(file);
        try {
            Files.createDirectories(Objects.requireNonNull(base.getParent()));
            var database = new H2Database(base, template, FileOwner.claim(base));
            try {
                database.putBack(BEFORE_MIGRATION);
                database.putBack(BEFORE_COMPACT);
            } catch (IOException e) {
                database.release();
                throw e;
            }
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("the database file " + file(base) + " cannot be prepared", e);
        }
    }

    /** Copies the template where there is one, and no database yet. */
    @Override
    public void begin() {
        if (template == null || !Files.exists(template) || Files.exists(file())) {
            return;
        }
        try {
            Files.copy(template, beside(".copying"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside(".copying"), file(), StandardCopyOption.ATOMIC_MOVE);
            copied = true;
        } catch (IOException e) {
            throw new UncheckedIOException("the template " + template + " cannot be copied to " + file(), e);
        }
    }

    /** Undoes what was killed, by the whole copy made before it; an empty one says that there was no database. */
    private void putBack(String copy) throws IOException {
        var kept = beside(copy);
        if (Files.exists(kept) && Files.size(kept) > 0) {
            Files.move(kept, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else if (Files.exists(kept)) {
            Files.deleteIfExists(file());
            Files.delete(kept);
        }
    }

    /** Until it is removed, the copy is the one that counts. */
    private void copy(Session session, String copy) throws SQLException, IOException {
        session.command("checkpoint sync");
        Files.copy(file(), beside(".copying"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(beside(".copying"), beside(copy), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path base(Path file) {
        var path = file.toAbsolutePath().normalize().toString();
        if (path.contains(";")) {
            throw new StoreFailed("the database file " + path + " cannot be opened: H2 takes no ; in a path. Choose another folder");
        }
        return Path.of(path.endsWith(ENDING) ? path.substring(0, path.length() - ENDING.length()) : path);
    }

    private static Path file(Path base) {
        return Path.of(base + ENDING);
    }

    /** The database file itself. */
    Path file() {
        return file(base);
    }

    private Path beside(String ending) {
        return Path.of(base + ending);
    }

    @Override
    public String url() {
        return url(base);
    }

    static String url(Path base) {
        return "jdbc:h2:file:" + base + SETTINGS;
    }

    @Override
    public boolean isNew() {
        return madeNow;
    }

    @Override
    public boolean isCopy() {
        return copied;
    }

    @Override
    public Connection connect() {
        madeNow = !Files.exists(file());
        try {
            return connected();
        } catch (SQLException e) {
            throw "90020".equals(e.getSQLState())
                    ? owner.taken(e)
                    : new StoreFailed("the database file " + file() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** H2 commits each step of a migration: a copy is the only way back, for people and after a kill. */
    @Override
    public void beforeMigration(Session session, int version) throws SQLException {
        try {
            if (version > 0) {
                session.command("backup to '" + (base + ".schema-" + version + ".zip").replace("'", "''") + "'");
            }
            if (isNew()) {
                Files.createFile(beside(BEFORE_MIGRATION));
            } else {
                copy(session, BEFORE_MIGRATION);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the database file " + file() + " cannot be copied", e);
        }
    }

    @Override
    public void afterMigration(Session session) {
        try {
            Files.delete(beside(BEFORE_MIGRATION));
        } catch (IOException e) {
            throw new UncheckedIOException("the copy of " + file() + " cannot be removed", e);
        }
    }

    @Override
    public boolean isWorthShrinking(Session session, long smallestSize) throws SQLException {
        try {
            return Files.size(file()) > smallestSize && liveShare(session) * MUCH_GARBAGE < 100;
        } catch (IOException e) {
            throw new UncheckedIOException("the database file " + file() + " cannot be read", e);
        }
    }

    private static int liveShare(Session session) throws SQLException {
        var percent = session.first("""
                select cast(setting_value as int)
                  from information_schema.settings
                 where setting_name = 'info.CHUNKS_FILL_RATE'
                """, Row::number);
        return percent == null ? 100 : percent;
    }

    /** H2 gives no promise for a kill during its compaction: the whole copy beside it is the one that counts until it is removed. */
    @Override
    public void shrinkAndClose(Session session) throws SQLException {
        try {
            session.command("checkpoint sync");
            Files.copy(file(), beside(".copying"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside(".copying"), beside(".before-compact"), StandardCopyOption.ATOMIC_MOVE);
            shutDown(session, "shutdown compact");
            Files.delete(beside(".before-compact"));
        } catch (IOException e) {
            throw new UncheckedIOException("the database file " + file() + " cannot be compacted", e);
        }
    }

    @Override
    public void close(Session session) throws SQLException {
        shutDown(session, "shutdown");
    }

    /** The connection is closed too: H2 would complain of it in a trace file otherwise. */
    private static void shutDown(Session session, String how) throws SQLException {
        session.command(how);
        session.close();
    }

    @Override
    public void release() {
        owner.release();
    }

    @Override
    public String toString() {
        return file().toString();
    }
}
