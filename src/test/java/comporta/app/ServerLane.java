package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** One server after the other on one database and one folder: most of their lives are cut short, while people ask for runs all the time. */
final class ServerLane implements Callable<String> {
    private static final int CALLERS = 4;

    private final Station station;
    private final RandomGenerator random;
    private final Toll toll;
    private final int port = Ports.free();
    private int lives;
    private long starting = 1;

    ServerLane(Station station, RandomGenerator random, Toll toll) throws IOException {
        this.station = station;
        this.random = random;
        this.toll = toll;
    }

    private String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public String call() throws Exception {
        try (var callers = new Callers(CALLERS, List.of(address()), station.busy().asked(), random.nextLong())) {
            while (toll.isDue()) {
                isKilled();
            }
            return (station.database().file() == null ? "PostgreSQL: " : "H2: ") + inPeace(callers);
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

    private String inPeace(Callers callers) throws Exception {
        var life = live();
        life.awaitTold();
        assertThat(life.told()).as("%s", life.complaints()).singleElement().satisfies(ready -> assertThat(ready).containsEntry("role", "scheduler"));
        if (station.database().file() != null) {
            secondIsRefused(life);
        }
        var said = station.end(life, address(), callers);
        judge(life);
        toll.runOver(station.busy().ledger().lines().size() / 2);
        return said;
    }

    /** An H2 file is for one process. */
    private void secondIsRefused(Life first) throws Exception {
        var second = station.start(Ports.free(), List.of(), Map.of());
        second.end();
        assertThat(second.exitCode()).isEqualTo(ExitCode.WRONG);
        assertThat(second.complaints()).contains("in use by process " + first.pid()).doesNotContain("Exception");
    }

    private Life live() throws IOException {
        toll.lived();
        return station.start(port, List.of(), Map.of());
    }

    private void judge(Life life) throws IOException {
        life.keep(station.folder().resolve("life-" + ++lives));
        assertThat(life.complaints()).as("what life %s in %s said", lives, station.folder()).doesNotContain("ERROR", "Exception");
    }

    /** How many jobs live on without the server. */
    private int survivors() throws IOException {
        var alive = new ArrayList<Long>(station.busy().ledger().underWay().values());
        alive.removeIf(pid -> ProcessHandle.of(pid).isEmpty());
        return alive.size();
    }
}
