package comporta.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.Heard;
import comporta.job.Launches;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends of apps as Marathon alone tells them: a task that ended well leaves no trace but an event. */
class MarathonFaultsTest {
    @TempDir
    Path folder;

    private LaunchIntent launch(String command) {
        return new Launches(folder, folder.resolve("logs")).line("load", command);
    }

    private Exit ended(String command, boolean isHeard) throws IOException, InterruptedException {
        return ended(command, isHeard, false);
    }

    private Exit ended(String command, boolean isHeard, boolean standsBy) throws IOException, InterruptedException {
        var heard = new Heard();
        try (var fake = new FakeMarathon(folder.resolve("fake"), null)) {
            Files.writeString(folder.resolve("credentials.json"), "{\"url\": \"" + fake.url() + "\"}");
            try (var backend = Marathon.backend(
                    new Cluster("marathon", Map.of("kind", "marathon", "credentials", "credentials.json"), folder),
                    new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(30), InstantSource.system()))) {
                backend.watch(heard);
                if (standsBy) {
                    fake.standBy();
                }
                var launch = launch("while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.02; done; " + command);
                if (!isHeard) {
                    fake.silence();
                }
                backend.submit(launch);
                heard.first(News.Started.class, launch.id());
                while (fake.listeners() == 0) {
                    Moment.pass();
                }
                Files.writeString(folder.resolve("go"), "");
                return heard.end(launch.id());
            }
        }
    }

    @Test
    void anEventIsAWitnessOfAGoodEnd() throws Exception {
        assertThat(ended(":", true).isSuccess()).isTrue();
    }

    @Test
    void aNodeThatDoesNotLeadSendsOnWhoWantsEvents() throws Exception {
        assertThat(ended(":", true, true).isSuccess()).isTrue();
    }

    @Test
    void aFailureIsKeptByMarathonItself() throws Exception {
        var end = ended("exit 1", false);
        assertThat(end.cause()).isEqualTo(Cause.USER);
        assertThat(end.code()).isEqualTo(1);
    }

    @Test
    void whatNobodySawIsNotCalledASuccess() throws Exception {
        var end = ended(":", false);
        assertThat(end.cause()).isEqualTo(Cause.PLATFORM);
        assertThat(end.forGood()).as("no retry by itself: it may have done its work").isTrue();
    }
}
