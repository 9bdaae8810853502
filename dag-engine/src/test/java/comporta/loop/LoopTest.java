package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Submission;
import comporta.run.Launch;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEachDatabase
class LoopTest {
    private static final String TWO = """
            dag: two
            tasks:
              a: {run: a}
              b: {run: b, depends_on: a}
            """;

    private final Databases databases;

    @TempDir
    Path folder;

    LoopTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void aLaunchIsOnRecordBeforeAnybodyOutsideHearsOfIt() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            var seen = new ArrayList<String>();
            shift.jobs.answers(intent -> {
                var stored = shift.stored();
                var launch = stored.launches().stream().filter(each -> each.intent().id().equals(intent.id())).findFirst();
                seen.add(intent.id().task() + " " + launch.map(Launch::state).orElse(null) + ", task "
                        + stored.instances().get(1).state().word() + ", token kept " + launch.map(Launch::intent).equals(Optional.of(intent)));
                return new Submission.Accepted("x", null);
            });
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(seen).containsExactly("b INTENDED, task launching, token kept true");
        }
    }

    @Test
    void aChainOf100TasksCostsOneCommitATask() {
        var chain = IntStream.range(0, 100)
                .mapToObj(n -> "  t" + n + ": {run: work" + (n == 0 ? "" : ", depends_on: t" + (n - 1)) + "}")
                .collect(Collectors.joining("\n", "dag: chain\ntasks:\n", "\n"));
        try (var shift = Shift.of(databases, folder, chain)) {
            var before = shift.store.commits();
            for (int n = 0; n < 100; n++) {
                shift.jobs.starts("t" + n);
                shift.work();
                shift.jobs.succeeds("t" + n);
                shift.work();
            }
            assertThat(shift.runState()).isEqualTo("success");
            assertThat(shift.store.commits() - before).isEqualTo(100);
        }
    }

    @Test
    void thatATaskRunsJoinsTheNextCommit() {
        try (var shift = Shift.of(databases, folder, "dag: two\ntasks:\n  a: {run: a}\n  b: {run: b}\n")) {
            var before = shift.store.commits();
            shift.jobs.starts("a");
            shift.work();
            assertThat(shift.stateOf("a")).isEqualTo("running");
            assertThat(shift.storedState("a")).as("held back").isEqualTo("launching");
            assertThat(shift.committed).doesNotContain("a running");

            shift.jobs.succeeds("b");
            shift.work();
            assertThat(shift.storedState("a")).isEqualTo("running");
            assertThat(shift.committed).endsWith("a running", "b success");
            assertThat(shift.store.commits() - before).isEqualTo(1);
        }
    }

    @Test
    void whatIsHeldBackIsCommittedWhenNothingElseComes() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.starts("a");
            shift.work();
            assertThat(shift.loop.holdsBack()).isTrue();
            shift.loop.flush();
            assertThat(shift.storedState("a")).isEqualTo("running");
            assertThat(shift.loop.holdsBack()).isFalse();
            var commits = shift.store.commits();
            shift.loop.flush();
            assertThat(shift.store.commits()).as("nothing to commit").isEqualTo(commits);
        }
    }

    @Test
    void whateverQueuedTogetherIsOneCommit() {
        var fan = IntStream.range(0, 50)
                .mapToObj(n -> "  t" + n + ": {run: work}")
                .collect(Collectors.joining("\n", "dag: fan\ntasks:\n", "\n  end: {run: end, depends_on: [" + IntStream.range(0, 50)
                        .mapToObj(n -> "t" + n).collect(Collectors.joining(", ")) + "]}\n"));
        try (var shift = Shift.of(databases, folder, fan)) {
            var before = shift.store.commits();
            IntStream.range(0, 50).forEach(n -> shift.jobs.succeeds("t" + n));
            shift.turn();
            assertThat(shift.store.commits() - before).isEqualTo(1);
            assertThat(shift.storedState("end")).isEqualTo("launching");
        }
    }

    @Test
    void theLastPictureOfARunIsDeliveredOnceAndAllSlotsAreFree() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.succeeds("a");
            shift.work();
            shift.jobs.succeeds("b");
            shift.jobs.succeeds("b");
            shift.work();
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(shift.over).hasSize(1);
            assertThat(shift.over.getFirst().run().state().word()).isEqualTo("success");
            assertThat(shift.over.getFirst().tasks()).extracting(task -> task.instance().state().word()).containsExactly("success", "success");
            assertThat(shift.loop.runs().get(shift.run.id())).isNull();
            var slots = shift.loop.runs().slots();
            assertThat(slots.used(slots.limit("pool default", 128))).isZero();
            assertThat(slots.used(slots.limit("local processes", 1000))).isZero();
        }
    }

    @Test
    void newsThatMeansNothingDoesNoHarmToWhatComesWithIt() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            var a = shift.jobs.last("a").id();
            var exit = Exit.success(Map.of());
            shift.jobs.tell(new News.Ended(new LaunchId(a.dag(), a.run(), new TaskId("nobody"), -1, 1, 1), 1, Instant.EPOCH, exit));
            shift.jobs.tell(new News.Ended(new LaunchId(a.dag(), "manual-2", a.task(), -1, 1, 1), 1, Instant.EPOCH, exit));
            shift.jobs.tell(new News.Ended(new LaunchId(a.dag(), a.run(), a.task(), -1, 2, 1), 1, Instant.EPOCH, exit));
            shift.signal(new Signal.Errand(() -> {
                throw new IllegalStateException("an errand that fails");
            }));
            shift.jobs.succeeds("a");
            shift.turn();
            assertThat(shift.states()).isEqualTo(Map.of("a", "success", "b", "launching"));
        }
    }

    @Test
    void anOperatorThatCannotSayHowATryGoesOnFailsTheTryAlone() {
        try (var shift = Shift.of(databases, folder, "dag: two\ntasks:\n  a: {run: a, platform_retries: 0}\n  b: {run: b}\n")) {
            shift.jobs.goesOn((attempt, _) -> {
                if (attempt.task().id().value().equals("a")) {
                    throw new IllegalStateException("a bug");
                }
                return new Next.Finish(Exit.success(Map.of()));
            });
            shift.jobs.succeeds("a", "b");
            shift.work();
            assertThat(shift.states()).isEqualTo(Map.of("a", "failed", "b", "success"));
            assertThat(shift.stored().run().reason()).contains("operator command cannot say how the try goes on", "a bug");
        }
    }

    @Test
    void whatWasKeptOutsideGoesOnceTheEndIsOnRecord() {
        try (var shift = Shift.of(databases, folder, TWO)) {
            shift.jobs.starts("a");
            shift.jobs.succeeds("a");
            assertThat(shift.jobs.settled()).isEmpty();
            shift.work();
            assertThat(shift.jobs.settled()).containsExactly("a.t1");
        }
    }

    @Test
    void aRefusedSubmissionIsALossOfThePlatformOrAFailureOfTheAuthor() {
        try (var shift = Shift.of(databases, folder, "dag: one\ntasks:\n  z: {run: z}\n  a: {run: a, depends_on: z, retries: 0}\n")) {
            shift.jobs.answers(_ -> new Submission.NotAccepted(Cause.USER, "no such image"));
            shift.jobs.succeeds("z");
            shift.work();
            assertThat(shift.states()).containsEntry("a", "failed");
            assertThat(shift.stored().run().reason()).isEqualTo("task a failed: no such image");
        }
    }

    @Test
    void aRunThatIsForgottenLeavesNoLimitBehind() {
        var limited = "dag: chain\nmax_active_tasks: 2\ntasks:\n  a: {run: a}\n";
        try (var shift = Shift.of(folder, limited)) {
            var during = shift.loop.runs().slots().limits();
            shift.jobs.succeeds("a");
            shift.work();
            for (int night = 2; night < 5; night++) {
                shift.begin(limited, "manual-" + night);
                assertThat(shift.loop.runs().slots().limits()).isEqualTo(during);
                shift.jobs.succeeds("a");
                shift.work();
                shift.loop.questions().last(night);
            }
            assertThat(during).isPositive();
            assertThat(shift.over).hasSize(4);
            assertThat(shift.loop.runs().slots().limits()).isZero();
        }
    }
}
