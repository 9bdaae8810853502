package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.tasklog.LogStream;
import comporta.tasklog.TaskLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every job backend promises. Its jobs are shell lines; those that are to wait do so until a file appears. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
public abstract class JobBackendContract {
    @TempDir
    protected Path folder;

    protected Launches launches;
    protected Heard heard = new Heard();
    protected JobBackend backend;

    /** A new life of the scheduler over the same outside world. */
    protected abstract JobBackend open() throws IOException;

    /** The scheduler is gone from one moment to the next. */
    protected abstract void crash(JobBackend running);

    /** The outside world cannot be asked any more. */
    protected abstract void cutOff() throws IOException;

    /** It can again. */
    protected abstract void restore() throws IOException;

    /** What the backend calls the launch outside. */
    protected String externalId(LaunchIntent launch) {
        return launch.id().externalId();
    }

    /** A grace that a stop with force does not wait for, where the system can do so. */
    protected String longGrace() {
        return "1h";
    }

    @BeforeEach
    final void begin() throws IOException {
        launches = new Launches(Files.createDirectories(folder.resolve("dags")), folder.resolve("logs"));
        begin(open());
    }

    private void begin(JobBackend opened) {
        backend = opened;
        heard = new Heard();
        backend.watch(heard);
    }

    protected final void crashAndComeBack() throws IOException {
        crash(backend);
        begin(open());
    }

    @Test
    void aJobRunsToItsEnd() throws Exception {
        var launch = launches.line("load", ":");
        assertThat(backend.submit(launch)).isEqualTo(new Submission.Accepted(externalId(launch), null));
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(heard.of(launch.id())).first().isInstanceOf(News.Started.class);
        assertThat(heard.of(launch.id())).last().isInstanceOf(News.Ended.class);
        heard.numbersGrow(launch.id());
    }

