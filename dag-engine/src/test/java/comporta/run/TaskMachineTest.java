package comporta.run;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.RetryPolicy;
import comporta.dag.Timeouts;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine of a task instance as a table: each pair that means something, and every other pair refused. */
class TaskMachineTest {
    static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    /** One retry after five minutes, all four clocks, exit code 99 means skipped. */
    static final Terms TERMS = new Terms(
            new RetryPolicy(1, List.of(Duration.ofMinutes(5)), 1, Duration.ofHours(1), List.of("user", "timeout"), 2),
            Terms.PlatformRetries.DEFAULT,
            new Timeouts(Duration.ofHours(2), Duration.ofHours(1), Duration.ofHours(4), Duration.ofMinutes(15)),
            List.of("99"),
            Duration.ofHours(6),
            false,
            7);

    static final Map<String, TaskInstance> STATES = new LinkedHashMap<>();
    static final Map<String, TaskEvent> EVENTS = new LinkedHashMap<>();

    static {
        var ready = TaskInstance.fresh(0).ready(NOON);
        var launching = ready.launching(1, 1, NOON);
        var running = launching.running(1, NOON, NOON);
        STATES.put("waiting", TaskInstance.fresh(0));
        STATES.put("queued", ready);
        STATES.put("launching", launching);
        STATES.put("running", running);
        STATES.put("deferred", running.in(new TaskState.Deferred(1, NOON)));
        STATES.put("up for retry", running.in(new TaskState.UpForRetry(Cause.USER, "exit code 7", NOON)));
        STATES.put("stopping to fail", running.in(new TaskState.Stopping(1, new Afterwards.Fail(Cause.TIMEOUT, "too long", true), NOON, true)));
        STATES.put("stopping to cancel", running.in(new TaskState.Stopping(1, new Afterwards.Cancel(Cause.OPERATOR, "ana"), NOON, true)));
        STATES.put("stopping its wait", running.in(new TaskState.Stopping(1, new Afterwards.Cancel(Cause.OPERATOR, "ana"), NOON, false)));
        STATES.put("stopping to start over", running.in(new TaskState.Stopping(1, new Afterwards.StartOver(), NOON, true)));
        STATES.put("unreachable", running.in(new TaskState.Unreachable(1, "agent gone", NOON, true)));
        STATES.put("unreachable wait", running.in(new TaskState.Unreachable(1, "agent gone", NOON, false)));
        STATES.put("success", running.atRest(new TaskState.Success(), NOON));
        STATES.put("failed", running.atRest(new TaskState.Failed(Cause.USER, "exit code 7"), NOON));
        STATES.put("skipped", ready.atRest(new TaskState.Skipped("not today"), NOON));
        STATES.put("upstream_failed", TaskInstance.fresh(0).atRest(new TaskState.UpstreamFailed("a failed"), NOON));
        STATES.put("cancelled", running.atRest(new TaskState.Cancelled(Cause.OPERATOR, "ana"), NOON));
        STATES.put("removed", TaskInstance.leftOut(0));

        EVENTS.put("rule held", new TaskEvent.RuleHeld());
        EVENTS.put("held", new TaskEvent.Held());
        EVENTS.put("passed over", new TaskEvent.PassedOver("when is false"));
        EVENTS.put("upstream broke", new TaskEvent.UpstreamBroke("a failed"));
        EVENTS.put("launched, try 1", new TaskEvent.Launched(1, 1));
        EVENTS.put("launched, try 3", new TaskEvent.Launched(3, 1));
        EVENTS.put("nothing to do", new TaskEvent.NothingToDo(1));
        EVENTS.put("unpreparable", new TaskEvent.Unpreparable(1, Cause.USER, "no variable x"));
        EVENTS.put("waits, try 1", new TaskEvent.Waits(1, "no agent has slave-type=itaipu"));
        EVENTS.put("waits, try 3", new TaskEvent.Waits(3, "no agent has slave-type=itaipu"));
        EVENTS.put("started, try 1", new TaskEvent.Started(1));
        EVENTS.put("started, try 3", new TaskEvent.Started(3));
        EVENTS.put("deferred, try 1", new TaskEvent.Deferred(1));
        EVENTS.put("deferred, try 3", new TaskEvent.Deferred(3));
        EVENTS.put("alive, try 1", new TaskEvent.Alive(1, new Progress(0.5, 1, 2, "")));
        EVENTS.put("ended, try 1, code 0", new TaskEvent.TryEnded(1, Exit.success(Map.of())));
        EVENTS.put("ended, try 1, code 7", new TaskEvent.TryEnded(1, Exit.failure(Cause.USER, 7, "exit code 7")));
        EVENTS.put("ended, try 1, code 99", new TaskEvent.TryEnded(1, Exit.failure(Cause.USER, 99, "exit code 99")));
        EVENTS.put("ended, try 1, agent lost", new TaskEvent.TryEnded(1, Exit.failure(Cause.PLATFORM, null, "agent lost")));
        EVENTS.put("ended, try 3, code 0", new TaskEvent.TryEnded(3, Exit.success(Map.of())));
        EVENTS.put("sight lost, try 1", new TaskEvent.SightLost(1, "agent gone"));
        EVENTS.put("time came", new TaskEvent.TimeCame());
        EVENTS.put("asked to cancel", new TaskEvent.StopAsked(new Afterwards.Cancel(Cause.OPERATOR, "ana")));
        EVENTS.put("marked success", new TaskEvent.StopAsked(new Afterwards.Succeed("ana")));
        EVENTS.put("marked failed", new TaskEvent.StopAsked(new Afterwards.Fail(Cause.OPERATOR, "ana", false)));
        EVENTS.put("marked skipped", new TaskEvent.StopAsked(new Afterwards.Skip("ana")));
        EVENTS.put("cleared", new TaskEvent.Cleared());
    }

