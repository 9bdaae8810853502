package comporta.local;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.job.Heard;
import comporta.job.Launches;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number of a process that is written in a claim may have been given away since: whoever bears it now is neither taken up nor touched. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
final class AdoptionTest {
    private static final String MINUTE = "sleep 60 & wait";

    @TempDir
    Path folder;

    private LocalBackend backend;
    private @Nullable Process foreign;
    private LaunchIntent launch;

    @BeforeEach
    void open() {
        launch = new Launches(folder, folder.resolve("logs")).line("forged", "echo never");
        backend = new LocalBackend(new LocalSettings(folder.resolve("state"), System.getenv(), 16, 1 << 20), InstantSource.system());
        backend.watch(new Heard());
    }

    @AfterEach
    void close() {
        backend.close();
        Processes.sweep(folder.resolve("state/launch"), (_, _) -> true);
        if (foreign != null) {
            foreign.descendants().forEach(ProcessHandle::destroyForcibly);
            foreign.destroyForcibly();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            any process                       | comporta-not |                     | this
            one that looks like a shim        | comporta     |                     | this
            a shim of another state folder    | comporta     | /elsewhere/launch/x | this
            one of the time before the boot   | comporta     | /elsewhere/launch/x | other
            """)
    void isNotTakenForOurs(String who, String name, @Nullable String mark, String boot) throws IOException {
        var builder = new ProcessBuilder("/bin/sh", "-c", MINUTE, name);
        if (mark != null) {
            builder.environment().put(Shim.MARK, mark);
        }
        var process = builder.start();
        foreign = process;
        while (process.descendants().findAny().isEmpty()) { // the shell starts what it leaves behind in its own time
            Moment.pass();
        }
        claim(process.pid(), boot.equals("this") ? Host.current() : "another-boot-1");

        assertLost(launch);
        backend.stop(launch, true);
        assertThat(process.isAlive()).as(who).isTrue();
        assertThat(process.descendants()).as("what it has started").hasSize(1);
    }

    @Test
    void norIsTheShimOfAnotherLaunch() throws IOException, InterruptedException {
        var other = new Launches(folder, folder.resolve("logs")).line("other", "sleep 60");
        var heard = new Heard();
        backend.watch(heard);
        backend.submit(other);
        while (files(other).claim().map(LaunchFiles.Claim::pid).orElse(0) == 0) {
            Moment.pass();
        }
        claim(files(other).claim().orElseThrow().pid(), Host.current());

        assertLost(launch);
        backend.stop(launch, true);
        assertThat(backend.find(List.of(other)).getFirst()).isInstanceOf(Finding.Alive.class);
        backend.stop(other, true);
        assertThat(heard.end(other.id()).cause()).isEqualTo(Cause.OPERATOR);
    }

    private void assertLost(LaunchIntent forged) {
        assertThat(backend.find(List.of(forged)).getFirst()).isInstanceOfSatisfying(Finding.AlreadyEnded.class, over ->
                assertThat(over.end().exit().cause()).isEqualTo(Cause.PLATFORM));
    }

    private void claim(long pid, String host) throws IOException {
        Files.writeString(Path.of(files(launch).root() + ".claim"), pid + " " + host + " \n");
    }

    private LaunchFiles files(LaunchIntent of) {
        return LaunchFiles.of(folder.resolve("state/launch"), of.id().externalId());
    }
}