    @Test
    void anExitCodeIsTheAuthors() throws Exception {
        var launch = launches.line("load", "exit 65");
        backend.submit(launch);
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.USER);
        assertThat(heard.end(launch.id()).code()).isEqualTo(65);
    }

    @Test
    void submittedManyTimesItStartsOnce() throws Exception {
        var launch = launches.line("load", sign("starts"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Submission>>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> backend.submit(launch)));
            }
            for (var answer : answers) {
                assertThat(answer.get()).isInstanceOf(Submission.Accepted.class);
            }
        }
        heard.end(launch.id());
        assertThat(signatures("starts")).hasSize(1);
    }

    @Test
    void submittedAgainAfterItsEndItDoesNotStart() throws Exception {
        var launch = launches.line("load", sign("starts"));
        backend.submit(launch);
        heard.end(launch.id());
        backend.submit(launch);
        crashAndComeBack();
        backend.submit(launch);
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(signatures("starts")).hasSize(1);
    }

    @Test
    void afterACrashALiveJobIsFoundAndWatched() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("go"));
        backend.submit(launch);
        awaitSignature("starts");
        crashAndComeBack();
        assertThat(find(launch)).isInstanceOf(Finding.Alive.class);
        assertThat(backend.submit(launch)).isInstanceOf(Submission.Accepted.class);
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(signatures("starts")).hasSize(1);
    }

    @Test
    void whatEndedInBetweenIsFoundWithItsEnd() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("go") + "; echo ::output rows=12; exit 0");
        backend.submit(launch);
        awaitSignature("starts");
        crash(backend);
        sign(folder.resolve("go"));
        begin(open());
        var exit = find(launch) instanceof Finding.AlreadyEnded over ? over.end().exit() : heard.end(launch.id());
        assertThat(exit.isSuccess()).isTrue();
        assertThat(exit.outputs()).isEqualTo(Map.of("rows", "12"));
    }

    @Test
    void whatWasNeverSubmittedNeverStarts() throws Exception {
        var launch = launches.line("load", sign("starts"));
        assertThat(find(launch)).isEqualTo(new Finding.NeverStarted(launch.id()));
        assertThat(find(launch)).isEqualTo(new Finding.NeverStarted(launch.id()));
        assertThat(backend.submit(launch)).isInstanceOf(Submission.NotAccepted.class);
        assertThat(signatures("starts")).isEmpty();
    }

    @Test
    void aStopIsConfirmedEvenByAJobThatDoesNotListen() throws Exception {
        var launch = launches.job(
                "load", Map.of("command", "trap '' TERM; " + sign("starts") + "; " + waitFor("never"), "kill_grace", "100ms"));
        backend.submit(launch);
        awaitSignature("starts");
        for (int i = 0; i < 3; i++) {
            backend.stop(launch, false);
        }
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
    }

    @Test
    void aJobThatListensToTermEndsInItsOwnWay() throws Exception {
        var launch = launches.job(
                "load",
                Map.of("command", "trap '" + sign("tidied") + "; exit 3' TERM; " + sign("starts") + "; " + waitFor("never")));
        backend.submit(launch);
        awaitSignature("starts");
        backend.stop(launch, false);
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
        assertThat(signatures("tidied")).hasSize(1);
    }

    @Test
    void aStopWithForceDoesNotWaitForTheGrace() throws Exception {
        var launch = launches.job(
                "load", Map.of("command", "trap '' TERM; " + sign("starts") + "; " + waitFor("never"), "kill_grace", longGrace()));
        backend.submit(launch);
        awaitSignature("starts");
        backend.stop(launch, false);
        backend.stop(launch, true);
        assertThat(heard.end(launch.id()).isSuccess()).isFalse();
    }

    @Test
    void aStopBeforeTheStartIsItsEnd() throws Exception {
        var launch = launches.line("load", sign("starts"));
        backend.stop(launch, false);
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
        assertThat(backend.submit(launch)).isInstanceOf(Submission.NotAccepted.class);
        assertThat(signatures("starts")).isEmpty();
    }

    @Test
    void aStopReachesAJobOfAnEarlierLife() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("never"));
        backend.submit(launch);
        awaitSignature("starts");
        crashAndComeBack();
        backend.stop(launch, false);
        assertThat(heard.end(launch.id()).isSuccess()).isFalse();
    }

    @Test
    void theLogCanBeReadFromAnOffsetWhileItGrowsAndAfter() throws Exception {
        var launch = launches.line("load", "echo first; " + waitFor("go") + "; echo second");
        backend.submit(launch);
        heard.first(News.Logged.class, launch.id(), grown -> grown.bytes() >= 6);
        var log = new TaskLog(JobLaunch.of(launch.spec()).logFolder());
        var page = log.read(LogStream.STDOUT, 0, 100);
        assertThat(page.text()).isEqualTo("first\n");
        sign(folder.resolve("go"));
        heard.end(launch.id());
        assertThat(log.read(LogStream.STDOUT, page.next(), 100).text()).isEqualTo("second\n");
        assertThat(log.read(LogStream.ALL, 0, 100).text()).isEqualTo("first\nsecond\n");
        heard.numbersGrow(launch.id());
    }

    @Test
    void whatAJobHandsOnIsToldAtOnceAndAtItsEnd() throws Exception {
        var launch = launches.line("load", "echo '::output rows=12'; echo '::output path=/a=b'; " + waitFor("go"));
        backend.submit(launch);
        assertThat(heard.first(News.Produced.class, launch.id()).name()).isEqualTo("rows");
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).outputs()).isEqualTo(Map.of("rows", "12", "path", "/a=b"));
    }

    @Test
    void newsNamesItsLaunch() throws Exception {
        var first = launches.job(Launches.id("load", 1), Map.of("command", waitFor("first")));
        var second = launches.job(Launches.id("load", 2), Map.of("command", "exit 2"));
        backend.submit(first);
        backend.submit(second);
        assertThat(heard.end(second.id()).code()).isEqualTo(2);
        assertThat(heard.of(first.id())).noneMatch(News.Ended.class::isInstance);
        sign(folder.resolve("first"));
        assertThat(heard.end(first.id()).isSuccess()).isTrue();
    }

    @Test
    void whatCannotBeKnownIsNotGuessed() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("go"));
        backend.submit(launch);
        awaitSignature("starts");
        crashAndComeBack();
        cutOff();
        try {
            assertThat(find(launch)).isInstanceOf(Finding.OutOfSight.class);
        } finally {
            restore();
        }
        assertThat(find(launch)).isInstanceOf(Finding.Alive.class);
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    @Test
    void aSettledLaunchLeavesOthersAlone() throws Exception {
        var over = launches.line("load", ":");
        var live = launches.line("report", waitFor("go"));
        backend.submit(live);
        backend.submit(over);
        heard.end(over.id());
        backend.settled(over);
        sign(folder.resolve("go"));
        assertThat(heard.end(live.id()).isSuccess()).isTrue();
    }

    protected final Finding find(LaunchIntent launch) {
        var findings = backend.find(List.of(launch));
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().launch()).isEqualTo(launch.id());
        return findings.getFirst();
    }

    /** A shell line that adds a line to a file. */
    protected final String sign(String file) {
        return "echo signed >>" + folder.resolve(file);
    }

    /** A shell line that waits for a file. */
    protected final String waitFor(String file) {
        return "while [ ! -e " + folder.resolve(file) + " ]; do sleep 0.02; done";
    }

    protected static void sign(Path file) throws IOException {
        Files.writeString(file, "signed\n");
    }

    protected final List<String> signatures(String file) throws IOException {
        var path = folder.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    protected final void awaitSignature(String file) throws IOException {
        while (signatures(file).isEmpty()) {
            Moment.pass();
        }
    }
}
