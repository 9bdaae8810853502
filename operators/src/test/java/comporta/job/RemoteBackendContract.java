package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Moment;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Progress;
import comporta.operator.Submission;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * What every backend promises that starts jobs over a network: however requests and answers are lost, late, doubled or broken, a launch
 * starts
 * once at most, and what cannot be known is not guessed.
 */
@SuppressWarnings("NullAway.Init") // the first life makes the fake
public abstract class RemoteBackendContract extends JobBackendContract {
    private final List<JobBackend> opened = new ArrayList<>();
    protected FakeCluster fake;

    /** The fake, as empty as it begins. */
    protected abstract FakeCluster fake() throws IOException;

    /** A new life of the scheduler over that fake. */
    protected abstract JobBackend open(FakeCluster outside) throws IOException;

    /** The requests by which a job begins to run. */
    protected abstract Predicate<FakeCall> starts();

    /** The requests that ask how jobs stand. */
    protected abstract Predicate<FakeCall> questions();

    /** Whether it keeps jobs itself until the cluster has room, and so takes them before it has asked. */
    protected boolean keepsJobsWaiting() {
        return false;
    }

    /** What the launch is called in the fake's journal. */
    protected abstract String nameOf(LaunchIntent launch);

    @Override
    protected String externalId(LaunchIntent launch) {
        return nameOf(launch);
    }

    @Override
    protected final JobBackend open() throws IOException {
        if (fake == null) {
            fake = fake();
        }
        var life = open(fake);
        opened.add(life);
        return life;
    }

    @Override
    protected final void crash(JobBackend running) {
        running.close();
    }

    @Override
    protected final void cutOff() {
        fake.cutOff();
    }

    @Override
    protected final void restore() throws IOException {
        fake.restore();
    }

