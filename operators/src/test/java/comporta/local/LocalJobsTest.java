package comporta.local;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.dag.PlainData;
import comporta.job.Heard;
import comporta.job.JobLaunch;
import comporta.job.Launches;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.tasklog.LogStream;
import comporta.tasklog.TaskLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for local jobs beyond the contract: their surroundings, their ends, and that nothing of them is left. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
class LocalJobsTest {
    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private Launches launches;
    private LocalBackend backend;

    @BeforeEach
    void open() throws IOException {
        launches = new Launches(Files.createDirectories(folder.resolve("dags")), folder.resolve("logs"));
        backend = open(16);
    }

    private LocalBackend open(int parallel) {
        var environment = new TreeMap<>(Map.of("PATH", "/usr/bin:/bin", "HOME", "/nowhere", "COLOUR", "blue"));
        var opened = new LocalBackend(new LocalSettings(folder.resolve("state"), environment, parallel, 1 << 20), InstantSource.system());
        opened.watch(heard);
        return opened;
    }

    @AfterEach
    void close() {
        backend.close();
        Processes.sweep(folder.resolve("state/launch"), (launch, isShim) -> true);
    }

    private Exit run(LaunchIntent launch) throws InterruptedException {
        backend.submit(launch);
        return heard.end(launch.id());
    }

    private String log(LaunchIntent launch, LogStream stream) {
        return new TaskLog(JobLaunch.of(launch.spec()).logFolder()).read(stream, 0, 10_000).text();
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            exit 0                        |          |
            exit 3                        | USER     | exit code 3
            /bin/false                    | USER     | exit code 1
            exit 98                       | USER     | exit code 98
            no-such-program               | USER     | exit code 127: the program was not found; the log names it
            /dev/null                     | USER     | exit code 126: the program cannot be executed; is its x bit set (chmod +x)?
            kill -9 $$                    | USER     | exit code 137: killed (signal 9); the system does so when memory runs out
            kill -ABRT $$                 | USER     | exit code 134: signal 6
            echo a=1 >$COMPORTA_OUTPUT    |          |
            echo a >$COMPORTA_OUTPUT      | USER     | The output line "a" has no =. Write key=value
            echo 'a-b=1' >$COMPORTA_OUTPUT| USER     | "a-b" cannot name an output. Use 1 to 63 letters, digits and _, not beginning with a digit
            echo '::output 1=1'           | USER     | "1" cannot name an output. Use 1 to 63 letters, digits and _, not beginning with a digit
            """)
    void ends(String line, Cause cause, String reason) throws Exception {
        var exit = run(launches.line("load", line));
        assertThat(exit.cause()).isEqualTo(cause);
        assertThat(exit.reason()).isEqualTo(reason == null ? "" : reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            printf 'a=1\\nb=x=y\\n' >"$COMPORTA_OUTPUT"                   ; {"a":"1","b":"x=y"}
            echo '{"rows": 12, "ok": true, "l": [1]}' >"$COMPORTA_OUTPUT" ; {"rows":12,"ok":true,"l":[1]}
            echo '::output a=1' && echo a=2 >"$COMPORTA_OUTPUT"           ; {"a":"2"}
            printf '::output a=1'                                         ; {"a":"1"}
            echo ' ::output a=1'                                          ; {}
            echo '::output a=1' >&2                                       ; {}
            """)
    void outputs(String line, String json) throws Exception {
        var exit = run(launches.line("load", line));
        assertThat(PlainData.toJson(exit.outputs())).isEqualTo(json);
    }

    @Test
    void outputsLargerThanTheirLimitAreToldInWords() throws Exception {
        var exit = run(launches.line("load", "head -c 70000 /dev/zero | tr '\\0' a >\"$COMPORTA_OUTPUT\""));
        assertThat(exit.reason()).isEqualTo("The outputs are larger than 64 KB. Hand on a path or a key, and keep the data in a file");
    }