    private static final String TABLE = """
            waiting                | rule held                | queued
            waiting                | held                     | waiting
            waiting                | passed over              | skipped
            waiting                | upstream broke           | upstream_failed
            waiting                | asked to cancel          | cancelled
            waiting                | marked success           | success
            waiting                | marked failed            | failed
            waiting                | marked skipped           | skipped
            waiting                | cleared                  | waiting
            queued                 | launched, try 1          | launching
            queued                 | nothing to do            | success
            queued                 | unpreparable             | failed
            queued                 | asked to cancel          | cancelled
            queued                 | marked success           | success
            queued                 | marked failed            | failed
            queued                 | marked skipped           | skipped
            queued                 | cleared                  | waiting
            launching              | waits, try 1             | launching
            launching              | started, try 1           | running
            launching              | deferred, try 1          | deferred
            launching              | alive, try 1             | running
            launching              | ended, try 1, code 0     | success
            launching              | ended, try 1, code 7     | up_for_retry
            launching              | ended, try 1, code 99    | skipped
            launching              | ended, try 1, agent lost | up_for_retry
            launching              | sight lost, try 1        | unreachable
            launching              | asked to cancel          | stopping
            launching              | marked success           | stopping
            launching              | marked failed            | stopping
            launching              | marked skipped           | stopping
            launching              | cleared                  | stopping
            running                | deferred, try 1          | deferred
            running                | alive, try 1             | running
            running                | ended, try 1, code 0     | success
            running                | ended, try 1, code 7     | up_for_retry
            running                | ended, try 1, code 99    | skipped
            running                | ended, try 1, agent lost | up_for_retry
            running                | sight lost, try 1        | unreachable
            running                | asked to cancel          | stopping
            running                | marked success           | stopping
            running                | marked failed            | stopping
            running                | marked skipped           | stopping
            running                | cleared                  | stopping
            deferred               | alive, try 1             | deferred
            deferred               | ended, try 1, code 0     | success
            deferred               | ended, try 1, code 7     | up_for_retry
            deferred               | ended, try 1, code 99    | skipped
            deferred               | ended, try 1, agent lost | up_for_retry
            deferred               | sight lost, try 1        | unreachable
            deferred               | asked to cancel          | stopping
            deferred               | marked success           | stopping
            deferred               | marked failed            | stopping
            deferred               | marked skipped           | stopping
            deferred               | cleared                  | stopping
            up for retry           | time came                | queued
            up for retry           | asked to cancel          | cancelled
            up for retry           | marked success           | success
            up for retry           | marked failed            | failed
            up for retry           | marked skipped           | skipped
            up for retry           | cleared                  | waiting
            stopping to fail       | ended, try 1, code 0     | up_for_retry
            stopping to fail       | ended, try 1, code 7     | up_for_retry
            stopping to fail       | ended, try 1, code 99    | up_for_retry
            stopping to fail       | ended, try 1, agent lost | up_for_retry
            stopping to fail       | asked to cancel          | stopping
            stopping to fail       | marked success           | stopping
            stopping to fail       | marked failed            | stopping
            stopping to fail       | marked skipped           | stopping
            stopping to fail       | cleared                  | stopping
            stopping to cancel     | ended, try 1, code 0     | cancelled
            stopping to cancel     | ended, try 1, code 7     | cancelled
            stopping to cancel     | ended, try 1, code 99    | cancelled
            stopping to cancel     | ended, try 1, agent lost | cancelled
            stopping to cancel     | marked success           | stopping
            stopping to cancel     | marked failed            | stopping
            stopping to cancel     | marked skipped           | stopping
            stopping to cancel     | cleared                  | stopping
            stopping its wait      | ended, try 1, code 0     | cancelled
            stopping its wait      | ended, try 1, code 7     | cancelled
            stopping its wait      | ended, try 1, code 99    | cancelled
            stopping its wait      | ended, try 1, agent lost | cancelled
            stopping its wait      | marked success           | stopping
            stopping its wait      | marked failed            | stopping
            stopping its wait      | marked skipped           | stopping
            stopping its wait      | cleared                  | stopping
            stopping to start over | ended, try 1, code 0     | waiting
            stopping to start over | ended, try 1, code 7     | waiting
            stopping to start over | ended, try 1, code 99    | waiting
            stopping to start over | ended, try 1, agent lost | waiting
            stopping to start over | asked to cancel          | stopping
            stopping to start over | marked success           | stopping
            stopping to start over | marked failed            | stopping
            stopping to start over | marked skipped           | stopping
            unreachable            | started, try 1           | running
            unreachable            | deferred, try 1          | deferred
            unreachable            | alive, try 1             | running
            unreachable            | ended, try 1, code 0     | success
            unreachable            | ended, try 1, code 7     | up_for_retry
            unreachable            | ended, try 1, code 99    | skipped
            unreachable            | ended, try 1, agent lost | up_for_retry
            unreachable            | asked to cancel          | stopping
            unreachable            | marked success           | stopping
            unreachable            | marked failed            | stopping
            unreachable            | marked skipped           | stopping
            unreachable            | cleared                  | stopping
            unreachable wait       | started, try 1           | deferred
            unreachable wait       | deferred, try 1          | deferred
            unreachable wait       | alive, try 1             | deferred
            unreachable wait       | ended, try 1, code 0     | success
            unreachable wait       | ended, try 1, code 7     | up_for_retry
            unreachable wait       | ended, try 1, code 99    | skipped
            unreachable wait       | ended, try 1, agent lost | up_for_retry
            unreachable wait       | asked to cancel          | stopping
            unreachable wait       | marked success           | stopping
            unreachable wait       | marked failed            | stopping
            unreachable wait       | marked skipped           | stopping
            unreachable wait       | cleared                  | stopping
            success                | marked success           | success
            success                | marked failed            | failed
            success                | marked skipped           | skipped
            success                | cleared                  | waiting
            failed                 | marked success           | success
            failed                 | marked failed            | failed
            failed                 | marked skipped           | skipped
            failed                 | cleared                  | waiting
            skipped                | marked success           | success
            skipped                | marked failed            | failed
            skipped                | marked skipped           | skipped
            skipped                | cleared                  | waiting
            upstream_failed        | marked success           | success
            upstream_failed        | marked failed            | failed
            upstream_failed        | marked skipped           | skipped
            upstream_failed        | cleared                  | waiting
            cancelled              | marked success           | success
            cancelled              | marked failed            | failed
            cancelled              | marked skipped           | skipped
            cancelled              | cleared                  | waiting
            """;

