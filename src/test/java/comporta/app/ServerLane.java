package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** One server after the other on one database and one folder: most of their lives are cut short, while people ask for runs all the time. */
final class ServerLane implements Callable<String> {
    private static final int CALLERS = 4;

    private final Program program;
    private final Path folder;
    private final StoreSettings database;
    private final String url;
    private final RandomGenerator random;
    private final Toll toll;
    private final BusyFolder busy;
    private final int port;
    private int lives;
    private long starting = 1;

    /**
     * A lane of its own.
     *
     * @param folder gets the home, the DAGs and what is written down
     * @param url JDBC address of the database
     */
    ServerLane(Program program, Path folder, StoreSettings database, String url, RandomGenerator random, Toll toll) throws IOException {
        this.program = program;
        this.folder = folder;
        this.database = database;
        this.url = url;
        this.random = random;
        this.toll = toll;
        busy = new BusyFolder(folder);
        port = Ports.free();
    }

    private String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public String call() throws Exception {
        try (var callers = new Callers(CALLERS, List.of(address()), busy.asked(), random.nextLong())) {
            while (toll.isDue()) {
                isKilled();
            }
            inPeace(callers);
            return (database.file() == null ? "PostgreSQL: " : "H2: ") + Records.check(busy, url, database, callers) + ", "
                    + callers.acknowledged().size() + " keys, " + callers.unanswered() + " without an answer at first";
        }
    }

    /** Rather soon than late: there is much to be done at once, and to be found out of what the life before has left. */
    private void isKilled() throws Exception {
        var life = live();
        if (random.nextInt(4) == 0) {
            life.killAfter(random.nextLong(1000 * starting));
        } else {
            life.awaitTold();
            starting = Math.max(starting, life.age());
            var share = random.nextDouble();
            life.killAfter((long) (4_000_000 * share * share));
        }
        judge(life);
        assertThat(life.wasKilled()).as("it lived until it was killed; it said %s", life.complaints()).isTrue();
        toll.killed(life.told().isEmpty(), survivors());
    }

    private void inPeace(Callers callers) throws Exception {
        var life = live();
        life.awaitTold();
        assertThat(life.told()).as("%s", life.complaints()).singleElement().satisfies(ready -> assertThat(ready).containsEntry("role", "scheduler"));
        callers.close();
        busy.retire();
        Quiet.await(callers, address(), life);
        life.interrupt();
        life.end();
        judge(life);
        assertThat(life.exitCode()).isZero();
        toll.runOver(busy.ledger().lines().size() / 2);
        assertThat(busy.processes()).as("processes left behind").isEmpty();
    }

    private Life live() throws IOException {
        toll.lived();
        var environment = new LinkedHashMap<>(Map.of("COMPORTA_HOME", folder.resolve("home").toString()));
        if (database.file() == null) {
            environment.putAll(Map.of("COMPORTA_DATABASE_URL", url, "COMPORTA_DATABASE_USER", database.user()));
        }
        return program.start(List.of(), environment, List.of(
                "start", "--dags", busy.dags().toString(), "--port", Integer.toString(port), "--output", "json"));
    }

    private void judge(Life life) throws IOException {
        life.keep(folder.resolve("life-" + ++lives));
        assertThat(life.complaints()).as("what life %s in %s said", lives, folder).doesNotContain("ERROR", "Exception");
    }

    /** How many jobs live on without the server. */
    private int survivors() throws IOException {
        var alive = new ArrayList<Long>(busy.ledger().underWay().values());
        alive.removeIf(pid -> ProcessHandle.of(pid).isEmpty());
        return alive.size();
    }
}
