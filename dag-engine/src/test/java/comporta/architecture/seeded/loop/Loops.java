package comporta.architecture.seeded.loop;

import java.sql.Connection;
import java.sql.SQLException;

/** Speaks SQL outside the store. */
final class Loops {
    private Loops() {}

    static boolean open(Connection connection) throws SQLException {
        return !connection.isClosed();
    }

    static void nap() throws InterruptedException {
        Thread.sleep(1);
    }
}
