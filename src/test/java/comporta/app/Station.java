package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where servers are started: one home, one folder of DAGs, one database.
 *
 * @param folder gets the home, the DAGs and what is written down
 * @param url JDBC address of the database
 */
record Station(Program program, Path folder, StoreSettings database, String url, BusyFolder busy) {
    Station(Program program, Path folder, StoreSettings database, String url) throws IOException {
        this(program, folder, database, url, new BusyFolder(folder));
    }

    /** {@code comporta start} at that port. */
    Life start(int port, List<String> options, Map<String, String> settings) throws IOException {
        var environment = new LinkedHashMap<>(settings);
        environment.put("COMPORTA_HOME", folder.resolve("home").toString());
        if (database.file() == null) {
            environment.putAll(Map.of("COMPORTA_DATABASE_URL", url, "COMPORTA_DATABASE_USER", database.user()));
        }
        return program.start(options, environment, List.of(
                "start", "--dags", busy.dags().toString(), "--port", Integer.toString(port), "--output", "json"));
    }

    /** Nothing begins any more; waits until all is over that this server has to do, ends it in order, and looks at everything. */
    String end(Life life, String address, Callers callers) throws IOException, InterruptedException, SQLException {
        callers.close();
        busy.retire();
        Quiet.await(callers, address, life);
        life.interrupt();
        life.end();
        assertThat(life.exitCode()).as("it said %s", life.complaints()).isZero();
        assertThat(Processes.of(folder)).as("processes left behind").isEmpty();
        return Records.check(busy, url, database, callers) + ", " + callers.acknowledged().size() + " keys, " + callers.unanswered()
                + " without an answer at first";
    }
}
