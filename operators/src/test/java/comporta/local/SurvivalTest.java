package comporta.local;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.job.Heard;
import comporta.job.Launches;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs survive a scheduler that is killed, none starts twice, and many quick ones leave nothing behind. */
@Isolated("counts descriptors and processes of the whole test process")
@SuppressWarnings("NullAway.Init") // JUnit fills the field
class SurvivalTest {
    private static final int JOBS = 8;
    private static final String LINE = "echo $$ >>$COMPORTA_TASK_ID; while [ ! -e go ]; do sleep 0.02; done";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "killed after {0} jobs said that they started")
    @ValueSource(ints = {1, 4, JOBS})
    void jobsSurviveAKilledScheduler(int heardOf) throws Exception {
        var doomed = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedScheduler.class.getName(),
                        folder.toString(),
                        Integer.toString(JOBS),
                        LINE)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var says = new BufferedReader(new InputStreamReader(doomed.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < heardOf; i++) {
                assertThat(says.readLine()).isNotNull();
            }
        } finally {
            doomed.destroyForcibly().waitFor();
        }
        var launches = new Launches(folder, folder.resolve("logs"));
        var all = IntStream.range(0, JOBS).mapToObj(i -> launches.line("t" + i, LINE)).toList();
        try (var backend = open()) {
            var heard = new Heard();
            backend.watch(heard);
            var started = new ArrayList<LaunchIntent>();
            for (var launch : all) {
                switch (backend.find(List.of(launch)).getFirst()) {
                    case Finding.Alive alive -> started.add(launch);
                    case Finding.NeverStarted never -> assertThat(signatures(launch)).isEmpty();
                    case Finding.AlreadyEnded over -> throw new AssertionError("nothing ended: " + over);
                    case Finding.OutOfSight lost -> throw new AssertionError("everything can be known: " + lost);
                }
            }
            // the shim of a job that said so may not have claimed it yet, and is then too late: that is no start
            assertThat(started.size()).isGreaterThanOrEqualTo(heardOf - 1);
            Files.writeString(folder.resolve("go"), "");
            for (var launch : started) {
                assertThat(heard.end(launch.id()).isSuccess()).isTrue();
                assertThat(signatures(launch)).hasSize(1);
            }
            assertThat(all.stream().filter(launch -> !started.contains(launch))).allMatch(launch -> signatures(launch).isEmpty());
        }
    }

    @Test
    void manyQuickJobsLeaveNothingBehind() throws Exception {
        var before = ProcessHandle.current().children().toList(); // of tests that let go of their jobs
        long polls = eventPolls(); // of clients and servers of other tests
        var launches = new Launches(folder, folder.resolve("logs"));
        try (var backend = open()) {
            var heard = new Heard();
            backend.watch(heard);
            backend.submit(launches.line("first", ":"));
            heard.end(Launches.id("first", 1));
            int threads = Thread.activeCount();
            for (int i = 0; i < 200; i++) {
                backend.submit(launches.line("t" + i, i % 2 == 0 ? "/bin/true" : "exit 1"));
            }
            for (int i = 0; i < 200; i++) {
                var id = Launches.id("t" + i, 1);
                assertThat(heard.end(id).code()).isEqualTo(i % 2);
                backend.settled(launches.line("t" + i, ""));
            }
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
        }
        assertThat(descriptors()).noneMatch(name -> name.contains("pidfd"));
        assertThat(eventPolls()).isLessThanOrEqualTo(polls);
        assertThat(ProcessHandle.current().children().filter(child -> !before.contains(child))).isEmpty();
        var first = Launches.id("first", 1).externalId();
        assertThat(folder.resolve("state/launch").toFile().list()).containsExactlyInAnyOrder(first + ".claim", first + ".exit");
    }

    private LocalBackend open() {
        return new LocalBackend(new LocalSettings(folder.resolve("state"), System.getenv(), 16, 1 << 20), InstantSource.system());
    }

    private List<String> signatures(LaunchIntent launch) {
        var file = folder.resolve(launch.id().task().value());
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long eventPolls() throws IOException {
        return descriptors().stream().filter(name -> name.contains("eventpoll")).count();
    }

    private static List<String> descriptors() throws IOException {
        var names = new ArrayList<String>();
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            for (var descriptor : open.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    names.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        return names;
    }
}
