package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way a run goes, on a real database: waits without a slot, choices that are kept, and restarts in between. */
class WaysTest {
    private static final String WAIT = """
            dag: wait
            tasks:
              wait: {run: wait, pool: narrow, execution_timeout: 2h, skip_on: [timeout]}
              work: {run: work, pool: narrow}
              after: {run: after, depends_on: wait, pool: narrow}
            """;

    private static final String CHOICE = """
            dag: choice
            tasks:
              count: {run: count}
              size: {operator: branch, depends_on: count, choose: "{{ outputs.count.rows > 100 ? 'large' : 'small' }}"}
              large: {run: large, depends_on: size}
              small: {run: small, depends_on: size}
              tell: {run: tell, depends_on: [large, small], trigger_rule: none_failed_min_one_success}
            """;

    @TempDir
    Path folder;

    @Test
    void whoWaitsGivesItsSlotBackAtOnce() {
        try (var shift = Shift.of(folder, WAIT, Map.of("narrow", 1))) {
            assertThat(shift.states()).isEqualTo(Map.of("wait", "launching", "work", "queued", "after", "waiting"));
            shift.jobs.defers("wait");
            shift.work();
            assertThat(shift.states()).containsEntry("wait", "deferred").containsEntry("work", "launching");
            assertThat(shift.storedState("wait")).as("together with what that let start").isEqualTo("deferred");
        }
    }

