package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.group;
import static comporta.decide.Dags.over;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import comporta.dag.FailureMode;
import comporta.dag.Timeouts;
import comporta.dag.TriggerRule;
import comporta.dag.ValueType;
import comporta.run.StatesDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All that can happen to small DAGs happens, in every order, and nothing that must not be ever is. {@code -Dcomporta.explored=N} walks further. */
@Tag("computes")
@Order(-500)
class ExplorerTest {
    private static final int MOST = Integer.getInteger("comporta.explored", 40_000);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static SmallDag retries() {
        return new SmallDag("a retry, and another task", new Mishaps(1, 1, 1, 2), dag(task("a").retries(1, MINUTE), task("b", "a")));
    }

    private static SmallDag teardown() {
        return new SmallDag("set up, worked on, torn down", new Mishaps(1, 1, 1, 1), dag(
                task("up"), task("work", "up").timeouts(new Timeouts(Duration.ofHours(1), null, null, null)), task("down", "work").tearsDown("up")))
                .wish(Wish.Verb.CANCEL);
    }

    private static SmallDag tooLong() {
        return new SmallDag("torn down after work that took too long", Mishaps.NONE, dag(
                task("up"), task("work", "up").timeouts(new Timeouts(Duration.ofHours(1), null, null, null)), task("down", "work").tearsDown("up")));
    }

    private static SmallDag pool() {
        return new SmallDag("three for two slots", new Mishaps(1, 1, 1, 1), Map.of("narrow", 2), dag(
                task("a").pool("narrow", 1), task("b").pool("narrow", 1).weight(1), task("wide").pool("narrow", 2)));
    }

    private static SmallDag cleared() {
        return new SmallDag("cancelled and cleared", new Mishaps(1, 1, 1, 1), dag(task("a"), task("b", "a")))
                .wish(Wish.Verb.CANCEL).wish(Wish.Verb.CLEAR, "a");
    }

