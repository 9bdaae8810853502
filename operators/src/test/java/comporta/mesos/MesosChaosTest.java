package comporta.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.job.Heard;
import comporta.job.Trouble;
import comporta.mesos.DoomedFramework.Point;
import comporta.operator.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scheduler is killed at each point around a launch, while the request that starts it meets with each kind of trouble: the journal of the
 * master, which is written before it answers, says how often a launch was started.
 */
@Order(-45)
class MesosChaosTest {
    private static final String TASK = "nightly.20300101T040000Z.load.t1";
    private static final int AT_ONCE = 3;

    @TempDir
    Path folder;

    /** How one cell came out. */
    private record Cell(Point point, String trouble, long starts, long signatures, int orphans, String found) {
        String shown() {
            return String.format(Locale.ROOT, "%-20s %-18s %6d %6d %7d  %s", point.name().toLowerCase(Locale.ROOT), trouble, starts,
                    signatures, orphans, found);
        }
    }

    @Test
    @Timeout(900)   // a process for each cell
    void noLaunchIsStartedTwiceAndNoneIsForgotten() throws Exception {
        var cells = new ArrayList<Callable<Cell>>();
        for (var point : Point.values()) {
            troubles().forEach((name, trouble) -> cells.add(() -> cell(point, name, trouble)));
        }
        var done = new ArrayList<Cell>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Cell> cell : threads.invokeAll(cells)) {
                done.add(cell.get());
            }
        }
        var table = new StringBuilder("killed at            the acceptance     starts    ran orphans  found by the next life\n");
        done.forEach(cell -> table.append(cell.shown()).append('\n'));
        System.out.print(table);
        assertThat(done).as("launched twice:\n%s", table).allMatch(cell -> cell.starts() <= 1 && cell.signatures() == cell.starts());
        assertThat(done).as("forgotten:\n%s", table).allMatch(cell -> cell.orphans() == 0);
        assertThat(done).as("launched, and taken for what never was:\n%s", table).noneMatch(cell -> cell.starts() == 1 && cell.found().equals("never started"));
    }

    private static Map<String, Trouble> troubles() {
        var troubles = new LinkedHashMap<String, Trouble>();
        troubles.put("is answered", Trouble.NONE);
        troubles.put("is lost", Trouble.CUT_BEFORE);
        troubles.put("has its reply lost", Trouble.LOST_REPLY);
        troubles.put("is answered late", Trouble.lateReply(new CountDownLatch(1)));
        troubles.put("comes twice", Trouble.TWICE);
        return troubles;
    }

    private Cell cell(Point point, String name, Trouble trouble) throws Exception {
        var home = Files.createDirectories(folder.resolve(point + "-" + name.replace(' ', '-')));
        try (var master = new FakeMaster(home.resolve("mesos"), 1_000, 300)) {
            master.agent(2, 4_096, Map.of());
            master.next(call -> FakeMaster.isCall(call, "ACCEPT"), trouble);
            live(master, home, point);
            return nextLife(master, home, point, name);
        }
    }

    /** The first life, to its end. */
    private static void live(FakeMaster master, Path home, Point point) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m",
                        "-cp", System.getProperty("java.class.path"), DoomedFramework.class.getName(), master.url().toString(), home.toString(),
                        point.name())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("life.out").toFile())
                .start();
        try {
            while (point == Point.TAKEN && process.isAlive() && master.starts(TASK) == 0) {
                Moment.pass();
            }
            if (point == Point.TAKEN) {
                process.destroyForcibly();
            }
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Cell nextLife(FakeMaster master, Path home, Point point, String name) throws Exception {
        var launch = DoomedFramework.launch(home);
        var heard = new Heard();
        var memory = new FileMemory(home.resolve("memory.json"));
        try (var backend = MesosBackendTest.backend(master.url().toString(), memory)) {
            backend.watch(heard);
            Finding found;
            do {
                found = backend.find(List.of(launch)).getFirst();
            } while (found instanceof Finding.OutOfSight);
            if (!(found instanceof Finding.NeverStarted)) {
                heard.end(launch.id());
                backend.settled(launch);
            }
            while (!master.states().isEmpty() || !memory.assigned().isEmpty()) {
                Moment.pass();
            }
            var signatures = home.resolve("starts");
            return new Cell(
                    point, name, master.starts(TASK), Files.exists(signatures) ? Files.readAllLines(signatures).size() : 0, master.states().size(),
                    switch (found) {
                        case Finding.NeverStarted _ -> "never started";
                        case Finding.Alive _ -> "alive";
                        case Finding.AlreadyEnded(var end) -> end.exit().isSuccess() ? "ended well" : "ended: " + end.exit().reason();
                        case Finding.OutOfSight _ -> "out of sight";
                    });
        }
    }
}