    @Test
    void everyPairOfStateAndEventIsInTheTableOrRefused() {
        var expected = new TreeSet<>(TABLE.lines().map(line -> line.replaceAll("\\s*\\|\\s*", " | ").strip()).toList());
        var seen = new TreeSet<String>();
        STATES.forEach((state, instance) -> EVENTS.forEach((name, event) -> {
            if (TaskMachine.transition(instance, event, TERMS, NOON) instanceof Transition.Moved moved) {
                seen.add(state + " | " + name + " | " + moved.instance().state().word());
            }
        }));
        assertThat(seen).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest(name = "{0} after {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            queued       | PT59M    | nothing
            queued       | PT1H     | failed: timeout: it was ready but not running for longer than queue_timeout
            launching    | PT1H     | stopping
            running      | PT14M59S | nothing
            running      | PT15M    | stopping
            deferred     | PT1H59M  | nothing
            deferred     | PT2H     | stopping
            unreachable  | PT5H59M  | nothing
            unreachable  | PT6H     | failed: platform: out of sight since 2030-01-01T12:00:00Z: agent gone
            up for retry | PT4H     | failed: timeout: all its tries together took longer than total_timeout
            waiting      | PT9H     | nothing
            success      | PT9H     | nothing
            """)
    void clocks(String state, Duration later, String becomes) {
        var instance = Objects.requireNonNull(STATES.get(state));
        var transition = TaskMachine.transition(instance, new TaskEvent.TimeCame(), TERMS, NOON.plus(later));
        assertThat(inWords(transition)).isEqualTo(becomes);
    }

    private static String inWords(Transition transition) {
        return switch (transition) {
            case Transition.Ignored _ -> "nothing";
            case Transition.Moved(TaskInstance instance) -> instance.state() instanceof TaskState.Failed failed
                    ? "failed: " + failed.cause().word() + ": " + failed.reason()
                    : instance.state().word();
        };
    }

    @ParameterizedTest(name = "{0}, {1}: holds slots {2}, waits since {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            launching        | deferred, try 1   | false | PT1H
            running          | deferred, try 1   | false | PT0S
            unreachable      | deferred, try 1   | false | PT0S
            deferred         | alive, try 1      | false | PT0S
            deferred         | sight lost, try 1 | false | -
            unreachable wait | started, try 1    | false | PT0S
            unreachable wait | cleared           | false | -
            deferred         | asked to cancel   | false | -
            stopping its wait| marked success    | false | -
            running          | sight lost, try 1 | true  | -
            running          | asked to cancel   | true  | -
            unreachable      | cleared           | true  | -
            """)
    void whoWaitsForAConditionOutsideHoldsNoSlotUntilItsEnd(String state, String event, boolean holdsSlots, @Nullable Duration since) {
        var transition = TaskMachine.transition(
                Objects.requireNonNull(STATES.get(state)), Objects.requireNonNull(EVENTS.get(event)), TERMS, NOON.plus(Duration.ofHours(1)));
        var next = ((Transition.Moved) transition).instance().state();
        assertThat(next).isInstanceOfSatisfying(TaskState.InTry.class, inTry -> assertThat(inTry.holdsSlots()).isEqualTo(holdsSlots));
        if (since != null) {
            assertThat(next).isEqualTo(new TaskState.Deferred(1, NOON.plus(since)));
        }
    }

    @ParameterizedTest(name = "{0} after {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            queued       | PT1H | skipped
            launching    | PT1H | stopping to skip
            running      | PT2H | stopping to skip
            deferred     | PT2H | stopping to skip
            up for retry | PT4H | skipped
            """)
    void aTimeoutThatSkipOnNamesMeansSkipped(String state, Duration later, String becomes) {
        var terms = new Terms(
                TERMS.retry(), TERMS.platform(), TERMS.timeouts(), List.of("99", "timeout"), TERMS.unreachableTimeout(), false, 7);
        var transition = TaskMachine.transition(
                Objects.requireNonNull(STATES.get(state)), new TaskEvent.TimeCame(), terms, NOON.plus(later));
        var next = ((Transition.Moved) transition).instance().state();
        assertThat(next.word() + (next instanceof TaskState.Stopping stopping && stopping.then() instanceof Afterwards.Skip ? " to skip" : ""))
                .isEqualTo(becomes);
    }

    @Test
    void retriesOfTheAuthorAndOfThePlatformAreCountedApart() {
        var task = Objects.requireNonNull(STATES.get("running"));
        var lost = moved(task, new TaskEvent.TryEnded(1, Exit.failure(Cause.PLATFORM, null, "agent lost")));
        assertThat(lost.platformFailures()).isEqualTo(1);
        assertThat(lost.userFailures()).isZero();

        var second = again(lost, 2);
        var failed = moved(second, new TaskEvent.TryEnded(2, Exit.failure(Cause.USER, 7, "exit code 7")));
        assertThat(failed.state()).isInstanceOf(TaskState.UpForRetry.class);

        var third = again(failed, 3);
        var over = moved(third, new TaskEvent.TryEnded(3, Exit.failure(Cause.USER, 7, "exit code 7")));
        assertThat(over.state()).isEqualTo(new TaskState.Failed(Cause.USER, "exit code 7"));
        assertThat(over.tries()).isEqualTo(3);
    }

    @Test
    void whatMayHaveTakenEffectIsNotRepeatedByItself() {
        var over = moved(Objects.requireNonNull(STATES.get("running")), new TaskEvent.TryEnded(1, Exit.unknown("the answer was lost")));

        assertThat(over.state()).isEqualTo(new TaskState.Failed(Cause.PLATFORM, "the answer was lost"));
    }

    private static TaskInstance again(TaskInstance task, int tryNumber) {
        return task.ready(NOON).launching(tryNumber, 1, NOON).running(tryNumber, NOON, NOON);
    }

    private static TaskInstance moved(TaskInstance task, TaskEvent event) {
        var transition = TaskMachine.transition(task, event, TERMS, NOON);
        assertThat(transition).isInstanceOf(Transition.Moved.class);
        return ((Transition.Moved) transition).instance();
    }

    @Test
    void aClearedTaskKeepsItsTryNumbers() {
        var over = Objects.requireNonNull(STATES.get("failed"));
        var cleared = moved(over, new TaskEvent.Cleared());
        assertThat(cleared.tries()).isEqualTo(1);
        assertThat(cleared.begun()).as("what it set up may still be there").isTrue();
        assertThat(moved(cleared.ready(NOON), new TaskEvent.Launched(2, 1)).tries()).isEqualTo(2);
    }
}
