package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.run.TaskState;
import comporta.store.Databases;
import comporta.store.OnEachDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store has no room for fails its try, and nothing else. */
@OnEachDatabase
class FittingTest {
    private static final String TWO = """
            dag: two
            tasks:
              a: {run: a, retries: 3}
              b: {run: b, retries: 3}
            """;
    private static final Exit LARGE = Exit.success(Map.of("text", "x".repeat(1_000_000)));

    private final Databases databases;

    @TempDir
    Path folder;

    FittingTest(Databases databases) {
        this.databases = databases;
    }

    @Test
    void aRenderedTaskThatIsTooLargeFailsBeforeItsTryOpens() {
        var environment = IntStream.range(0, 20).mapToObj(n -> "V" + n + ": " + "x".repeat(60_000)).collect(Collectors.joining(", "));
        var yaml = TWO.replace("a: {run: a,", "a: {run: a, env: {" + environment + "},");
        try (var shift = Shift.of(databases, folder, yaml)) {
            assertThat(shift.states()).isEqualTo(Map.of("a", "failed", "b", "launching"));
            assertThat(shift.store.tries(shift.run.id())).as("none of a").hasSize(1);
            assertThat(shift.stored().instances().getFirst().state()).isInstanceOfSatisfying(TaskState.Failed.class, failed -> {
                assertThat(failed.cause()).isEqualTo(Cause.USER);
                assertThat(failed.reason()).startsWith("what the templates of this task became takes 1,2")
                        .endsWith("characters as JSON, and there is room for 1,000,000. Put large data into a file and hand on its path");
            });
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(shift.storedState("b")).isEqualTo("success");
        }
    }

    @Test
    void outputsThatAreTooLargeFailTheirTry() {
        try (var shift = Shift.of(databases, folder, TWO.replace(", retries: 3", ""))) {
            shift.jobs.ends("a", LARGE);
            shift.jobs.ends("b", new Exit(Cause.USER, 7, "exit code 7", LARGE.outputs()));
            shift.work();
            assertThat(shift.states()).isEqualTo(Map.of("a", "failed", "b", "failed"));
            assertThat(shift.store.tries(shift.run.id())).extracting(tried -> String.valueOf(tried.exit()))
                    .containsExactly(
                            "Exit[cause=USER, code=0, reason=what it hands on takes 1,000,011 characters as JSON, and there is room for "
                                    + "1,000,000. Put large data into a file and hand on its path, outputs={}, forGood=false]",
                            "Exit[cause=USER, code=7, reason=exit code 7, outputs={}, forGood=false]");
        }
    }

    @Test
    void soDoThoseThatAreFoundAfterARestartAndThoseOfTheOperatorItself() {
        try (var shift = Shift.of(databases, folder, TWO.replace(", retries: 3", ""))) {
            shift.jobs.finds(intent -> intent.id().task().value().equals("a")
                    ? new Finding.AlreadyEnded(new News.Ended(intent.id(), 1, Instant.EPOCH, LARGE))
                    : new Finding.Alive(intent.id(), Instant.EPOCH, "x", null));
            shift.restart();
            assertThat(shift.storedState("a")).isEqualTo("failed");
            shift.jobs.goesOn((_, _) -> new Next.Finish(LARGE));
            shift.jobs.succeeds("b");
            shift.work();
            assertThat(shift.storedState("b")).isEqualTo("failed");
        }
    }

    @Test
    void aFurtherLaunchThatIsTooLargeEndsTheTry() {
        try (var shift = Shift.of(databases, folder, "dag: one\ntasks:\n  a: {run: a}\n")) {
            Object deep = "end";
            for (int level = 0; level < 600; level++) {
                deep = List.of(deep);
            }
            var spec = new LaunchSpec(PlainData.plain(Map.of("deep", deep)));
            shift.jobs.goesOn((_, _) -> new Next.Launch(List.of(spec)));
            shift.jobs.succeeds("a");
            shift.work();
            assertThat(shift.storedState("a")).isEqualTo("failed");
            assertThat(shift.stored().run().reason()).contains("the launch of this task cannot be kept: it is nested deeper than 500 levels");
        }
    }
}
