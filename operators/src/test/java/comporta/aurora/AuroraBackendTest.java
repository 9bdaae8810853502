package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.Ground;
import comporta.job.HttpSettings;
import comporta.job.JobBackend;
import comporta.job.RemoteBackend;
import comporta.job.RemoteBackendContract;
import comporta.job.Trouble;
import comporta.operator.Cause;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Aurora keeps what every remote backend promises, and what is its own. */
@SuppressWarnings("NullAway.Init") // the contract makes the fake before it is used
class AuroraBackendTest extends RemoteBackendContract {
    private FakeAurora aurora;

    static AuroraSystem system(FakeCluster at, Duration patience) {
        var settings = new AuroraSettings(at.url(), "fake", "jobs", "prod", "comporta", at.url() + "/observer/{host}", "python3");
        return new AuroraSystem(settings, new HttpSettings(null, null, null, patience, patience));
    }

    @Override
    protected FakeCluster fake() throws IOException {
        aurora = new FakeAurora(folder.resolve("aurora"));
        return aurora;
    }

    @Override
    protected JobBackend open(FakeCluster outside) {
        var ground = new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(20), InstantSource.system());
        return new RemoteBackend("aurora", system(outside, Duration.ofSeconds(20)), ground);
    }

    @Override
    protected Predicate<FakeCall> starts() {
        return FakeAurora.calls("createJob");
    }

    @Override
    protected Predicate<FakeCall> questions() {
        return FakeAurora.calls("getTasksWithoutConfigs");
    }

    @Override
    protected String nameOf(LaunchIntent launch) {
        return launch.id().externalId();
    }

    /** Aurora has no stop without grace. */
    @Override
    protected String longGrace() {
        return "1s";
    }

    @Test
    void aLostTaskIsNotRunAgainByAurora() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("never"));
        backend.submit(launch);
        awaitSignature("starts");
        heard.first(News.Started.class, launch.id());
        aurora.loseAgent(nameOf(launch));
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.PLATFORM);
        assertThat(heard.end(launch.id()).reason()).isEqualTo("lost by Aurora on slave-1-hostname: Agent gone");
        assertThat(aurora.holds(nameOf(launch))).isFalse();
    }

    @Test
    void aPartitionedTaskIsWaitedFor() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("go"));
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        aurora.partition(nameOf(launch));
        assertThat(heard.first(News.Unreachable.class, launch.id()).why()).isEqualTo("Aurora has lost sight of its agent slave-1-hostname");
        aurora.heal(nameOf(launch));
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    @Test
    void ofJobsThatRunAuroraIsAskedOnlyForThoseThatDoNotAnyMore() throws Exception {
        var statuses = new LinkedBlockingQueue<Integer>();
        Predicate<FakeCall> overheard = call -> {
            if (questions().test(call)) {
                statuses.add(ThriftMessage.of(call.bytes()).body().struct(1).items(5).size());
            }
            return false;
        };
        aurora.next(overheard, Trouble.NONE);
        var launch = launches.line("load", waitFor("go"));
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        assertThat(Stream.generate(() -> taken(statuses)).anyMatch(count -> count == ScheduleStatus.values().length - 1)).isTrue();
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    private static int taken(BlockingQueue<Integer> from) {
        try {
            return from.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAPersonKillsInAuroraIsTheirs() throws Exception {
        var launch = launches.line("load", waitFor("never"));
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        aurora.killByHand(nameOf(launch), "root");
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
        assertThat(heard.end(launch.id()).reason()).isEqualTo("killed in Aurora: Killed by root. enough");
    }

    @Test
    void aRestartInAuroraIsNotAnotherLaunch() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("never"));
        backend.submit(launch);
        awaitSignature("starts");
        aurora.restartByHand(nameOf(launch));
        assertThat(heard.end(launch.id()).reason()).isEqualTo("it was restarted in Aurora");
    }

    @Test
    void theEnvironmentAndWhatRunsLastReachTheJobAsTheyAre() throws Exception {
        var launch = launches.job("load", Map.of(
                "command", "echo \"$COMPORTA_TASK_ID {{x}} '$PORT_UI'\"; echo n=1 >$COMPORTA_OUTPUT; exit 3",
                "finally", "echo last $COMPORTA_EXIT_CODE {{ thermos.task_id }}", "ports", List.of("ui")));
        backend.submit(launch);
        assertThat(heard.end(launch.id()).code()).isEqualTo(3);
        assertThat(Files.readString(folder.resolve("logs/load/1/stdout")))
                .matches("load \\{\\{x}} '31\\d\\d\\d'\nlast 3 jobs-prod-nightly-.*\n");
    }

    @Test
    void outputsInTheFileAreHandedOn() throws Exception {
        var launch = launches.line("load", "echo '{\"rows\": 12}' >$COMPORTA_OUTPUT");
        backend.submit(launch);
        assertThat(heard.end(launch.id()).outputs()).isEqualTo(Map.of("rows", 12L));
    }

    @Test
    void itsOwnLimitEndsAJobWhileWeAreAway() throws Exception {
        var launch = launches.job("load", Map.of("command", waitFor("never"), "max_run_time", "1s", "kill_grace", "1s"));
        backend.submit(launch);
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.TIMEOUT);
    }

    @Test
    void aJobOfSomebodyElseUnderOurNameIsLeftAlone() throws Exception {
        var launch = launches.line("load", waitFor("never"));
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        var other = new LaunchIntent(launch.id(), launch.operator(), launch.spec(), "of another Comporta");
        crashAndComeBack();
        assertThat(backend.submit(other)).hasToString("NotAccepted[cause=PLATFORM, why=Aurora has a job jobs/prod/" + nameOf(launch)
                + " that this Comporta did not start. Give this one a role of its own, under backends in comporta.yaml, or delete the other]");
        assertThat(aurora.holds(nameOf(launch))).isTrue();
    }
}