    @Test
    void surroundings() throws Exception {
        Files.createDirectories(folder.resolve("dags/bin"));
        var tool = Files.writeString(folder.resolve("dags/bin/our-tool"), "#!/bin/sh\necho ours $1\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        var launch = launches.job("load", Map.of("cpus", "0.5", "command", """
                our-tool 1; pwd; echo $COMPORTA_TASK_ID $COMPORTA_CPUS $COLOUR
                echo $COMPORTA_DAG_DIR; ls -A "$COMPORTA_SCRATCH" | wc -l; mkdir -p "$COMPORTA_SCRATCH/a/b"; cat"""));
        assertThat(run(launch).isSuccess()).isTrue();
        assertThat(log(launch, LogStream.STDOUT)).isEqualTo("""
                ours 1
                DAGS
                load 0.5 blue
                DAGS
                0
                """.replace("DAGS", launches.dagFolder().toString()));
        var next = launches.line("next", "ls -A \"$COMPORTA_SCRATCH\" | wc -l");
        run(next);
        assertThat(log(next, LogStream.STDOUT)).isEqualTo("0\n");
    }

    @Test
    void nothingOfOursIsHandedDown() throws Exception {
        var launch = launches.line("load", "ls /proc/self/fd; grep -E 'SigBlk|SigIgn' /proc/self/status");
        run(launch);
        assertThat(log(launch, LogStream.STDOUT).replaceAll("\\s+", " "))
                // 3 is the folder that ls reads; two signals beyond the 31 usual ones are the C library's own
                .matches("0 1 2 3 SigBlk: 0000000000000000 SigIgn: 0000000[01]80000000 |0 1 2 3 SigBlk: 0{16} SigIgn: 0{16} ");
    }

    @Test
    void anArgumentListIsTakenAsItIs() throws Exception {
        var launch = launches.job("load", Map.of("command", List.of("printf", "%s|", "a b", "$HOME", "'", "*", "")));
        assertThat(run(launch).isSuccess()).isTrue();
        assertThat(log(launch, LogStream.STDOUT)).isEqualTo("a b|$HOME|'|*||");
    }

    @ParameterizedTest
    @CsvSource({"exit", "exec", "no-such-program"})
    void aProgramOfAnArgumentListIsNeverAWordOfTheShell(String word) {
        var answer = backend.submit(launches.job("load", Map.of("command", List.of(word, "3"))));
        assertThat(answer).isEqualTo(new Submission.NotAccepted(Cause.USER, "there is no program \"" + word
                + "\" on PATH. Install it, put it into bin/ beside the DAG file, or write its path"));
    }

    @Test
    void aMissingWorkdirIsTheAuthors() {
        var answer = backend.submit(launches.job("load", Map.of("command", ":", "workdir", "nowhere")));
        assertThat(answer).isEqualTo(new Submission.NotAccepted(Cause.USER, "the working directory " + launches.dagFolder()
                + "/nowhere does not exist. Make it, or change job.workdir"));
    }

    @ParameterizedTest(name = "{0}, finally {1}: {2}")
    @CsvSource({"exit 0, exit 4, 0", "exit 3, :, 3", "kill -9 $$, :, 137"})
    void theLastLineRunsWhateverTheEnd(String command, String last, int code) throws Exception {
        var launch = launches.job("load", Map.of("command", command, "finally", "echo last; " + last));
        assertThat(run(launch).code()).isEqualTo(code);
        assertThat(log(launch, LogStream.STDOUT)).isEqualTo("last\n");
    }

    @Test
    void theLastLineRunsAfterAStop() throws Exception {
        var launch = launches.job("load", Map.of(
                "command", "trap '' TERM; echo up; sleep 600", "finally", "echo last", "kill_grace", "200ms"));
        backend.submit(launch);
        heard.first(News.Logged.class, launch.id());
        backend.stop(launch, false);
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
        assertThat(log(launch, LogStream.STDOUT)).isEqualTo("up\nlast\n");
    }

    @Test
    void theShimItselfEndsAJobThatRunsTooLong() throws Exception {
        var launch = launches.job("load", Map.of("command", "sleep 600", "max_run_time", "1s"));
        var exit = run(launch);
        assertThat(exit.cause()).isEqualTo(Cause.TIMEOUT);
        assertThat(exit.reason()).isEqualTo("it ran longer than max_run_time (1s) and was ended");
    }

    @Test
    void aStopEndsTheWholeTree() throws Exception {
        var launch = launches.job("load", Map.of("kill_grace", "100ms", "command", """
                setsid sh -c 'echo $$ >>pids; sleep 600; :' &
                env -u COMPORTA_LAUNCH sh -c 'echo $$ >>pids; sleep 600; :' &
                sh -c 'trap "" TERM; echo $$ >>pids; while :; do sleep 600; done' &
                echo $$ >>pids; wait; sleep 600"""));
        backend.submit(launch);
        awaitPids(4);
        backend.stop(launch, false);
        heard.end(launch.id());
        assertThat(Files.readAllLines(launches.dagFolder().resolve("pids"))).noneMatch(LocalJobsTest::isAlive);
    }

    @Test
    void whatAJobLeavesInItsGroupEndsWithIt() throws Exception {
        var launch = launches.line("load", "sh -c 'echo $$ >>pids; sleep 600; :' & while [ ! -e pids ]; do sleep 0.01; done");
        run(launch);
        awaitDeath();
    }

    @Test
    void whatAJobLeavesInASessionOfItsOwnIsSweptAway() throws Exception {
        var launch = launches.line("load", "setsid sh -c 'echo $$ >>pids; sleep 600; :' & while [ ! -e pids ]; do sleep 0.01; done");
        run(launch);
        awaitDeath();
    }

    @Test
    void aShimKilledFromOutsideIsAPlatformLossAndItsJobDoesNotGoOn() throws Exception {
        var launch = launches.line("load", "echo $PPID $$ | tr ' ' '\\n' >pids; sleep 600");
        backend.submit(launch);
        awaitPids(2);
        var shim = Files.readAllLines(launches.dagFolder().resolve("pids")).getFirst();
        assertThat(Libc.kill(Integer.parseInt(shim), Libc.SIGKILL)).isTrue();
        var exit = heard.end(launch.id());
        assertThat(exit.cause()).isEqualTo(Cause.PLATFORM);
        assertThat(exit.reason()).isEqualTo(LocalLaunch.LOST);
        assertThat(Files.readAllLines(launches.dagFolder().resolve("pids"))).noneMatch(LocalJobsTest::isAlive);
    }

    @Test
    void aShimThatDiesWhileNobodyWatchesIsALossToo() throws Exception {
        var launch = launches.line("load", "echo $PPID $$ | tr ' ' '\\n' >pids; sleep 600");
        backend.submit(launch);
        awaitPids(2);
        backend.close();
        var shim = Files.readAllLines(launches.dagFolder().resolve("pids")).getFirst();
        Libc.kill(Integer.parseInt(shim), Libc.SIGKILL);
        backend = open(16);
        var finding = backend.find(List.of(launch)).getFirst();
        var exit = finding instanceof Finding.AlreadyEnded over ? over.end().exit() : heard.end(launch.id());
        assertThat(exit.cause()).isEqualTo(Cause.PLATFORM);
        assertThat(Files.readAllLines(launches.dagFolder().resolve("pids"))).noneMatch(LocalJobsTest::isAlive);
    }

    @Test
    void aLaunchOfAnotherBootIsOver() throws Exception {
        var launch = launches.line("load", ":");
        var claimed = LaunchFiles.of(folder.resolve("state/launch"), launch.id().externalId());
        Files.writeString(Path.of(claimed.root() + ".claim"), ProcessHandle.current().pid() + " another-boot\n");
        assertThat(backend.find(List.of(launch)).getFirst())
                .isInstanceOfSatisfying(Finding.AlreadyEnded.class, over -> assertThat(over.end().exit().cause()).isEqualTo(Cause.PLATFORM));
    }

    @Test
    void anotherProcessThatWasGivenThePidIsNotTakenForTheJob() throws Exception {
        var launch = launches.line("load", ":");
        var claimed = LaunchFiles.of(folder.resolve("state/launch"), launch.id().externalId());
        Files.writeString(Path.of(claimed.root() + ".claim"), ProcessHandle.current().pid() + " " + Host.current() + "\n");
        assertThat(backend.find(List.of(launch)).getFirst())
                .isInstanceOfSatisfying(Finding.AlreadyEnded.class, over -> assertThat(over.end().exit().reason()).isEqualTo(LocalLaunch.LOST));
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void aShimThatComesTooLateDoesNotRunItsCommand() throws Exception {
        var launch = LaunchFiles.of(folder.resolve("state/launch"), "late");
        assertThat(launch.withdraw()).isTrue();
        var shim = new ProcessBuilder(Shim.words("here", List.of("/bin/touch", folder + "/ran"), null, null, Duration.ZERO));
        shim.environment().put(Shim.MARK, launch.root());
        assertThat(shim.inheritIO().start().waitFor()).isEqualTo(Shim.NOT_MINE);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void noMoreThanTheLimitRunAtOnceAndOneInLineCanBeStopped() throws Exception {
        backend.close();
        backend = open(1);
        var first = launches.line("first", "echo up; while [ ! -e go ]; do sleep 0.02; done");
        var second = launches.line("second", "touch second");
        var third = launches.line("third", "[ -e go ] && touch third");
        for (var launch : List.of(first, second, third)) {
            assertThat(backend.submit(launch)).isInstanceOf(Submission.Accepted.class);
        }
        heard.first(News.Logged.class, first.id());
        assertThat(heard.of(second.id())).isEmpty();
        backend.stop(second, false);
        assertThat(heard.end(second.id()).cause()).isEqualTo(Cause.OPERATOR);
        Files.writeString(launches.dagFolder().resolve("go"), "");
        assertThat(heard.end(third.id()).isSuccess()).isTrue();
        assertThat(launches.dagFolder().resolve("second")).doesNotExist();
    }

    @Test
    void aLogKeepsItsHeadAndItsTail() throws Exception {
        var launch = launches.line("load", "echo head; yes 0123456789 | head -c 8000000; echo; echo tail");
        assertThat(run(launch).isSuccess()).isTrue();
        var log = new TaskLog(JobLaunch.of(launch.spec()).logFolder());
        assertThat(log.read(LogStream.STDOUT, 0, 5).text()).isEqualTo("head\n");
        assertThat(log.lastLines(LogStream.ALL, 1)).containsExactly("tail");
        assertThat(log.read(LogStream.ALL, 0, 10_000_000).text()).contains(" bytes of stdout were left out here: the log passed its limit]");
        var disk = new ProcessBuilder("du", "-B1", JobLaunch.of(launch.spec()).logFolder() + "/stdout").start();
        assertThat(Long.parseLong(new String(disk.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", 2)[0]))
                .isLessThan((1 << 20) + 65_536);
    }

    @Test
    void launchesOfOneTryShareItsLogButNotWhatTheyHandOn() throws Exception {
        var one = launches.line("model", "echo '::output step=1'");
        var id = one.id();
        var two = launches.job(
                new LaunchId(id.dag(), id.run(), id.task(), id.mapIndex(), id.tryNumber(), 2), Map.of("command", "echo second"));
        run(one);
        assertThat(run(two).outputs()).isEmpty();
        assertThat(log(two, LogStream.ALL)).isEqualTo("::output step=1\nsecond\n");
    }

    @Test
    void longIdsFitIntoAFileName() throws Exception {
        assertThat(run(launches.line("t".repeat(250), ":")).isSuccess()).isTrue();
    }

    private void awaitPids(int count) throws IOException {
        var file = launches.dagFolder().resolve("pids");
        while (!Files.exists(file) || Files.readAllLines(file).size() < count) {
            Moment.pass();
        }
    }

    private void awaitDeath() throws IOException {
        for (var pid : Files.readAllLines(launches.dagFolder().resolve("pids"))) {
            while (isAlive(pid)) {
                Moment.pass();
            }
        }
    }

    /** A zombie is not: whoever inherited it has only not reaped it yet. */
    private static boolean isAlive(String pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).matches("(?s).*\\) [ZX] .*");
        } catch (IOException e) {
            return false;
        }
    }
}
