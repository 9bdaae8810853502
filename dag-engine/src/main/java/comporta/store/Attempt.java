package comporta.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something asked of the database. */
interface Attempt<T extends @Nullable Object> {
    T get() throws SQLException;

    /**
     * Makes the attempt with interrupts held back: H2's file channel closes under an interrupted thread, and with it the database for all.
     * An interrupt that came before counts again afterwards. One that comes meanwhile cannot be held back: do not interrupt threads that
     * use the store.
     *
     * @throws StoreFailed when the database refuses
     */
    static <T extends @Nullable Object> T make(Attempt<T> attempt) {
        var interrupted = Thread.interrupted();
        try {
            return attempt.get();
        } catch (SQLException e) {
            throw new StoreFailed("the database refused: " + e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
