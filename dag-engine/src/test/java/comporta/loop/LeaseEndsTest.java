package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases that no teardown closes: out of time, or kept after a failure. The steered machines have a {@code ttl} of 12 h. */
class LeaseEndsTest {
    private static final String MACHINES = """
            dag: night
            tasks:
              first: {run: first}
              up: {operator: scale-ec2, node_pool: {name: pool, nodes: 1, instance_types: m5.xlarge, market: spot}, depends_on: first}
              work: {run: work, depends_on: up, retries: 1, retry_delay: 10s}
              more: {run: more, depends_on: work}
              down: {operator: downscale-ec2, teardown_of: up, depends_on: more}
              aside: {run: aside, depends_on: first}
            """;
    private static final Exit FAILED = Exit.failure(Cause.USER, 1, "exit code 1");

    @TempDir
    Path folder;

    /** A run whose machines are up, with {@code work} under way on them. */
    private Shift atWork(Duration keepOnFailure) {
        var shift = Shift.of(folder, MACHINES);
        shift.machines.keeps(keepOnFailure);
        shift.jobs.succeeds("first");
        shift.work();
        shift.machines.succeeds("up");
        shift.work();
        shift.jobs.starts("work");
        shift.work();
        return shift;
    }

    private static Lease lease(Shift shift) {
        return shift.stored().leases().getLast();
    }

