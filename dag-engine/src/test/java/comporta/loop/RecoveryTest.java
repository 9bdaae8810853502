package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Submission;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process ends at once; the next one has the database and asks outside what became of the launches. */
@OnEachDatabase
class RecoveryTest {
    private static final String TWO = """
            dag: two
            tasks:
              a: {run: a, retries: 1, retry_delay: 1m}
              b: {run: b, depends_on: a}
            """;

    private final Databases databases;

    @TempDir
    Path folder;

    RecoveryTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void whatNeverStartedIsLaunchedUnderTheNextNumberOfTheSameTry() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.finds(intent -> new Finding.NeverStarted(intent.id()));
            var given = new ArrayList<Integer>();
            shift.jobs.goesOn((_, ended) -> {
                given.add(ended.size());
                return new Next.Finish(ended.getLast().exit());
            });
            shift.restart();
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "a.t1.2");
            assertThat(shift.stateOf("a")).isEqualTo("launching");
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(given).as("what never was is no end of a launch").containsExactly(1);
            assertThat(shift.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
        }
    }

    @Test
    void whatIsAliveIsAdopted() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, "pid 7", null));
            shift.restart();
            assertThat(shift.stateOf("a")).isEqualTo("running");
            assertThat(shift.jobs.submitted()).containsExactly("a.t1");
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.stateOf("b")).isEqualTo("launching");
            assertThat(shift.stored().launches().getFirst().externalId()).as("of b").isNull();
        }
    }

    @Test
    void whatEndedMeanwhileFinishesTheTask() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.finds(intent -> new Finding.AlreadyEnded(new News.Ended(intent.id(), 1, Instant.EPOCH, Exit.success(Map.of("rows", 7L)))));
            shift.restart();
            assertThat(shift.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
            assertThat(shift.stored().outputs().getFirst().values()).isEqualTo(Map.of("rows", 7L));
        }
    }

    @Test
    void whatIsOutOfSightWaitsForNewsAndIsAskedForAgain() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.restart();
            assertThat(shift.stateOf("a")).isEqualTo("unreachable");
            shift.timePasses(Duration.ofSeconds(5));
            shift.timePasses(Duration.ofSeconds(5));
            shift.timePasses(Duration.ofSeconds(5));
            assertThat(shift.jobs.sought()).as("at the start, after 5 s, and 10 s later").hasSize(3);
            assertThat(shift.jobs.submitted()).hasSize(1);
            shift.jobs.starts("a");
            shift.work();
            assertThat(shift.stateOf("a")).isEqualTo("running");
            shift.timePasses(Duration.ofHours(7));
            assertThat(shift.jobs.sought()).as("it is in sight").hasSize(3);
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.stateOf("b")).isEqualTo("launching");
        }
    }

    @Test
    void whatStaysOutOfSightIsGivenUpAndStoppedShouldItComeBack() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.restart();
            shift.timePasses(Duration.ofHours(6));
            assertThat(shift.runState()).isEqualTo("failed");
            assertThat(shift.jobs.stopped()).containsExactly("a.t1");
            assertThat(shift.stored().openTries()).isEmpty();
            assertThat(shift.stored().run().reason()).contains("out of sight since 2030-01-01T00:00:00Z");
        }
    }

    @Test
    void whatWasGivenUpIsStoppedByEveryLifeUntilItsEndIsCertain() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.restart();
            shift.timePasses(Duration.ofHours(6));
            assertThat(shift.over).as("nobody waits for it").hasSize(1);
            shift.restart();
            assertThat(shift.jobs.stopped()).containsExactly("a.t1", "a.t1 by force");
            shift.jobs.starts("a");
            shift.work();
            assertThat(shift.jobs.settled()).isEmpty();
            shift.jobs.ends("a", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.work();
            assertThat(shift.jobs.settled()).containsExactly("a.t1");
            shift.restart();
            assertThat(shift.jobs.stopped()).as("it is over").hasSize(2);
        }
    }

    @Test
    void aSubmissionThatNobodyAnswersIsNotRepeatedBeforeItIsKnownThatItNeverStarted() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.answers(_ -> new Submission.Unknown("connection reset"));
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.stateOf("b")).isEqualTo("unreachable");
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "b.t1");
            shift.jobs.finds(intent -> new Finding.NeverStarted(intent.id()));
            shift.timePasses(Duration.ofSeconds(5));
            assertThat(shift.stateOf("b")).as("a loss of the platform, which waits before the next try").isEqualTo("up_for_retry");
            shift.jobs.answers(intent -> new Submission.Accepted(intent.id().externalId(), null));
            shift.timePasses(Duration.ofSeconds(2));
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "b.t1", "b.t2");
        }
    }

    @Test
    void aStopIsAskedForUntilTheEndIsConfirmedAlsoAfterARestart() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, "pid 7", null));
            shift.wish(Wish.Verb.CANCEL);
            assertThat(shift.jobs.stopped()).hasSize(1);
            shift.timePasses(Duration.ofSeconds(4));
            assertThat(shift.jobs.stopped()).hasSize(1);
            shift.timePasses(Duration.ofSeconds(1));
            assertThat(shift.jobs.stopped()).hasSize(2);
            shift.restart();
            assertThat(shift.stateOf("a")).isEqualTo("stopping");
            assertThat(shift.jobs.stopped()).as("it is alive, and a reminder was overdue").hasSize(4);
            shift.jobs.ends("a", Exit.failure(Cause.USER, 143, "TERM"));
            shift.work();
            assertThat(shift.runState()).isEqualTo("cancelled");
        }
    }

    @Test
    void aRetryWaitsOutItsTime() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.ends("a", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            shift.restart();
            assertThat(shift.stateOf("a")).isEqualTo("up_for_retry");
            assertThat(shift.nextDue()).isBetween(Instant.parse("2030-01-01T00:01:00Z"), Instant.parse("2030-01-01T00:01:15Z"));
            shift.timePasses(Duration.ofSeconds(76));
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "a.t2");
        }
    }

    @Test
    void aWishOnRecordIsGrantedByTheNextProcess() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            var wish = new Wish(0, shift.run.id(), Wish.Verb.PAUSE, List.of(), "ana", "");
            var id = shift.store.post(wish, "key", shift.clock.instant());
            shift.restart();
            assertThat(shift.store.outcome(id)).contains("granted");
            assertThat(shift.runState()).isEqualTo("paused");
        }
    }

    @Test
    void severalIterationsGoOnWhereTheyWere() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.goesOn((attempt, ended) -> ended.size() < 3
                    ? new Next.Launch(shift.jobs.prepare(attempt))
                    : new Next.Finish(Exit.success(Map.of())));
            shift.jobs.succeeds("a");
            shift.work();
            shift.jobs.finds(intent -> new Finding.AlreadyEnded(new News.Ended(intent.id(), 1, Instant.EPOCH, Exit.success(Map.of()))));
            shift.restart();
            assertThat(shift.jobs.submitted()).containsExactly("a.t1", "a.t1.2", "a.t1.3");
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.stateOf("a")).isEqualTo("success");
        }
    }
}
