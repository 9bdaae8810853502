package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.Lease;
import comporta.run.Expansion;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is expanded is on record, and a new process goes on with it. */
@OnEachDatabase
class ExpandLoopTest {
    private static final String SCORE = """
            dag: score
            groups:
              scoring:
                depends_on: list
                expand: {over: {model: "{{ outputs.list.models }}"}, label: "{{ item.model }}"}
            tasks:
              list: {run: list}
              up: {operator: scale-ec2, group: scoring, node_pool: {name: "{{ item.model }}", nodes: 1, instance_types: m5.large}}
              score: {run: "score {{ item.model }}", group: scoring, depends_on: up}
              down: {operator: downscale-ec2, group: scoring, teardown_of: up, depends_on: score}
              report: {run: "report {{ outputs.score.auc | json }}", depends_on: scoring}
            """;

    private final Databases databases;

    @TempDir
    Path folder;

    ExpandLoopTest(Databases databases) {
        this.databases = databases;
    }

    private Shift expanded(String... models) {
        var shift = Shift.of(databases, folder, SCORE);
        lists(shift, models);
        return shift;
    }

    private static void lists(Shift shift, String... models) {
        shift.jobs.ends("list", Exit.success(Map.of("models", List.of(models))));
        shift.work();
    }

    @Test
    void anExpansionAndTheFirstLaunchesOfAllItsInstancesAreOneCommit() {
        try (var shift = Shift.of(databases, folder, SCORE)) {
            var before = shift.store.commits();
            shift.jobs.ends("list", Exit.success(Map.of("models", List.of("churn", "credit"))));
            shift.turn();
            assertThat(shift.store.commits() - before).isEqualTo(1);
            assertThat(shift.stored().expansions()).containsExactly(new Expansion(
                    "scoring", Map.of("model", List.of("churn", "credit")), List.of("churn", "credit"), Map.of("list", 1L)));
            assertThat(shift.machines.submitted()).containsExactly("up[0].t1", "up[1].t1");
            assertThat(shift.stored().leases()).extracting(Lease::mapIndex).containsExactly(0, 1);
        }
    }

    @Test
    void aNewProcessGoesOnWithTheSameIndices() {
        try (var shift = expanded("churn", "credit", "fraud")) {
            shift.machines.succeeds("up[0]", "up[1]");
            shift.work();
            shift.jobs.ends("score[0]", Exit.success(Map.of("auc", 7L)));
            shift.work();
            var before = shift.states();
            assertThat(before)
                    .containsEntry("score[0]", "success").containsEntry("score[1]", "launching").containsEntry("score[2]", "waiting")
                    .containsEntry("down[0]", "launching");
            shift.jobs.finds(launch -> new Finding.Alive(launch.id(), Instant.EPOCH, launch.id().externalId(), null));
            shift.machines.finds(launch -> new Finding.Alive(launch.id(), Instant.EPOCH, launch.id().externalId(), null));
            shift.downscale.finds(launch -> new Finding.Alive(launch.id(), Instant.EPOCH, launch.id().externalId(), null));
            shift.restart();
            assertThat(shift.jobs.sought()).containsExactly("score[1].t1");
            assertThat(shift.states()).containsEntry("score[1]", "running").containsEntry("up[2]", "running").hasSameSizeAs(before);
            shift.downscale.succeeds("down[0]");
            shift.machines.succeeds("up[2]");
            shift.work();
            shift.jobs.ends("score[1]", Exit.success(Map.of("auc", 8L)));
            shift.jobs.ends("score[2]", Exit.success(Map.of("auc", 9L)));
            shift.work();
            assertThat(shift.stored().openTries().getLast().rendered().toString()).contains("report '[7,8,9]'");
            shift.downscale.succeeds("down[1]", "down[2]");
            shift.jobs.succeeds("report");
            shift.work();
            assertThat(shift.runState()).isEqualTo("success");
            assertThat(shift.stored().leases()).extracting(Lease::state).containsOnly(Lease.State.CLOSED).hasSize(3);
            assertThat(shift.over.getLast().tasks().get(2).instances()).extracting(TaskPicture::name)
                    .containsExactly("score[churn]", "score[credit]", "score[fraud]");
        }
    }

    @Test
    void aShorterListRemovesInstancesAlsoForTheNextProcess() {
        try (var shift = expanded("churn", "credit")) {
            shift.machines.succeeds("up[0]", "up[1]");
            shift.work();
            shift.jobs.ends("score[0]", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.jobs.ends("score[1]", Exit.failure(Cause.USER, 1, "exit code 1"));
            shift.work();
            shift.downscale.succeeds("down[0]", "down[1]");
            shift.work();
            assertThat(shift.runState()).isEqualTo("failed");
            shift.restart();
            assertThat(shift.wish(Wish.Verb.CLEAR, "list", "scoring", "report")).isEqualTo("granted for 8");
            lists(shift, "fraud");
            shift.restart();
            assertThat(shift.states())
                    .containsEntry("up[0]", "unreachable").containsEntry("up[1]", "removed").containsEntry("score[1]", "removed");
            assertThat(shift.stored().expansions().getFirst().labels()).containsExactly("fraud");
            shift.machines.succeeds("up[0]");
            shift.work();
            assertThat(shift.jobs.last("score[0]").id().tryNumber()).isEqualTo(2);
            shift.jobs.ends("score[0]", Exit.success(Map.of("auc", 1L)));
            shift.work();
            shift.downscale.succeeds("down[0]");
            shift.jobs.succeeds("report");
            shift.work();
            assertThat(shift.runState()).isEqualTo("success");
        }
    }

    @Test
    void aWishNamesAnInstanceByItsLabel() {
        try (var shift = expanded("churn", "credit")) {
            assertThat(shift.wish(Wish.Verb.SKIP, "score[credit]")).isEqualTo("granted for 1");
            assertThat(shift.states()).containsEntry("score[1]", "skipped").containsEntry("score[0]", "waiting");
            assertThat(shift.wish(Wish.Verb.SKIP, "score[nobody]")).startsWith("refused");
        }
    }

    @Test
    void logsLieByIndex() {
        try (var shift = expanded("churn")) {
            assertThat(shift.loop.runs().get(shift.run.id())).isNotNull();
            var picture = Pictures.of(Objects.requireNonNull(shift.loop.runs().get(shift.run.id())), shift.loop.runs().slots(), Instant.EPOCH);
            assertThat(picture.tasks().get(1).instances().getFirst().logFolder())
                    .isEqualTo(folder.resolve("logs/score/manual-1/up.0/1"));
        }
    }
}