    @Test
    void aLeaseIsGivenBackWhenItsTimeIsOverWhateverItsTasksDo() {
        try (var shift = atWork(Duration.ZERO)) {
            assertThat(shift.nextDue()).isEqualTo(Instant.parse("2030-01-01T12:00:00Z"));
            shift.machines.gone(false);
            shift.timePasses(Duration.ofHours(12));
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSING);
            assertThat(shift.machines.releases()).hasSize(1);
            assertThat(shift.jobs.stopped()).containsExactly("work.t1");
            assertThat(shift.states()).containsEntry("work", "stopping").containsEntry("more", "failed").containsEntry("aside", "launching");

            shift.timePasses(Duration.ofSeconds(1));
            assertThat(shift.machines.releases()).hasSize(2);
            shift.machines.gone(true);
            shift.timePasses(Duration.ofSeconds(2));
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
            shift.jobs.ends("work", Exit.failure(Cause.USER, 143, "TERM"));
            shift.work();
            assertThat(shift.stored().instances().get(2).state())
                    .isEqualTo(new TaskState.Failed(Cause.TIMEOUT, "node pool \"up\" was given back: its ttl (12h) ran out"));
            assertThat(shift.stateOf("down")).as("it has begun, so it is torn down").isEqualTo("launching");
            shift.downscale.succeeds("down");
            shift.jobs.succeeds("aside");
            shift.work();
            assertThat(shift.runState()).isEqualTo("failed");
            assertThat(shift.over).hasSize(1);
        }
    }

    @Test
    void theEndOfItsTimeIsNotForgottenByARestart() {
        try (var shift = atWork(Duration.ZERO)) {
            shift.clock.passes(Duration.ofHours(13));
            shift.restart();
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
            assertThat(shift.stateOf("work")).isEqualTo("stopping");
        }
    }

    @Test
    void machinesThatAreStillOnTheirWayAreStoppedWithTheSetUp() {
        try (var shift = Shift.of(folder, MACHINES)) {
            shift.jobs.succeeds("first");
            shift.work();
            shift.timePasses(Duration.ofHours(12));
            assertThat(shift.machines.stopped()).containsExactly("up.t1");
            shift.machines.ends("up", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.work();
            assertThat(shift.states()).containsEntry("up", "failed").containsEntry("work", "failed").containsEntry("down", "launching");
        }
    }

    @Test
    void aTeardownThatFailsForGoodDoesNotKeepTheEngineFromGivingBackDuringTheRun() {
        try (var shift = atWork(Duration.ZERO)) {
            shift.jobs.succeeds("work");
            shift.work();
            shift.jobs.succeeds("more");
            shift.work();
            shift.downscale.starts("down");
            shift.work();
            shift.timePasses(Duration.ofHours(1));
            assertThat(shift.machines.releases()).as("the teardown is at work").isEmpty();
            shift.downscale.ends("down", FAILED);
            shift.work();
            shift.timePasses(Duration.ofMinutes(1));
            assertThat(shift.machines.releases()).hasSize(1);
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
            assertThat(shift.runState()).isEqualTo("running");
        }
    }

    @Test
    void afterAFailureMachinesAreKeptForAWhile() {
        try (var shift = atWork(Duration.ofHours(1))) {
            failed(shift);
            assertThat(lease(shift).state()).isEqualTo(Lease.State.KEPT);
            assertThat(lease(shift).keptUntil()).isEqualTo(shift.clock.instant().plus(Duration.ofHours(1)));
            shift.downscale.succeeds("down");
            shift.jobs.succeeds("aside");
            shift.work();
            assertThat(shift.runState()).isEqualTo("failed");
            assertThat(shift.machines.releases()).isEmpty();
            assertThat(shift.over).as("it still holds machines").isEmpty();

            shift.restart();
            assertThat(lease(shift).state()).isEqualTo(Lease.State.KEPT);
            shift.timePasses(Duration.ofMinutes(59));
            assertThat(shift.machines.releases()).isEmpty();
            shift.timePasses(Duration.ofMinutes(1));
            assertThat(shift.machines.releases()).hasSize(1);
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
            assertThat(shift.over).hasSize(1);
        }
    }

    @Test
    void afterASuccessNothingIsKept() {
        try (var shift = atWork(Duration.ofHours(1))) {
            shift.jobs.succeeds("work");
            shift.work();
            shift.jobs.succeeds("more");
            shift.work();
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSING);
        }
    }

    @Test
    void nothingIsKeptBeyondTheTimeOfItsLease() {
        try (var shift = atWork(Duration.ofHours(1))) {
            shift.timePasses(Duration.ofHours(11).plusMinutes(50));
            failed(shift);
            assertThat(lease(shift).keptUntil()).isEqualTo(lease(shift).expiresAt());
            shift.timePasses(Duration.ofMinutes(9).plusSeconds(40));
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
        }
    }

    @Test
    void clearedWorkGoesOnOnWhatIsKept() {
        try (var shift = atWork(Duration.ofHours(1))) {
            failed(shift);
            shift.downscale.succeeds("down");
            shift.work();
            shift.wish(Wish.Verb.CLEAR, "work");
            assertThat(lease(shift).state()).isEqualTo(Lease.State.OPEN);
            assertThat(shift.states()).isEqualTo(Map.of(
                    "first", "success", "up", "success", "work", "launching", "more", "upstream_failed", "down", "waiting", "aside", "launching"));
            shift.timePasses(Duration.ofHours(2));
            assertThat(lease(shift).state()).as("it is in use").isEqualTo(Lease.State.OPEN);
        }
    }

    @Test
    void whoCancelsKeepsNothing() {
        try (var shift = atWork(Duration.ofHours(1))) {
            failed(shift);
            shift.downscale.succeeds("down");
            shift.jobs.succeeds("aside");
            shift.work();
            assertThat(shift.wish(Wish.Verb.CANCEL)).isEqualTo("granted: what was kept of the run is given back");
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
            assertThat(shift.over).hasSize(1);
        }
    }

    private static String wish(Shift shift, Wish.Verb verb, Map<String, Object> details) {
        var all = new LinkedHashMap<String, Object>(details);
        all.putIfAbsent("lease", lease(shift).id());
        return shift.wish(verb + " " + all, new Wish(0, shift.run.id(), null, verb, List.of(), all, "ana", ""));
    }

    private static String keep(Shift shift, Duration time) {
        return wish(shift, Wish.Verb.KEEP, Map.of("until", shift.clock.instant().plus(time).toString()));
    }

    @Test
    void whatAPersonKeepsOutlastsItsWorkAndItsRun() {
        try (var shift = atWork(Duration.ZERO)) {
            assertThat(keep(shift, Duration.ofHours(2))).isEqualTo("granted until 2030-01-01T02:00:00Z");
            shift.jobs.succeeds("work");
            shift.work();
            shift.jobs.succeeds("more");
            shift.work();
            shift.downscale.succeeds("down");
            shift.jobs.succeeds("aside");
            shift.work();
            assertThat(shift.runState()).isEqualTo("success");
            shift.timePasses(Duration.ofMinutes(119));
            assertThat(lease(shift).state()).isEqualTo(Lease.State.KEPT);
            assertThat(shift.machines.releases()).isEmpty();
            shift.timePasses(Duration.ofMinutes(1));
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
        }
    }

    @Test
    void whatIsKeptNoLongerGoesOnToServeItsWork() {
        try (var shift = atWork(Duration.ZERO)) {
            keep(shift, Duration.ofMinutes(10));
            shift.timePasses(Duration.ofMinutes(10));
            assertThat(lease(shift).state()).isEqualTo(Lease.State.OPEN);
            assertThat(shift.machines.releases()).isEmpty();
        }
    }

    @Test
    void nobodyKeepsMachinesBeyondTheTimeOfTheirLease() {
        try (var shift = atWork(Duration.ZERO)) {
            assertThat(keep(shift, Duration.ofHours(20))).isEqualTo("granted until 2030-01-01T12:00:00Z, when its ttl is over");
            assertThat(keep(shift, Duration.ofHours(-1))).isEqualTo("refused: it is not said until when");
            assertThat(wish(shift, Wish.Verb.KEEP, Map.of("lease", "another", "until", "2030-01-01T01:00:00Z")))
                    .isEqualTo("refused: the run has no lease another");
        }
    }

    @Test
    void aPersonGivesBackWhatIsKept() {
        try (var shift = atWork(Duration.ZERO)) {
            assertThat(wish(shift, Wish.Verb.RELEASE, Map.of()))
                    .isEqualTo("refused: its run still uses it. Cancel the run, or force it: then the tasks that use it fail");
            keep(shift, Duration.ofHours(2));
            assertThat(wish(shift, Wish.Verb.RELEASE, Map.of("reason", "looked at"))).isEqualTo("granted");
            assertThat(lease(shift).state()).isEqualTo(Lease.State.CLOSED);
            assertThat(wish(shift, Wish.Verb.RELEASE, Map.of("force", true))).isEqualTo("refused: it is given back already");
        }
    }

    @Test
    void aPersonTakesMachinesFromTheirWorkByForce() {
        try (var shift = atWork(Duration.ZERO)) {
            assertThat(wish(shift, Wish.Verb.RELEASE, Map.of("force", true))).isEqualTo("granted");
            assertThat(shift.jobs.stopped()).containsExactly("work.t1");
            shift.jobs.ends("work", Exit.failure(Cause.USER, 143, "TERM"));
            shift.work();
            assertThat(shift.stored().instances().get(2).state())
                    .isEqualTo(new TaskState.Failed(Cause.OPERATOR, "node pool \"up\" was given back: by ana"));
        }
    }

    private static void failed(Shift shift) {
        shift.jobs.ends("work", FAILED);
        shift.work();
        shift.timePasses(Duration.ofSeconds(20));
        shift.jobs.ends("work", FAILED);
        shift.work();
        assertThat(shift.stateOf("work")).isEqualTo("failed");
    }
}
