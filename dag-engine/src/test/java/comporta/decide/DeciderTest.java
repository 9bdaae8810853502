package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.FailureMode;
import comporta.dag.Timeouts;
import comporta.dag.ValueType;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.operator.News;
import comporta.run.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Order(-65)
class DeciderTest {

    @Test
    void aChainRunsOneTaskAfterTheOther() {
        var night = Scenario.of(dag(task("a"), task("b", "a"), task("c", "b")));
        assertThat(night.states()).isEqualTo(Map.of("a", "launching", "b", "waiting", "c", "waiting"));
        night.starts("a");
        assertThat(night.stateOf("a")).isEqualTo("running");
        night.succeeds("a");
        assertThat(night.states()).isEqualTo(Map.of("a", "success", "b", "launching", "c", "waiting"));
        night.succeeds("b", "c");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void anEndAndAllThatFollowsAreOneDecision() {
        var night = Scenario.of(dag(task("a"), task("b", "a")));
        var id = night.view.launches(0).getFirst().intent().id();
        var exit = Exit.success(Map.of());
        var decision = Decider.decide(
                night.view, new Event.Heard(new News.Ended(id, 1, Scenario.START, exit), new FollowUp.Finish(exit)), Scenario.START);
        var moves = new ArrayList<String>();
        for (var change : decision.changes()) {
            if (change instanceof Change.TaskMoved moved) {
                moves.add(moved.after().task() + " " + moved.after().state().word());
            }
        }
        assertThat(moves).containsExactly("0 success", "1 queued");
        assertThat(night.stateOf("a")).as("the view itself stays as it is").isEqualTo("launching");
    }

    @Test
    void failureGoesDownTheWayOfItsRules() {
        var night = Scenario.of(dag(
                task("a"), task("b", "a"), task("c", "b"), task("clean", "b").rule("all_done"), task("alarm", "b").rule("one_failed")));
        night.succeeds("a");
        night.fails("b");
        assertThat(night.states()).isEqualTo(
                Map.of("a", "success", "b", "failed", "c", "upstream_failed", "clean", "launching", "alarm", "launching"));
        night.succeeds("clean", "alarm");
        assertThat(night.run()).isEqualTo("failed");
        assertThat(night.view.run().reason()).isEqualTo("task b failed: exit code 1");
    }

    @Test
    void aFailureThatALeafHasCaughtIsNoFailureOfTheRun() {
        var night = Scenario.of(dag(task("a"), task("after", "a").rule("all_done")));
        night.fails("a");
        night.succeeds("after");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void lateNewsFromALostTryDoesNotFinishTheNextOne() {
        var night = Scenario.of(dag(task("load").retries(1, Duration.ofMinutes(5))));
        night.fails("load");
        assertThat(night.stateOf("load")).isEqualTo("up_for_retry");
        night.timePasses(Duration.ofMinutes(5).plusSeconds(75));
        assertThat(night.view.instance(0).tries()).isEqualTo(2);
        night.ends("load", 1, Exit.success(Map.of()));
        assertThat(night.stateOf("load")).isEqualTo("launching");
        night.succeeds("load");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void aTryThatTakesTooLongIsStoppedAndConfirmedBeforeTheNext() {
        var limits = new Timeouts(Duration.ofMinutes(10), null, null, null);
        var night = Scenario.of(dag(task("load").timeouts(limits).retries(1, Duration.ofMinutes(1))));
        night.starts("load");
        night.timePasses(Duration.ofMinutes(10));
        assertThat(night.stateOf("load")).isEqualTo("stopping");
        assertThat(night.stopped()).containsExactly("load");
        night.ends("load", Exit.failure(Cause.USER, 143, "TERM"));
        assertThat(night.view.instance(0).state()).isInstanceOfSatisfying(
                TaskState.UpForRetry.class, retry -> assertThat(retry.cause()).isEqualTo(Cause.TIMEOUT));
    }

    @Test
    void theTeardownRunsWhateverBecomesOfTheWork() {
        var night = Scenario.of(withMachines());
        night.succeeds("up");
        assertThat(night.lease("up")).isEqualTo(Lease.State.OPEN);
        night.fails("work");
        assertThat(night.states()).containsEntry("down", "launching").containsEntry("report", "upstream_failed");
        assertThat(night.lease("up")).isEqualTo(Lease.State.CLOSING);
        night.succeeds("down");
        assertThat(night.lease("up")).isEqualTo(Lease.State.CLOSED);
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void theTeardownRunsWhenTheSetUpFailedHalfWay() {
        var night = Scenario.of(withMachines());
        night.fails("up");
        assertThat(night.states())
                .containsEntry("up", "failed").containsEntry("work", "upstream_failed").containsEntry("down", "launching");
        night.succeeds("down");
        assertThat(night.lease("up")).isEqualTo(Lease.State.CLOSED);
    }

    @Test
    void cancelStopsTheWorkAndStillTearsDown() {
        var night = Scenario.of(withMachines());
        night.succeeds("up");
        night.starts("work");
        night.wishes(Wish.Verb.CANCEL);
        assertThat(night.states()).containsEntry("work", "stopping").containsEntry("down", "waiting").containsEntry("report", "cancelled");
        night.ends("work", Exit.failure(Cause.USER, 143, "TERM"));
        assertThat(night.states()).containsEntry("work", "cancelled").containsEntry("down", "launching");
        night.succeeds("down");
        assertThat(night.run()).isEqualTo("cancelled");
        assertThat(night.lease("up")).isEqualTo(Lease.State.CLOSED);
    }

    @Test
    void cancelBeforeAnythingWasSetUpNeedsNoTeardown() {
        var night = Scenario.of(dag(task("first"), task("up", "first"), task("work", "up"), task("down", "work").tearsDown("up")));
        night.wishes(Wish.Verb.CANCEL);
        night.ends("first", Exit.failure(Cause.USER, 143, "TERM"));
        assertThat(night.states()).containsEntry("down", "skipped").containsEntry("work", "cancelled");
        assertThat(night.run()).isEqualTo("cancelled");
    }

    @Test
    void forceStopsTheTeardownTooAndTheEngineGivesTheMachinesBack() {
        var night = Scenario.of(withMachines());
        night.succeeds("up");
        night.wishes(Wish.Verb.CANCEL);
        night.ends("work", Exit.failure(Cause.USER, 143, "TERM"));
        assertThat(night.stateOf("down")).isEqualTo("launching");
        night.wishes(Wish.Verb.FORCE);
        assertThat(night.stateOf("down")).isEqualTo("stopping");
        night.ends("down", Exit.failure(Cause.USER, 137, "KILL"));
        assertThat(night.run()).isEqualTo("cancelled");
        var released = new ArrayList<String>();
        night.each(Command.Release.class, release -> released.add(release.lease().id()));
        assertThat(released).containsExactly("nightly.manual-1.up");
        night.decide(new Event.Released("nightly.manual-1.up"));
        assertThat(night.lease("up")).isEqualTo(Lease.State.CLOSED);
    }

    @Test
    void aRunThatLastsTooLongFailsAndTearsDown() {
        var night = Scenario.of(dag(
                FailureMode.FINISH_POSSIBLE, Duration.ofHours(6), null, task("up"), task("work", "up"), task("down", "work").tearsDown("up")));
        night.succeeds("up");
        night.timePasses(Duration.ofHours(6));
        assertThat(night.stateOf("work")).isEqualTo("stopping");
        night.ends("work", Exit.failure(Cause.USER, 143, "TERM"));
        assertThat(night.stateOf("down")).isEqualTo("launching");
        night.succeeds("down");
        assertThat(night.run()).isEqualTo("failed");
        assertThat(night.view.run().cause()).isEqualTo(Cause.TIMEOUT);
    }

    private static Dag withMachines() {
        return dag(task("up"), task("work", "up"), task("down", "work").tearsDown("up"), task("report", "work"));
    }

    @Test
    void failFastStopsWhatRuns() {
        var night = Scenario.of(dag(FailureMode.FAIL_FAST, null, null, task("a"), task("b"), task("c", "b")));
        night.fails("a");
        assertThat(night.states()).isEqualTo(Map.of("a", "failed", "b", "stopping", "c", "cancelled"));
        night.ends("b", Exit.failure(Cause.USER, 143, "TERM"));
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void finishRunningStartsNothingNew() {
        var night = Scenario.of(dag(FailureMode.FINISH_RUNNING, null, null, task("a"), task("b"), task("c", "b")));
        night.fails("a");
        assertThat(night.states()).isEqualTo(Map.of("a", "failed", "b", "launching", "c", "cancelled"));
        night.succeeds("b");
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void finishRunningDoesNotRetryWhatFailsLater() {
        var night = Scenario.of(dag(FailureMode.FINISH_RUNNING, null, null, task("a"), task("b").retries(3, Duration.ofMinutes(1))));
        night.fails("a");
        night.fails("b");
        assertThat(night.states()).isEqualTo(Map.of("a", "failed", "b", "failed"));
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void slotsReservedForATaskThatIsCancelledMeanwhileAreFreeForOthers() {
        var night = Scenario.of(
                dag(
                        FailureMode.FINISH_RUNNING, null, null,
                        task("up").weight(9), task("down").tearsDown("up").pool("db", 1),
                        task("holder").pool("db", 1).weight(8), task("wide", "up").pool("db", 2).weight(7), task("broken", "up").weight(6)),
                Map.of("db", 2));
        night.cannotPrepare("broken");
        night.succeeds("up");
        assertThat(night.states())
                .containsEntry("broken", "failed").containsEntry("wide", "cancelled").containsEntry("down", "launching");
    }

    @Test
    void oneLaunchOutOfSightKeepsItsTryOutOfSight() {
        var night = Scenario.of(dag(task("a")));
        night.hears("a", (launch, sequence) -> new News.Unreachable(launch, sequence, Scenario.START, "agent gone"));
        assertThat(night.stateOf("a")).isEqualTo("unreachable");
        night.timePasses(Duration.ofSeconds(5));
        night.timePasses(Duration.ofSeconds(10));
        var sought = new ArrayList<String>();
        night.each(Command.Find.class, find -> sought.add(find.intent().id().task().value()));
        assertThat(sought).containsExactly("a", "a");
    }

    @Test
    void aPausedRunStartsNothingUntilItGoesOn() {
        var night = Scenario.of(dag(task("a"), task("b", "a")));
        night.wishes(Wish.Verb.PAUSE);
        night.succeeds("a");
        assertThat(night.stateOf("b")).isEqualTo("queued");
        night.wishes(Wish.Verb.RESUME);
        assertThat(night.stateOf("b")).isEqualTo("launching");
    }

    @Test
    void aClearedTaskRunsAgainAndSoDoesWhatWaitsForIt() {
        var night = Scenario.of(dag(task("a"), task("b", "a")));
        night.fails("a");
        assertThat(night.run()).isEqualTo("failed");
        night.wishes(Wish.Verb.CLEAR, "a", "b");
        assertThat(night.run()).isEqualTo("running");
        assertThat(night.states()).isEqualTo(Map.of("a", "launching", "b", "waiting"));
        assertThat(night.view.instance(0).tries()).isEqualTo(2);
        night.succeeds("a", "b");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void markingARunningTaskStopsItFirst() {
        var night = Scenario.of(dag(task("a"), task("b", "a")));
        night.starts("a");
        night.wishes(Wish.Verb.MARK_SUCCESS, "a");
        assertThat(night.states()).isEqualTo(Map.of("a", "stopping", "b", "waiting"));
        night.ends("a", Exit.failure(Cause.USER, 143, "TERM"));
        assertThat(night.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # what is done to the failed a    | a       | b             | c             | run
            MARK_SUCCESS                      | success | launching     | waiting       | running
            SKIP                              | skipped | skipped       | skipped       | success
            MARK_FAILED                       | failed  | upstream_failed | upstream_failed | failed
            """)
    void whatAFailureKeptFromRunningGoesOnOnceItIsMarkedOtherwise(Wish.Verb verb, String a, String b, String c, String run) {
        var night = Scenario.of(dag(task("a"), task("b", "a"), task("c", "b")));
        night.fails("a");
        assertThat(night.run()).isEqualTo("failed");
        night.wishes(verb, "a");
        assertThat(night.states()).isEqualTo(Map.of("a", a, "b", b, "c", c));
        assertThat(night.run()).isEqualTo(run);
    }

    @Test
    void aRunThatFailedByNothingElseIsASuccessOnceThatIsMarkedSo() {
        var night = Scenario.of(dag(task("a"), task("b", "a")));
        night.succeeds("a");
        night.fails("b");
        assertThat(night.run()).isEqualTo("failed");
        night.wishes(Wish.Verb.MARK_SUCCESS, "b");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void markingGoesOnWithNothingThatWasCancelled() {
        var night = Scenario.of(dag(task("a"), task("b", "a")));
        night.starts("a");
        night.wishes(Wish.Verb.CANCEL);
        night.ends("a", Exit.failure(Cause.USER, 143, "TERM"));
        night.wishes(Wish.Verb.MARK_SUCCESS, "a");
        assertThat(night.run()).isEqualTo("cancelled");
        assertThat(night.stateOf("b")).isEqualTo("cancelled");
    }

    @Test
    void poolsAreNeverExceededAndAWideTaskIsNotStarved() {
        var night = Scenario.of(
                dag(
                        task("a").pool("db", 1).weight(5),
                        task("wide").pool("db", 2).weight(4),
                        task("b").pool("db", 1).weight(3),
                        task("other").pool("free", 1)),
                Map.of("db", 2));
        assertThat(night.states()).isEqualTo(Map.of("a", "launching", "wide", "queued", "b", "queued", "other", "launching"));
        night.succeeds("a");
        assertThat(night.states()).containsEntry("wide", "launching").containsEntry("b", "queued");
        night.succeeds("wide");
        assertThat(night.stateOf("b")).isEqualTo("launching");
    }

    @Test
    void aTaskThatAsksForMoreThanThePoolHasRunsAlone() {
        var night = Scenario.of(dag(task("a").pool("db", 9), task("b").pool("db", 1)), Map.of("db", 2));
        assertThat(night.states()).isEqualTo(Map.of("a", "launching", "b", "queued"));
    }

    @Test
    void theLongerWayToTheEndGoesFirst() {
        var night = Scenario.of(
                dag(
                        task("short").expected(Duration.ofMinutes(1)),
                        task("long").expected(Duration.ofMinutes(2)),
                        task("urgent").expected(Duration.ofSeconds(1)).weight(1)),
                Map.of("default", 2));
        assertThat(night.states()).isEqualTo(Map.of("short", "queued", "long", "launching", "urgent", "launching"));
    }

    @Test
    void aDeclaredOutputThatIsMissingFailsTheTry() {
        var night = Scenario.of(dag(task("count").output("rows", ValueType.INTEGER)));
        night.ends("count", Exit.success(Map.of("row", "12")));
        assertThat(night.view.instance(0).state()).isEqualTo(new TaskState.Failed(
                Cause.USER, "output \"rows\" is missing: the try wrote row. Write it to $COMPORTA_OUTPUT [output-missing]"));
    }

    @Test
    @Timeout(1_200)    // as long as it takes beside others; the limit only catches a hang
    void theEndOfOneTaskCostsOnlyItsDownstreamInARunOfTenThousand() {
        var words = IntStream.range(0, 10_000)
                .mapToObj(i -> i < 100 ? task("t" + i) : task("t" + i, "t" + (i - 100)))
                .toArray(Dags.TaskWords[]::new);
        var night = Scenario.of(dag(words), Map.of("default", 10_000));
        for (int i = 0; i < 10_000; i++) {
            var before = night.view.touched();
            night.succeeds("t" + i);
            assertThat(night.view.touched() - before).isEqualTo(i < 9_900 ? 1 : 0);
        }
        assertThat(night.run()).isEqualTo("success");
    }
}
