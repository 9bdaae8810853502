package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.run.RunState;
import comporta.store.FreshPostgresql;
import comporta.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two schedulers in processes of their own on one PostgreSQL, whose clocks are a minute apart, while things are done to them. */
@Order(-100)
class LeadershipTest {
    private static final String LEASE_MS = "3000";
    private static final String CUT =
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";

    @RegisterExtension
    final FreshPostgresql database = new FreshPostgresql();

    @TempDir
    Path folder;

    private final List<Scheduler> all = new ArrayList<>();
    private Scheduler leader;
    private Scheduler other;

    /** A process, and what it says. */
    private final class Scheduler {
        private final Process process;
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

        Scheduler(int secondsOff) throws IOException, InterruptedException {
            process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                    System.getProperty("java.class.path"), LeadingProcess.class.getName(), database.url(), folder.toString(), LEASE_MS,
                    Integer.toString(secondsOff))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            all.add(this);
            var lines = process.inputReader();
            Thread.ofVirtual().start(() -> hear(lines));
            await("up");
        }

        private void hear(BufferedReader lines) {
            try (lines) {
                lines.lines().forEach(said::add);
            } catch (IOException | UncheckedIOException e) {
                said.add("gone: " + e.getMessage());
            }
        }

        void await(String word) throws InterruptedException {
            while (!said.take().equals(word)) { }
        }

        void signal(String signal) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor()).isZero();
        }

        long pid() {
            return process.pid();
        }
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        leader = new Scheduler(-30);
        leader.await("leads");
        awaitRuns(1);
        other = new Scheduler(30);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (var scheduler : all) {
            scheduler.process.destroyForcibly().waitFor();
        }
    }

    /** Who started each launch; nothing was started twice. */
    private Map<String, Long> starts() throws IOException {
        var starts = new LinkedHashMap<String, Long>();
        for (var line : Files.exists(folder.resolve("ledger")) ? Files.readAllLines(folder.resolve("ledger")) : List.<String>of()) {
            var word = line.split(" ", -1);
            assertThat(starts.put(word[0], Long.valueOf(word[1]))).as("%s was started before", word[0]).isNull();
        }
        return starts;
    }

    /** Waits until so many more runs are begun and at their last task. */
    private void awaitRuns(int more) throws IOException {
        var before = lastTasks();
        while (lastTasks() < before + more) {
            Moment.pass();
        }
    }

    private long lastTasks() throws IOException {
        return starts().keySet().stream().filter(id -> id.contains(".c.")).count();
    }

    /** Ends all in order, and looks at everything. */
    private void assertThatNothingIsLost() throws IOException, InterruptedException {
        awaitRuns(2);
        for (var scheduler : all) {
            if (scheduler.process.isAlive()) {
                scheduler.process.getOutputStream().close();
                scheduler.process.waitFor();
            }
        }
        try (var store = Store.standBy(database.settings())) {
            var unfinished = store.live();
            assertThat(unfinished.size()).isLessThanOrEqualTo(1);
            var last = store.newest().orElseThrow().id();
            for (long run = 1; run <= last; run++) {
                if (store.has(run) && unfinished.stream().noneMatch(store.look(run).run()::equals)) {
                    assertThat(store.look(run).run().state()).isEqualTo(RunState.SUCCESS);
                }
            }
            assertThat(store.upkeep().verify()).isEmpty();
        }
        starts();
    }

    @Test
    void aKilledLeaderIsFollowed() throws IOException, InterruptedException {
        leader.process.destroyForcibly().waitFor();
        other.await("leads");
        assertThatNothingIsLost();
    }

    @Test
    void aStoppedLeaderIsFollowedAndStartsNothingWhenItGoesOn() throws IOException, InterruptedException {
        leader.signal("STOP");
        other.await("leads");
        var stale = leader.pid();
        awaitRuns(2);
        leader.signal("CONT");
        leader.await("stands by");
        awaitRuns(1);   // what was on its way at the moment of the stop has arrived
        var before = starts().values().stream().filter(pid -> pid == stale).count();
        awaitRuns(2);
        assertThat(starts().values().stream().filter(pid -> pid == stale).count()).isEqualTo(before);
        other.process.destroyForcibly().waitFor();
        leader.await("leads");
        assertThatNothingIsLost();
    }

    @Test
    void cutConnectionsAreMadeAnewAndNothingIsLost() throws IOException, InterruptedException {
        for (int time = 0; time < 5; time++) {
            database.meddle(CUT);
            awaitRuns(1);
        }
        assertThatNothingIsLost();
    }

    @Test
    void whoEndsInOrderIsFollowedAtOnce() throws IOException, InterruptedException {
        leader.process.getOutputStream().close();
        other.await("leads");
        assertThatNothingIsLost();
    }
}