    @Test
    void aWaitGoesOnAfterARestartAndStillHoldsNoSlot() {
        try (var shift = Shift.of(folder, WAIT, Map.of("narrow", 1))) {
            shift.jobs.defers("wait");
            shift.work();
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, intent.id().externalId(), null));
            shift.restart();
            assertThat(shift.states()).containsEntry("wait", "deferred").containsEntry("work", "running");
            assertThat(shift.jobs.sought()).contains("wait.t1");
            shift.jobs.defers("wait");
            shift.jobs.succeeds("wait");
            shift.work();
            assertThat(shift.states()).containsEntry("wait", "success").containsEntry("after", "queued");
            assertThat(shift.jobs.submitted()).as("nothing was launched again").containsExactly("wait.t1", "work.t1");
        }
    }

    @Test
    void aWaitThatWasNotOnRecordYetIsDeferredByTheNextProcess() {
        try (var shift = Shift.of(folder, WAIT, Map.of("narrow", 1))) {
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, intent.id().externalId(), null));
            shift.restart();
            shift.jobs.defers("wait");
            shift.work();
            assertThat(shift.states()).containsEntry("wait", "deferred").containsEntry("work", "launching");
        }
    }

    @Test
    void theWholeWaitCountsAlsoAcrossARestart() {
        try (var shift = Shift.of(folder, WAIT)) {
            shift.jobs.defers("wait");
            shift.work();
            shift.loop.flush();   // as the engine does after a moment in which nothing else is to be committed
            shift.timePasses(Duration.ofMinutes(90));
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, intent.id().externalId(), null));
            shift.restart();
            assertThat(shift.nextDue()).isEqualTo(Instant.parse("2030-01-01T02:00:00Z"));
            shift.timePasses(Duration.ofMinutes(30));
            assertThat(shift.jobs.stopped()).containsExactly("wait.t1");
            shift.jobs.ends("wait", Exit.failure(Cause.OPERATOR, null, "stopped"));
            shift.work();
            assertThat(shift.states()).containsEntry("wait", "skipped").containsEntry("after", "skipped");
        }
    }

    @Test
    void aWaitThatIsStoppedTakesNoSlotForItsEnd() {
        try (var shift = Shift.of(folder, WAIT, Map.of("narrow", 1))) {
            shift.jobs.defers("wait");
            shift.work();
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, intent.id().externalId(), null));
            shift.wish(Wish.Verb.KILL, "wait");
            assertThat(shift.stateOf("wait")).isEqualTo("stopping");
            shift.restart();
            assertThat(shift.stateOf("wait")).isEqualTo("stopping");
            shift.jobs.succeeds("work");
            shift.work();
            shift.wish(Wish.Verb.CLEAR, "work");
            assertThat(shift.stateOf("work")).as("the slot is free").isEqualTo("launching");
        }
    }

    @Test
    void whatTheWaitIsForIsItsReason() {
        try (var shift = Shift.of(folder, WAIT)) {
            shift.jobs.defers("wait");
            shift.jobs.tell(new News.Progressed(shift.jobs.last("wait").id(), 99, Instant.EPOCH, new Progress(0, 0, 0, "/data/x is not there")));
            shift.work();
            assertThat(shift.stateOf("wait")).isEqualTo("deferred");
            var live = Objects.requireNonNull(shift.loop.runs().get(shift.run.id()));
            assertThat(Pictures.of(live, shift.loop.runs().slots(), shift.clock.instant()).tasks().getFirst().reason()).isEqualTo("/data/x is not there");
        }
    }

    @Test
    void aChoiceIsKeptAcrossARestart() {
        try (var shift = Shift.of(folder, CHOICE)) {
            shift.jobs.ends("count", Exit.success(Map.of("rows", 1000L)));
            shift.work();
            assertThat(shift.states()).containsEntry("size", "success").containsEntry("small", "skipped").containsEntry("large", "launching");
            shift.jobs.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, intent.id().externalId(), null));
            shift.restart();
            shift.wish(Wish.Verb.CLEAR, "small");
            assertThat(shift.states()).containsEntry("size", "success").containsEntry("small", "skipped").containsEntry("large", "running");
            shift.jobs.succeeds("large");
            shift.work();
            shift.jobs.succeeds("tell");
            shift.work();
            assertThat(shift.runState()).isEqualTo("success");
        }
    }

    @Test
    void aChoiceAndWhatFollowsFromItAreOneCommit() {
        try (var shift = Shift.of(folder, CHOICE)) {
            var before = shift.store.commits();
            shift.jobs.ends("count", Exit.success(Map.of("rows", 5L)));
            shift.work();
            assertThat(shift.storedState("large")).isEqualTo("skipped");
            assertThat(shift.store.commits() - before).isEqualTo(1);
        }
    }

    @Test
    void maxActiveOfATaskCountsOverAllRuns() {
        var yaml = "dag: two\nmax_active_runs: 9\ntasks:\n  a: {run: a, max_active: 1}\n  b: {run: b}\n";
        try (var shift = Shift.of(folder, yaml)) {
            var first = shift.run;
            shift.begin(yaml, "manual-2");
            assertThat(shift.jobs.submitted()).containsExactlyInAnyOrder("a.t1", "b.t1", "b.t1");
            assertThat(shift.jobs.last("a").id().run()).isEqualTo(first.key());
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.jobs.last("a").id().run()).isEqualTo("manual-2");
        }
    }

    private static final String DONE = """
            dag: done
            tasks:
              make: {run: make, done_when: {file: {path: made}}, outputs: {rows: integer}, retries: 1, retry_delay: 1s}
              use: {run: use, depends_on: make}
            """;

    private static Exit saw(boolean holds) {
        return Exit.success(Map.of("holds", holds, "seen", "made is " + (holds ? "" : "not ") + "there"));
    }

    @Test
    void whatExistsAlreadyIsNotMadeAgain() {
        try (var shift = Shift.of(folder, DONE)) {
            assertThat(shift.jobs.submitted()).isEmpty();
            assertThat(shift.probes.submitted()).containsExactly("make.t1");
            shift.probes.ends("make", saw(true));
            shift.work();
            assertThat(shift.states()).isEqualTo(Map.of("make", "success", "use", "launching"));
            assertThat(shift.jobs.submitted()).containsExactly("use.t1");
            assertThat(shift.store.tries(shift.run.id()).getFirst().exit()).isEqualTo(
                    new Exit(null, null, "done already: made is there", Map.of()));
        }
    }

    @Test
    void whatIsMissingIsMadeByTheSameTry() {
        try (var shift = Shift.of(folder, DONE)) {
            var ends = new ArrayList<Integer>();
            shift.jobs.goesOn((_, ended) -> {
                ends.add(ended.size());
                return new Next.Finish(ended.getLast().exit());
            });
            shift.probes.ends("make", saw(false));
            shift.work();
            assertThat(shift.jobs.submitted()).containsExactly("make.t1.2");
            shift.jobs.ends("make", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            assertThat(ends).as("the probe is none of the operator's launches").containsExactly(1);
            shift.timePasses(Duration.ofSeconds(2));
            assertThat(shift.probes.submitted()).as("only the first try asks").containsExactly("make.t1");
            assertThat(shift.jobs.submitted()).containsExactly("make.t1.2", "make.t2");
            shift.jobs.ends("make", Exit.success(Map.of("rows", 7L)));
            shift.work();
            assertThat(shift.stateOf("use")).isEqualTo("launching");
        }
    }

    @Test
    void aProbeThatARestartCutShortAsksAgain() {
        try (var shift = Shift.of(folder, DONE)) {
            shift.probes.finds(intent -> new Finding.Alive(intent.id(), Instant.EPOCH, intent.id().externalId(), null));
            shift.restart();
            assertThat(shift.probes.sought()).containsExactly("make.t1");
            shift.probes.ends("make", saw(false));
            shift.work();
            assertThat(shift.jobs.submitted()).containsExactly("make.t1.2");
        }
    }

    @Test
    void aClearedTaskIsMadeAgain() {
        try (var shift = Shift.of(folder, DONE)) {
            shift.probes.ends("make", saw(true));
            shift.work();
            shift.wish(Wish.Verb.CLEAR, "make");
            assertThat(shift.jobs.submitted()).contains("make.t2");
            assertThat(shift.probes.submitted()).hasSize(1);
        }
    }

    @Test
    void aProbeThatCannotLookFailsTheTry() {
        try (var shift = Shift.of(folder, DONE)) {
            shift.probes.ends("make", Exit.failure(Cause.PLATFORM, null, "no such disk"));
            shift.work();
            assertThat(shift.stateOf("make")).isEqualTo("up_for_retry");
            assertThat(shift.jobs.submitted()).isEmpty();
        }
    }
}