    @AfterEach
    final void closeAll() {
        opened.forEach(this::crash);
        fake.close();
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("the reply is lost", Trouble.LOST_REPLY),
                Arguments.of("the request is lost", Trouble.CUT_BEFORE),
                Arguments.of("the request comes twice", Trouble.TWICE),
                Arguments.of("the reply is garbage", Trouble.GARBAGE),
                Arguments.of("the reply breaks off", Trouble.TRUNCATED),
                Arguments.of("500 and nothing done", Trouble.status(500)),
                Arguments.of("500 and done", Trouble.statusAfter(500)),
                Arguments.of("503 and nothing done", Trouble.status(503)),
                Arguments.of("502 and done", Trouble.statusAfter(502)),
                Arguments.of("504 and done", Trouble.statusAfter(504)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void whateverHappensToTheWishItStartsOnce(String what, Trouble trouble) throws Exception {
        fake.next(starts(), trouble);
        var launch = launches.line("load", sign("starts"));
        if (isKnownAtLast(launch, backend.submit(launch))) {
            assertThat(heard.end(launch.id()).isSuccess()).isTrue();
            assertThat(signatures("starts")).hasSize(1);
        }
        assertThat(fake.starts(nameOf(launch))).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void aCrashAfterATroubledWishStartsNothingTwice(String what, Trouble trouble) throws Exception {
        fake.next(starts(), trouble);
        var launch = launches.line("load", sign("starts") + "; " + waitFor("go"));
        backend.submit(launch);
        crashAndComeBack();
        var found = find(launch);
        assertThat(backend.submit(launch)).satisfiesAnyOf(
                taken -> assertThat(taken).isInstanceOf(Submission.Accepted.class),
                not -> assertThat(found).isNotInstanceOf(Finding.Alive.class));
        sign(folder.resolve("go"));
        if (found instanceof Finding.Alive) {
            assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        }
        assertThat(fake.starts(nameOf(launch))).isLessThanOrEqualTo(1);
    }

    @Test
    void aLateReplyIsWaitedFor() throws Exception {
        var latch = new CountDownLatch(1);
        fake.next(starts(), Trouble.lateReply(latch));
        var launch = launches.line("load", sign("starts"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answer = threads.submit(() -> backend.submit(launch));
            awaitSignature("starts");
            latch.countDown();
            assertThat(answer.get()).isInstanceOf(Submission.Accepted.class);
        }
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(fake.starts(nameOf(launch))).isEqualTo(1);
    }

    @Test
    void whatIsTurnedDownNeverStarts() throws Exception {
        var turnedDown = new CountDownLatch(2);
        fake.next(starts(), (exchange, work) -> {
            turnedDown.countDown();
            Trouble.status(400).meet(exchange, work);
        }, Integer.MAX_VALUE);
        var launch = launches.line("load", sign("starts"));
        if (keepsJobsWaiting()) {
            assertThat(backend.submit(launch)).isInstanceOf(Submission.Accepted.class);
            turnedDown.await();
            assertThat(fake.starts(nameOf(launch))).isZero();
            backend.stop(launch, false);
            assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
            assertThat(heard.of(launch.id())).noneMatch(News.Started.class::isInstance);
        } else {
            assertThat(backend.submit(launch)).isInstanceOf(Submission.NotAccepted.class);
            fake.behave();
            assertThat(backend.submit(launch)).isInstanceOf(Submission.NotAccepted.class);
        }
        assertThat(fake.starts(nameOf(launch))).isZero();
    }

    @Test
    void nobodyThereMeansNothingStarted() throws Exception {
        var launch = launches.line("load", sign("starts"));
        cutOff();
        try {
            var answer = backend.submit(launch);
            assertThat(answer instanceof Submission.Accepted).isEqualTo(keepsJobsWaiting());
            assertThat(fake.starts(nameOf(launch))).isZero();
        } finally {
            restore();
        }
        if (keepsJobsWaiting()) {   // it waits for the masters, and then starts once
            assertThat(heard.end(launch.id()).isSuccess()).isTrue();
            assertThat(signatures("starts")).hasSize(1);
        }
        assertThat(fake.starts(nameOf(launch))).isEqualTo(keepsJobsWaiting() ? 1 : 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void troubledQuestionsAreAskedAgain(String what, Trouble trouble) throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("go"));
        backend.submit(launch);
        awaitSignature("starts");
        fake.next(questions(), trouble, 2);
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
    }

    @Test
    void whatIsOutOfSightIsToldAndWaitedFor() throws Exception {
        var launch = launches.line("load", sign("starts") + "; " + waitFor("go"));
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        cutOff();
        try {
            heard.first(News.Unreachable.class, launch.id());
            assertThat(heard.of(launch.id())).noneMatch(News.Ended.class::isInstance);
        } finally {
            restore();
        }
        assertThat(find(launch)).isInstanceOf(Finding.Alive.class);
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        heard.numbersGrow(launch.id());
    }

    @Test
    void aSettledLaunchLeavesNothingBehind() throws Exception {
        var launch = launches.line("load", ":");
        backend.submit(launch);
        heard.end(launch.id());
        backend.settled(launch);
        while (fake.holds(nameOf(launch))) {
            Moment.pass();
        }
        assertThat(fake.starts(nameOf(launch))).isEqualTo(1);
    }

    @Test
    void whatAJobReportsIsTheEndsToo() throws Exception {
        var launch = launches.line("load", waitFor("go") + "; echo '::output spoken=1'");
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        var name = launch.id().externalId();
        var report = new Report.HandedOn(Map.of("rows", 12L, "day", "monday"));
        assertThat(backend.report(name, "not its secret", report)).isFalse();
        assertThat(backend.report("another", launch.token(), report)).isFalse();
        assertThat(backend.report(name, launch.token(), report)).isTrue();
        assertThat(backend.report(name, launch.token(), new Report.HowFar(new Progress(0.5, 1, 2, "half")))).isTrue();
        assertThat(heard.first(News.Produced.class, launch.id(), produced -> produced.name().equals("rows")).plainData()).isEqualTo(12L);
        assertThat(heard.first(News.Progressed.class, launch.id()).progress().fraction()).isEqualTo(0.5);
        crashAndComeBack();
        assertThat(find(launch)).isInstanceOf(Finding.Alive.class);
        sign(folder.resolve("go"));
        assertThat(heard.end(launch.id()).outputs()).isEqualTo(Map.of("rows", 12L, "day", "monday", "spoken", "1"));
        assertThat(backend.report(name, launch.token(), report)).isFalse();
    }

    /** Whether it is certain that the launch runs or ran, asked for as long as nobody can say. */
    private boolean isKnownAtLast(LaunchIntent launch, Submission answer) {
        @Nullable Boolean sure = switch (answer) {
            case Submission.Accepted _ -> true;
            case Submission.NotAccepted _ -> false;
            case Submission.Unknown _ -> null;
        };
        while (sure == null) {
            sure = switch (find(launch)) {
                case Finding.Alive _, Finding.AlreadyEnded _ -> true;
                case Finding.NeverStarted _ -> false;
                case Finding.OutOfSight _ -> null;
            };
        }
        return sure;
    }
}
