package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.job.Heard;
import comporta.job.Launches;
import comporta.job.Trouble;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.Submission;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A scheduler is killed with {@code kill -9} at each point around a submission, while wish and reply are lost, late or doubled; another takes
 * over as the engine would. Read from the journal that Aurora's stand-in writes before it answers: each launch started once at most, exactly
 * one launch of the try did its work, and nothing runs on unseen.
 */
@SuppressWarnings("NullAway.Init") // made before each test
class AuroraKillMatrixTest {
    @TempDir
    Path folder;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch killed = new CountDownLatch(1);
    private final CountDownLatch born = new CountDownLatch(1);
    private FakeAurora aurora;
    private Process doomed;

    /** When it dies, and what becomes of its wish. */
    enum Cell {
        BEFORE_THE_WISH(false),
        WISH_LOST(false),
        WISH_ARRIVES_AFTER_THE_KILL(true),
        WISH_ARRIVES_TWICE(true),
        WISH_ARRIVES_AFTER_THE_NEXT_LIFE_HAS_ASKED(false),
        REPLY_LOST(true),
        REPLY_TAKEN(true);

        /** Whether the next life finds it there. */
        final boolean found;

        Cell(boolean found) {
            this.found = found;
        }
    }

    @BeforeEach
    void begin() throws IOException {
        aurora = new FakeAurora(folder.resolve("aurora"));
    }

    @AfterEach
    void end() {
        doomed.destroyForcibly();
        aurora.close();
    }

    private Trouble trouble(Cell cell) {
        return (exchange, work) -> {
            switch (cell) {
                case BEFORE_THE_WISH, WISH_LOST -> kill();
                case WISH_ARRIVES_AFTER_THE_KILL -> {
                    kill();
                    work.answer();
                }
                case WISH_ARRIVES_TWICE -> {
                    kill();
                    work.answer();
                    work.answer();
                }
                case WISH_ARRIVES_AFTER_THE_NEXT_LIFE_HAS_ASKED -> {
                    kill();
                    await(asked);
                    work.answer();
                }
                case REPLY_LOST -> {
                    work.answer();
                    kill();
                }
                case REPLY_TAKEN -> throw new AssertionError("dies later");
            }
            killed.countDown();
        };
    }

    private void kill() {
        await(born);
        doomed.destroyForcibly();   // kill -9
        doomed.onExit().join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachLaunchStartsOnceAtMost(Cell cell) throws Exception {
        var line = "echo signed >>" + folder.resolve("starts") + "; while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.05; done";
        if (cell != Cell.REPLY_TAKEN) {
            aurora.next(FakeAurora.calls(cell == Cell.BEFORE_THE_WISH ? "getTasksWithoutConfigs" : "createJob"), trouble(cell));
        }
        doomed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                        System.getProperty("java.class.path"), DoomedSubmitter.class.getName(), aurora.url().toString(), folder.toString(), line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        born.countDown();
        if (cell == Cell.REPLY_TAKEN) {
            try (var says = new BufferedReader(new InputStreamReader(doomed.getInputStream(), StandardCharsets.UTF_8))) {
                assertThat(says.readLine()).isEqualTo("submitted");
            }
            kill();
        } else if (cell == Cell.WISH_ARRIVES_AFTER_THE_NEXT_LIFE_HAS_ASKED) {
            doomed.onExit().join();
        } else {
            killed.await();
        }

        var launches = DoomedSubmitter.launches(folder);
        var first = launches.line("load", line);
        try (var backend = DoomedSubmitter.backend(aurora.url())) {
            var heard = new Heard();
            backend.watch(heard);
            var finding = backend.find(List.of(first)).getFirst();
            asked.countDown();
            assertThat(finding).isInstanceOf(cell.found ? Finding.Alive.class : Finding.NeverStarted.class);
            var live = cell.found ? first : next(launches, line);
            assertThat(backend.submit(live)).isInstanceOf(Submission.Accepted.class);
            if (cell == Cell.WISH_ARRIVES_AFTER_THE_NEXT_LIFE_HAS_ASKED) {
                killed.await();
                while (aurora.holds(first.id().externalId())) {   // what came too late is ended
                    Moment.pass();
                }
            }
            Files.writeString(folder.resolve("go"), "");
            assertThat(heard.end(live.id()).isSuccess()).isTrue();
            assertThat(aurora.starts(live.id().externalId())).isEqualTo(1);
            assertThat(aurora.starts(first.id().externalId())).isLessThanOrEqualTo(1);
            assertThat(aurora.holds(first.id().externalId())).isFalse();
            assertThat(aurora.holds(live.id().externalId())).isFalse();
        }
    }

    /** As the engine launches once more what surely never started: under the next number. */
    private static LaunchIntent next(Launches launches, String line) {
        var id = Launches.id("load", 1);
        return launches.job(new LaunchId(id.dag(), id.run(), id.task(), id.mapIndex(), id.tryNumber(), 2), Map.of("command", line));
    }
}
