package comporta.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/** An H2 database, wherever it is kept. */
sealed interface H2 extends Database permits H2Database, H2Memory {
    /**
     * A connection keeps more parsed statements than there are; H2's own eight made every one be parsed again
     * (measured: a seventh of all time).
     */
    String EVERY_STATEMENT = ";QUERY_CACHE_SIZE=200";

    @Override
    default String migrations() {
        return "h2";
    }

    @Override
    default String user() {
        return "sa";
    }

    @Override
    default String password() {
        return "";
    }

    /** Its "repeatable read" is one of each table by itself: a run and its tasks would be of different moments. */
    @Override
    default void readOneMoment(HikariConfig readers) {
        readers.setConnectionInitSql("set session characteristics as transaction isolation level snapshot");
    }

    /** Connects without {@link java.sql.DriverManager}, which would load every driver on the class path at each start of a local run. */
    default Connection connected() throws SQLException {
        var login = new Properties();
        login.setProperty("user", user());
        login.setProperty("password", password());
        return Objects.requireNonNull(org.h2.Driver.load().connect(url(), login));
    }
}
