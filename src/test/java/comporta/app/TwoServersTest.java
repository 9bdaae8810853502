package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.OwnPostgresql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two {@code comporta start} of one home on one PostgreSQL, whose clocks are a minute apart, under load at both, while things are done to them
 * and to the database: nothing is lost, and nothing starts twice.
 *
 * <p>{@code -Dcomporta.lease=10s -Dcomporta.stopped=60} for the usual lease, and a leader that sleeps for a minute.
 */
@Order(-190)
final class TwoServersTest {
    private static final String LEASE = System.getProperty("comporta.lease", "3s");
    /** Seconds that a stopped leader sleeps on after another has taken over. */
    private static final int STOPPED = Integer.getInteger("comporta.stopped", 0);
    private static final int CALLERS = 3;
    private static final int LOOK_MS = 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final OwnPostgresql postgresql = new OwnPostgresql();
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<Server> all = new ArrayList<>();
    private final List<String> takeOvers = new ArrayList<>();
    private @Nullable Station begun;
    private @Nullable Callers calling;

    /** One of the two: where it answers, and its present life. */
    private final class Server {
        private final int port = Ports.free();
        private final String ahead;
        private Life life;

        Server(String ahead) throws IOException, InterruptedException {
            this.ahead = ahead;
            all.add(this);
            start();
        }

        void start() throws IOException, InterruptedException {
            life = station().start(port, List.of("-Dcomporta.clock.ahead=" + ahead), Map.of("COMPORTA_SCHEDULER_LEADER_LEASE", LEASE));
            life.awaitTold();
            assertThat(life.told()).as("it said %s", life.complaints()).hasSize(1);
        }

        String address() {
            return "http://127.0.0.1:" + port;
        }

        boolean is(String role) throws InterruptedException {
            try {
                return life.isAlive() && role.equals(callers().look(address(), "/readyz").get("role"));
            } catch (IOException e) {
                return false;
            }
        }

        Server other() {
            return all.get(all.getFirst() == this ? 1 : 0);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (var server : all) {
            server.life.signal("CONT");
            server.life.killAfter(0);
            server.life.keep(folder.resolve("server-" + server.port));
        }
        var left = calling;
        if (left != null) {
            left.abandon();
        }
        postgresql.close();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void whateverIsDoneToThemNothingIsLostAndNothingStartsTwice() throws Exception {
        var began = System.nanoTime();
        begun = new Station(Program.get(), folder, postgresql.settings(), postgresql.url());
        var ports = List.of(new Server("-30s"), new Server("30s")).stream().map(Server::address).toList();
        calling = new Callers(CALLERS, ports, station().busy().asked(), 7);
        awaitWork();

        stopped();
        for (int time = 0; time < 4; time++) {
            postgresql.cutConnections();
            awaitWork();
        }
        postgresql.restart("fast");
        awaitWork();
        postgresql.restart("immediate");
        awaitWork();
        killed();
        var last = endedInOrder();

        var said = station().end(last.life, last.address(), callers());
        assertThat(said).isNotEmpty();
        System.out.println("two servers: lease " + LEASE + ", take-overs " + String.join(", ", takeOvers) + "; " + said + ", "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
    }

    private Station station() {
        return Objects.requireNonNull(begun);
    }

    private Callers callers() {
        return Objects.requireNonNull(calling);
    }

    private void stopped() throws IOException, InterruptedException {
        var leader = leader();
        leader.life.signal("STOP");
        awaitLead(leader.other(), "from a stopped one");
        assertThat(never.await(STOPPED, TimeUnit.SECONDS)).isFalse();
        awaitWork(List.of(leader.other()));
        leader.life.signal("CONT");
        while (!leader.is("standby")) {
            pause();
        }
        awaitWork();
    }

    private void killed() throws IOException, InterruptedException {
        var leader = leader();
        leader.life.killAfter(0);
        awaitLead(leader.other(), "from a killed one");
        leader.start();
        awaitWork();
    }

    private Server endedInOrder() throws IOException, InterruptedException {
        var leader = leader();
        leader.life.interrupt();
        leader.life.end();
        assertThat(leader.life.exitCode()).as("it said %s", leader.life.complaints()).isZero();
        awaitLead(leader.other(), "from one that ended in order");
        awaitWork();
        return leader.other();
    }

    private Server leader() throws InterruptedException {
        while (true) {
            for (var server : all) {
                if (server.is("scheduler")) {
                    return server;
                }
            }
            pause();
        }
    }

    private void awaitLead(Server next, String from) throws InterruptedException {
        var began = System.nanoTime();
        while (!next.is("scheduler")) {
            pause();
        }
        takeOvers.add(from + " " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
    }

    private void awaitWork() throws IOException, InterruptedException {
        awaitWork(all.stream().filter(server -> server.life.isAlive()).toList());
    }

    /** Waits until some more was promised by each server, and jobs have ended that nobody had begun before. */
    private void awaitWork(List<Server> servers) throws IOException, InterruptedException {
        for (var server : servers) {
            callers().await(all.indexOf(server), 3);
        }
        var before = station().busy().ledger().lines().size();
        while (station().busy().ledger().lines().size() < before + 10) {
            pause();
        }
    }

    private void pause() throws InterruptedException {
        var _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
        for (var server : all) {
            assertThat(server.life.isAlive() || server.life.wasKilled() || server.life.exitCode() == 0).as("it said %s", server.life.complaints()).isTrue();
        }
    }
}
