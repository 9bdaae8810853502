package comporta.mesos;

import static comporta.mesos.MesosBackendTest.ground;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.job.Credentials;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.Heard;
import comporta.job.HttpSettings;
import comporta.job.Launches;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/** What becomes of jobs while masters, agents and other frameworks come and go. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
@Order(-50)
class MesosTroubleTest {
    @TempDir
    Path folder;

    private FakeMaster master;
    private FakeAgent agent;
    private FileMemory memory;
    private Launches launches;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Heard heard = new Heard();
    private MesosBackend backend;

    @BeforeEach
    void begin() throws IOException {
        master = new FakeMaster(folder.resolve("mesos"), 1_000, 500);
        agent = master.agent(4, 8_192, Map.of("slave-type", "mesos-fixed"));
        memory = new FileMemory(folder.resolve("memory.json"));
        launches = new Launches(Files.createDirectories(folder.resolve("dags")), folder.resolve("logs"));
        backend = open(master.url().toString(), null);
    }

    private MesosBackend open(String masters, @Nullable Credentials who) {
        var http = new HttpSettings(who, null, null, Duration.ofSeconds(5), Duration.ofSeconds(5));
        var settings = new MesosSettings(
                "mesos", masters, "jobs", "*", "comporta", who == null ? null : who.user(), Duration.ofDays(7), false, null, Duration.ofSeconds(1), http);
        var next = new MesosBackend(settings, memory, ground(), new Random(1));
        heard = new Heard();
        next.watch(heard);
        opened.add(next);
        return next;
    }

    @AfterEach
    void end() throws Exception {
        for (var each : opened) {
            each.close();
        }
        master.close();
    }

    @Test
    void aJobWhoseAgentIsLostIsWaitedForAndComesBack() throws Exception {
        var launch = running("load");
        master.lose(agent);
        assertThat(heard.first(News.Unreachable.class, launch.id()).why()).contains("health check timed out");
        assertThat(backend.find(List.of(launch)).getFirst()).isInstanceOf(Finding.OutOfSight.class);
        master.regain(agent);
        heard.first(News.Logged.class, launch.id());
        finish("load");
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(master.starts("nightly.20300101T040000Z.load.t1")).isEqualTo(1);
    }

    @Test
    void whatEndsWhileItsAgentIsLostIsHeardOfLater() throws Exception {
        var launch = running("load");
        master.lose(agent);
        heard.first(News.Unreachable.class, launch.id());
        finish("load");
        while (agent.holds("nightly.20300101T040000Z.load.t1")) {
            Moment.pass();
        }
        assertThat(heard.of(launch.id())).noneMatch(News.Ended.class::isInstance);
        master.regain(agent);
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    @Test
    void aNewLeaderThatKnowsNothingYetIsNotBelieved() throws Exception {
        var launch = running("load");
        master.changeLeader();
        while (master.asked().stream().filter(request -> request.contains("scheduler")).count() < 6) {
            Moment.pass();   // until it has asked the new one, and heard that it knows nothing
        }
        assertThat(heard.of(launch.id())).noneMatch(News.Ended.class::isInstance);
        master.agentsReturn();
        finish("load");
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(master.starts("nightly.20300101T040000Z.load.t1")).isEqualTo(1);
    }

    @Test
    void aTornStreamIsOpenedAgain() throws Exception {
        var launch = running("load");
        stream().tear();
        finish("load");
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    @Test
    void aSilentMasterIsLeft() throws Exception {
        var launch = running("load");
        var silent = stream();
        silent.fallSilent();
        while (stream() == silent) {
            Moment.pass();
        }
        finish("load");
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    @Test
    void aTakeOverKeepsAllTasks() throws Exception {
        var launch = running("load");
        var before = backend;
        backend = open(master.url().toString(), null);   // the first one still thinks that it leads
        assertThat(backend.find(List.of(launch)).getFirst()).isInstanceOf(Finding.Alive.class);
        while (!(before.submit(launches.line("late", ":")) instanceof Submission.Unknown)) {
            Moment.pass();   // until it has heard that it was displaced
        }
        finish("load");
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(master.guests).hasSize(1);
    }

    @Test
    void aLimitCountsJobsOnAgentsThatOfferNothingAnyMore() throws Exception {
        agent.draining = true;
        var small = master.agent(1, 1_024, Map.of("rack", "a"));
        var limited = Map.<String, Object>of("command", wait("first"), "cpus", 1, "mem", "1g", "disk", "1g", "constraints", Map.of("rack", "limit:1"));
        var first = launches.job(Launches.id("load", 1), limited);
        backend.submit(first);
        heard.first(News.Started.class, first.id());
        assertThat(master.states()).hasSize(1);
        backend.close();
        master.agent(8, 16_384, Map.of("rack", "a"));
        backend = open(master.url().toString(), null);
        assertThat(backend.find(List.of(first)).getFirst()).isInstanceOf(Finding.Alive.class);
        var second = launches.job(Launches.id("load", 2), limited);
        backend.submit(second);
        heard.first(News.Waiting.class, second.id(), waiting -> waiting.why().contains("rack with fewer than 1 of its jobs"));
        assertThat(small.holds(first.id().externalId())).isTrue();
        finish("first");
        assertThat(heard.end(first.id()).isSuccess()).isTrue();
        backend.settled(first);
        assertThat(heard.end(second.id()).isSuccess()).isTrue();
    }

    @Test
    void aFrameworkThatWasRemovedBeginsAnew() throws Exception {
        var launch = running("load");
        var first = memory.framework();
        master.remove();
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.PLATFORM);
        var next = launches.line("next", ":");
        backend.submit(next);
        assertThat(heard.end(next.id()).isSuccess()).isTrue();
        assertThat(memory.framework()).isPresent().isNotEqualTo(first);
    }

    @Test
    void anEndIsToldAgainUntilItIsSettled() throws Exception {
        var launch = launches.line("load", "exit 3");
        backend.submit(launch);
        heard.end(launch.id());
        backend.close();
        backend = open(master.url().toString(), null);
        assertThat(backend.find(List.of(launch)).getFirst()).isInstanceOfSatisfying(
                Finding.AlreadyEnded.class, over -> assertThat(over.end().exit().code()).isEqualTo(3));
        backend.settled(launch);
        while (master.holds("nightly.20300101T040000Z.load.t1") || !memory.assigned().isEmpty()) {
            Moment.pass();
        }
    }

    @Test
    void aFullClusterLetsJobsWaitAndSaysWhy() throws Exception {
        var first = launches.job("first", Map.of("command", wait("first"), "cpus", 4, "mem", "1g"));
        var second = launches.job("second", Map.of("command", ":", "cpus", 2, "mem", "1g"));
        var never = launches.job("never", Map.of("command", ":", "constraints", Map.of("slave-type", "itaipu")));
        backend.submit(first);
        heard.first(News.Started.class, first.id());
        backend.submit(second);
        backend.submit(never);
        finish("first");
        assertThat(heard.end(second.id()).isSuccess()).isTrue();
        heard.first(News.Waiting.class, never.id(), waiting -> waiting.why().contains("slave-type=itaipu"));
        assertThat(heard.of(never.id())).allMatch(News.Waiting.class::isInstance);
        backend.stop(never, false);
        assertThat(heard.end(never.id()).cause()).isEqualTo(Cause.OPERATOR);
    }

    @Test
    void whoIsNotLetInWaitsUntilItIs() throws Exception {
        backend.close();
        master.demand("comporta:new");
        backend = open(master.url().toString(), new Credentials("comporta", "old"));
        var launch = launches.line("load", ":");
        backend.submit(launch);
        while (!backend.state().contains("401")) {
            Moment.pass();
        }
        assertThat(heard.of(launch.id())).isEmpty();
        master.demand("comporta:old");
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    @Test
    void aStandByMasterSendsUsToTheLeader() throws Exception {
        backend.close();
        try (var standBy = new StandBy(folder.resolve("standby"), master)) {
            backend = open("http://127.0.0.1:1," + standBy.url(), null);
            var launch = launches.line("load", ":");
            backend.submit(launch);
            assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        }
    }

    @Test
    void aTaskThatNobodyKnowsOfIsKilled() throws Exception {
        var launch = running("load");
        backend.close();
        memory.forget(List.of("nightly.20300101T040000Z.load.t1"));
        backend = open(master.url().toString(), null);
        backend.submit(launches.line("next", ":"));
        master.agentsReturn();   // as after a failover: agents tell of all that runs on them
        while (!master.states().getOrDefault("nightly.20300101T040000Z.load.t1", "gone").equals("gone")) {
            Moment.pass();
        }
        assertThat(heard.of(launch.id())).isEmpty();
    }

    @Test
    void machinesThatAreWantedBackAreTold() throws Exception {
        var launch = running("load");
        master.tell(Tree.of("type", "INVERSE_OFFERS", "inverse_offers", Map.of("inverse_offers", List.of(Tree.of(
                "id", Tree.value("I1"), "agent_id", Tree.value(agent.id),
                "unavailability", Map.of("start", Map.of("nanoseconds", 1_893_456_000_000_000_000L)))))));
        assertThat(heard.first(News.Reclaimed.class, launch.id()).why()).contains("2030-01-01T00:00:00Z");
        finish("load");
        heard.end(launch.id());
    }

    /** Follower: every request is sent to the leader, by an address without a scheme and a path that leads nowhere. */
    private static final class StandBy extends FakeCluster {
        private final FakeMaster leader;

        StandBy(Path folder, FakeMaster leader) throws IOException {
            super(folder);
            this.leader = leader;
        }

        @Override
        protected FakeAnswer answer(FakeCall call) {
            return new FakeAnswer(307, new HashMap<>(Map.of("Location", "//127.0.0.1:" + leader.url().getPort() + "/master" + call.path())), new byte[0]);
        }

        @Override
        public boolean holds(String name) {
            return false;
        }
    }

    private FakeStream stream() {
        var stream = master.stream();
        return stream == null ? new FakeStream(1) : stream;
    }

    /** A job that runs until {@link #finish}. */
    private LaunchIntent running(String task) throws Exception {
        var launch = launches.line(task, wait(task));
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        return launch;
    }

    private String wait(String task) {
        return "while [ ! -e " + folder.resolve(task) + " ]; do sleep 0.02; done";
    }

    private void finish(String task) throws IOException {
        Files.writeString(folder.resolve(task), "");
    }
}