    private static List<SmallDag> dags() {
        var dags = new ArrayList<>(List.of(
                retries(), teardown(), pool(), cleared(),
                new SmallDag("killed, marked and skipped", new Mishaps(1, 0, 1, 0), dag(task("a").retries(1, MINUTE), task("b", "a")))
                        .wish(Wish.Verb.KILL, "a").wish(Wish.Verb.MARK_SUCCESS, "a").wish(Wish.Verb.SKIP, "b").wish(Wish.Verb.MARK_FAILED, "b"),
                new SmallDag("paused and forced", new Mishaps(1, 0, 1, 1), dag(task("up"), task("work", "up"), task("down", "work").tearsDown("up")))
                        .wish(Wish.Verb.PAUSE).wish(Wish.Verb.RESUME).wish(Wish.Verb.FORCE),
                new SmallDag("deferred", new Mishaps(1, 1, 1, 1), dag(
                        task("wait").retries(1, MINUTE)
                                .timeouts(new Timeouts(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2), null)),
                                task("b", "wait")))
                        .wish(Wish.Verb.CLEAR, "wait"),
                new SmallDag("watched for signs of life", new Mishaps(1, 1, 1, 1), dag(
                        task("slow").retries(1, MINUTE).skipOn("99").timeouts(new Timeouts(null, null, null, Duration.ofMinutes(10))), task("b", "slow")))
                        .wish(Wish.Verb.CANCEL),
                new SmallDag("expanded over a list", new Mishaps(1, 0, 0, 1), Map.of("narrow", 1), dag(
                        task("list").output("models", ValueType.LIST),
                        task("score", "list").pool("narrow", 1).expand(over("{{ outputs.list.models }}", null, 1)), task("sum", "score")))
                        .wish(Wish.Verb.CLEAR, "list", "score").wish(Wish.Verb.CANCEL),
                new SmallDag("a group, set up for each item", new Mishaps(1, 0, 0, 1), dag(
                        group("each").expand(over(List.of("a", "b"))),
                        task("up").in("each"), task("down", "up").in("each").tearsDown("up"))).wish(Wish.Verb.CANCEL),
                new SmallDag("branched", new Mishaps(1, 1, 1, 1), dag(
                        task("choice").choose("{{ 'left' }}"), task("left", "choice"), task("right", "choice"),
                        task("join", "left", "right").rule("none_failed_min_one_success")))
                        .wish(Wish.Verb.CLEAR),
                new SmallDag("short-circuited", new Mishaps(1, 1, 1, 1), dag(
                        task("a"), task("check", "a").condition("{{ 1 == 2 }}", "all"), task("b", "check"), task("c", "a"))),
                new SmallDag("cannot be prepared", new Mishaps(1, 0, 1, 1),
                        dag(task("broken"), task("a"), task("never").when("{{ 1 == 2 }}"), task("b", "broken", "a").rule("all_done"))),
                new SmallDag("fails fast, for an hour at most", new Mishaps(1, 0, 1, 1), dag(
                        FailureMode.FAIL_FAST, Duration.ofHours(1), 1, task("a").retries(1, MINUTE), task("b"), task("c", "a", "b")))));
        dags.addAll(List.of(
                new SmallDag("one task, all mishaps", new Mishaps(1, 1, 1, 1), dag(task("a").retries(1, MINUTE))),
                tooLong(),
                new SmallDag("waits for other runs", new Mishaps(1, 0, 0, 1), dag(
                        task("a"), task("b", "a").afterDag("prices", Duration.ofHours(1)).retries(1, MINUTE), task("c", "b").past(true)))
                        .wish(Wish.Verb.CLEAR, "b"),
                new SmallDag("cancelled and marked", new Mishaps(0, 0, 1, 0), dag(task("a"))).wish(Wish.Verb.CANCEL).wish(Wish.Verb.MARK_SUCCESS, "a"),
                new SmallDag("a slow wait, cancelled", new Mishaps(0, 1, 1, 0), dag(task("wait-slow"))).wish(Wish.Verb.CANCEL),
                new SmallDag("waits for a machine", new Mishaps(1, 0, 1, 0), dag(task("in-line"), task("b", "in-line"))).wish(Wish.Verb.CANCEL),
                new SmallDag("machines that go as their tasks end", new Mishaps(0, 0, 1, 0), JustInTimeTest.dag("""
                        dag: nightly
                        tasks:
                          many: {operator: scale-ec2, node_pool: {name: p, nodes: 2, instance_types: m5.xlarge}}
                          a: {run: x, depends_on: many, job: {node_pool: p}}
                          b: {run: x, depends_on: many, job: {node_pool: p}}
                          down: {operator: downscale-ec2, teardown_of: many, depends_on: [a, b]}
                        """)).wish(Wish.Verb.CANCEL),
                new SmallDag("several launches in a try", new Mishaps(0, 0, 1, 1), dag(task("many"))),
                new SmallDag("waits too long for its slot", new Mishaps(0, 0, 0, 1), Map.of("narrow", 1), dag(
                        task("a").pool("narrow", 1), task("b").pool("narrow", 1).timeouts(new Timeouts(null, Duration.ofHours(1), null, null)))),
                new SmallDag("expanded three times over", Mishaps.NONE, dag(
                        task("list").output("models", ValueType.LIST), task("score", "list").expand(over("{{ outputs.list.models }}"))))
                        .wish(Wish.Verb.CLEAR, "list", "score").wish(Wish.Verb.CLEAR, "list", "score").afterwards()));
        Arrays.stream(TriggerRule.values()).filter(rule -> rule != TriggerRule.ALL_DONE_SETUP_SUCCESS)
                .map(rule -> new SmallDag("rule " + rule.word(), new Mishaps(0, 0, 0, 2), dag(
                        task("a"), task("b").skipOn("99"), task("c", "a", "b").rule(rule.word()))))
                .forEach(dags::add);
        return dags;
    }

    @Test
    @Timeout(1_200)   // it only catches a hang
    void nothingThatMustNotBeEverIs() throws InterruptedException, ExecutionException {
        var coverage = new Coverage();
        var tallies = new ArrayList<Explorer.Tally>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var walks = new ArrayList<Future<Explorer.Tally>>();
            dags().forEach(dag -> walks.add(threads.submit(() -> new Explorer(dag, MOST, true, Decider::taken, coverage).explore())));
            for (var walk : walks) {
                tallies.add(walk.get());
            }
        }
        System.out.println(Explorer.table(tallies));
        coverage.counts().forEach((what, count) -> System.out.printf("%,12d %s%n", count, what));
        System.out.printf("%,d states%n", tallies.stream().mapToLong(Explorer.Tally::states).sum());
        var wanted = new TreeSet<>(StatesDocument.pairs());
        Arrays.stream(TriggerRule.values()).forEach(rule -> wanted.add("rule " + rule.word()));
        Arrays.stream(Command.class.getPermittedSubclasses()).forEach(command -> wanted.add("command " + command.getSimpleName()));
        wanted.removeAll(coverage.counts().keySet());
        assertThat(wanted).as("never met with").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            NEWS_OF_AN_OLDER_LAUNCH_ACCEPTED | retries
            ACKNOWLEDGED_BEFORE_COMMIT       | retries
            TEARDOWN_SKIPPED_ON_TIMEOUT      | too long
            LEASE_OPENED_AFTER_THE_LAUNCH    | teardown
            SLOT_FREED_TWICE                 | pool
            RETRY_BEFORE_THE_END_IS_PROVEN   | retries
            CANCEL_IGNORED_IN_LAUNCHING      | cleared
            EARLY_VERDICT                    | retries
            CLEAR_DURING_STOPPING            | cleared
            DISPATCHED_TWICE_AFTER_RECOVERY  | retries
            """)
    void aPlantedFaultIsFound(PlantedFault fault, String where) {
        var dag = switch (where) {
            case "retries" -> retries();
            case "teardown" -> teardown();
            case "too long" -> tooLong();
            case "pool" -> pool();
            default -> cleared();
        };
        var found = catchThrowableOfType(AssertionError.class, () -> new Explorer(dag, 200_000, false, fault, new Coverage()).explore());
        assertThat(found).as("%s in %s", fault, dag).isNotNull();
    }
}
