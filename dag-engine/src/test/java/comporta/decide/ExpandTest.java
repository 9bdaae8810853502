package comporta.decide;

import static comporta.decide.Dags.dag;
import static comporta.decide.Dags.group;
import static comporta.decide.Dags.over;
import static comporta.decide.Dags.task;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.Expand;
import comporta.dag.FailureMode;
import comporta.dag.TaskId;
import comporta.dag.ValueType;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.operator.News;
import comporta.run.TaskState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expanded tasks and groups: one instance per item, one end for those below. */
class ExpandTest {

    @Test
    void thereIsOneInstancePerItemAndThoseBelowSeeOneEnd() {
        var night = Scenario.of(dag(task("score").expand(over(List.of("a", "b"))), task("report", "score")));
        assertThat(night.states()).isEqualTo(
                Map.of("score", "waiting", "score[0]", "launching", "score[1]", "launching", "report", "waiting"));
        night.succeeds("score[1]");
        assertThat(night.states()).containsEntry("score", "waiting").containsEntry("report", "waiting");
        night.succeeds("score[0]");
        assertThat(night.states()).containsEntry("score", "success").containsEntry("report", "launching");
        night.succeeds("report");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void theListIsAskedForOnceItsRuleHolds() {
        var night = Scenario.of(dag(
                task("list").output("models", ValueType.LIST),
                task("score", "list").expand(over("{{ outputs.list.models }}")).env("MODEL", "{{ item.x.name }} {{ task.index }}")));
        assertThat(night.states()).isEqualTo(Map.of("list", "launching", "score", "waiting"));
        night.ends("list", Exit.success(Map.of("models", List.of(Map.of("name", "churn"), Map.of("name", "credit")))));
        assertThat(night.states()).isEqualTo(
                Map.of("list", "success", "score", "waiting", "score[0]", "launching", "score[1]", "launching"));
        assertThat(night.environment("score[1]")).containsEntry("MODEL", "credit 1");
    }

    @Test
    void aRunIsOneDecisionFromTheListToTheFirstLaunches() {
        var night = Scenario.of(dag(task("list"), task("score", "list").expand(over(List.of(1L, 2L)))));
        night.succeeds("list");
        assertThat(night.view.expansion(0)).isNotNull();
        assertThat(night.view.unfinished()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0} over {1} is {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            product | 2 3  | waiting | 6 instances
            zip     | 3 3  | waiting | 3 instances
            zip     | 3 4  | failed  | zip of 3 and 4 items. Make the lists equal [zip-lengths]
            product | 0 3  | skipped | the list of its items is empty
            zip     | 0 0  | skipped | the list of its items is empty
            product | 33 32| failed  | 1,056 instances (limit 1,024). Give each try a slice [expand-too-many]
            product | 32 32| waiting | 1024 instances
            """)
    void severalListsMakeOne(String combine, String sizes, String state, String words) {
        var lists = new LinkedHashMap<String, Object>();
        for (var size : sizes.split(" ", -1)) {
            lists.put("n" + lists.size(), Collections.nCopies(Integer.parseInt(size), "x"));
        }
        var how = Expand.Combine.valueOf(combine.toUpperCase(Locale.ROOT));
        var night = Scenario.of(dag(task("score").expand(new Expand(lists, how, null, 0, false, null))));
        assertThat(night.stateOf("score")).isEqualTo(state);
        var reason = switch (night.view.instance(0).state()) {
            case TaskState.Failed failed -> failed.reason();
            case TaskState.Skipped skipped -> skipped.reason();
            case TaskState _ -> Nodes.instancesOf(night.view, 0).count() + " instances";
        };
        assertThat(reason).isEqualTo(words);
        assertThat(night.run()).isEqualTo(state.equals("skipped") ? "success" : state.equals("waiting") ? "running" : state);
    }

    @Test
    void theFirstNameOfAProductIsTheSlowest() {
        var lists = new LinkedHashMap<String, Object>();
        lists.put("model", List.of("churn", "credit"));
        lists.put("day", List.of("mon", "tue"));
        var night = Scenario.of(dag(task("score")
                .expand(new Expand(lists, Expand.Combine.PRODUCT, null, 0, false, "{{ item.model }}-{{ item.day }}"))
                .env("ITEM", "{{ item.model }} {{ item.day }}")));
        assertThat(night.states()).containsOnlyKeys(
                "score", "score[churn-mon]", "score[churn-tue]", "score[credit-mon]", "score[credit-tue]");
        assertThat(night.environment("score[credit-mon]")).containsEntry("ITEM", "credit mon");
    }

    @ParameterizedTest(name = "over {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {{ outputs.list.models }} | "over.x" is text "churn", and must be a list. Write the output as JSON: {"xs": ["a"]} [not-a-list]
            {{ outputs.list.other }}  | outputs.list.other is missing
            """)
    void whatIsNoListFailsTheTaskForGood(String over, String words) {
        var night = Scenario.of(dag(task("list"), task("score", "list").retries(3, Duration.ofMinutes(1)).expand(over(over))));
        night.ends("list", Exit.success(Map.of("models", "churn")));
        assertThat(night.view.instance(1).state()).isInstanceOfSatisfying(TaskState.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(Cause.USER);
            assertThat(failed.reason()).contains(words);
        });
        assertThat(night.run()).isEqualTo("failed");
    }

    @ParameterizedTest(name = "labels {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a b   | score[a] score[b]
            a a b | score[0] score[1] score[b]
            1 0   | score[0] score[1]
            '- x]'| score[-] score[1]
            """)
    void aLabelIsANameWhereItIsOneOnly(String items, String names) {
        var expand = new Expand(Map.of("x", List.of(items.split(" ", -1))), Expand.Combine.PRODUCT, null, 0, false, "{{ item.x }}");
        var night = Scenario.of(dag(task("score").expand(expand)));
        assertThat(Nodes.instancesOf(night.view, 0).mapToObj(node -> Nodes.name(night.view, node))).containsExactly(names.split(" ", -1));
    }

    @ParameterizedTest(name = "{0}, tolerated {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            s s s s | 0    | success |
            s f s s | 0    | failed  | 1 of 4 failed, first score[1]: exit code 1
            s f s s | 1    | success |
            f f s s | 1    | failed  | 2 of 4 failed, first score[0]: exit code 1
            f f s s | 0.5  | success |
            f f f s | 0.5  | failed  | 3 of 4 failed, first score[0]: exit code 1
            s f s s | 0.24 | failed  | 1 of 4 failed, first score[1]: exit code 1
            f f f f | 4    | success |
            """)
    void soManyMayFail(String ends, double tolerated, String state, @Nullable String reason) {
        var night = Scenario.of(dag(
                task("score").expand(over(List.of(1L, 2L, 3L, 4L), null, tolerated)), task("after", "score").rule("all_done")));
        var index = 0;
        for (var end : ends.split(" ", -1)) {
            night.ends("score[" + index++ + "]", end.equals("s") ? Exit.success(Map.of()) : Exit.failure(Cause.USER, 1, "exit code 1"));
        }
        assertThat(night.stateOf("score")).isEqualTo(state);
        if (reason != null) {
            assertThat(((TaskState.Failed) night.view.instance(0).state()).reason()).isEqualTo(reason);
        }
        night.succeeds("after");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void aToleratedFailureDoesNotStopTheOthersAndOneMoreDoes() {
        var night = Scenario.of(dag(
                FailureMode.FAIL_FAST, null, null, task("score").expand(over(List.of(1L, 2L, 3L, 4L), null, 1)), task("other")));
        night.fails("score[0]");
        assertThat(night.states()).containsEntry("score[1]", "launching").containsEntry("other", "launching");
        night.fails("score[1]");
        assertThat(night.states()).containsEntry("score[2]", "stopping").containsEntry("other", "stopping");
    }

    @Test
    void eachIndexHasItsOwnWhenAndRetries() {
        var night = Scenario.of(dag(
                task("score").expand(over(List.of(1L, 2L))).when("{{ item.x == 2 }}").retries(1, Duration.ofMinutes(1))));
        assertThat(night.states()).isEqualTo(Map.of("score", "waiting", "score[0]", "skipped", "score[1]", "launching"));
        night.fails("score[1]");
        assertThat(night.stateOf("score[1]")).isEqualTo("up_for_retry");
        night.timePasses(Duration.ofMinutes(2));
        night.succeeds("score[1]");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void whereAllAreSkippedTheWholeIs() {
        var night = Scenario.of(dag(
                task("score").expand(over(List.of(1L, 2L))).when("{{ false }}"), task("report", "score")));
        assertThat(night.states()).containsEntry("score", "skipped").containsEntry("report", "skipped");
    }

    @Test
    void soManyRunAtTheSameTime() {
        var night = Scenario.of(dag(task("score").expand(over(List.of(1L, 2L, 3L), 2, 0))));
        assertThat(night.states()).containsEntry("score[1]", "launching").containsEntry("score[2]", "waiting");
        assertThat(Reasons.of(night.view, night.view.slots(), night.number("score[2]"))).isEqualTo("behind items that go first (max_parallel)");
        night.succeeds("score[0]");
        assertThat(night.stateOf("score[2]")).isEqualTo("launching");
    }

    @ParameterizedTest(name = "{0}: the next one is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            launching    | waiting
            running      | waiting
            deferred     | waiting
            up_for_retry | waiting
            unreachable  | waiting
            failed       | launching
            success      | launching
            """)
    void anItemHasItsPlaceFromItsFirstTryToItsEnd(String state, String next) {
        var night = Scenario.of(dag(task("s").retries(state.equals("failed") ? 0 : 1, Duration.ofMinutes(5)).expand(over(List.of(1L, 2L), 1, 0))));
        switch (state) {
            case "running" -> night.starts("s[0]");
            case "deferred" -> night.hears("s[0]", (launch, sequence) -> new News.Deferred(launch, sequence, night.now(), launch.externalId()));
            case "unreachable" -> night.hears("s[0]", (launch, sequence) -> new News.Unreachable(launch, sequence, night.now(), "agent lost"));
            case "up_for_retry", "failed" -> night.fails("s[0]");
            case "success" -> night.succeeds("s[0]");
            default -> { }
        }
        assertThat(night.states()).containsEntry("s[0]", state).containsEntry("s[1]", next);
    }

    private static Dag scoring(Expand expand) {
        return dag(
                group("scoring", "list").expand(expand),
                task("list").output("models", ValueType.LIST),
                task("up").in("scoring"),
                task("score", "up").in("scoring").output("auc", ValueType.NUMBER).env("UP", "{{ outputs.up.nodes | default('?') }}"),
                task("down", "score").in("scoring").tearsDown("up"),
                task("summary").afterGroup("scoring").rule("none_failed").env("AUCS", "{{ outputs.score.auc | json }}"));
    }

    private static Scenario scored(Expand expand, Object... models) {
        var night = Scenario.of(scoring(expand));
        night.ends("list", Exit.success(Map.of("models", List.of(models))));
        return night;
    }

    private static final String MODELS = "{{ outputs.list.models }}";

    @Test
    void insideAnExpandedGroupEachIndexSeesItsOwn() {
        var night = scored(over(MODELS, null, 1), "churn", "credit", "fraud");
        night.ends("up[1]", Exit.success(Map.of("nodes", 7L)));
        assertThat(night.states())
                .containsEntry("up[0]", "launching").containsEntry("score[0]", "waiting").containsEntry("score[1]", "launching");
        assertThat(night.environment("score[1]")).containsEntry("UP", "7");
        night.succeeds("up[0]", "up[2]");
        night.ends("score[0]", Exit.success(Map.of("auc", new BigDecimal("0.9"))));
        assertThat(night.states()).containsEntry("down[0]", "launching").containsEntry("down[1]", "waiting");
        night.fails("score[1]");
        night.ends("score[2]", Exit.success(Map.of("auc", new BigDecimal("0.7"))));
        assertThat(night.states()).containsEntry("score", "success").containsEntry("summary", "launching");
        assertThat(night.environment("summary")).containsEntry("AUCS", "[0.9,null,0.7]");
        night.succeeds("down[0]", "down[1]", "down[2]", "summary");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void aLeaseAndItsTeardownBelongToTheSameIndex() {
        var night = scored(over(MODELS), "churn", "credit");
        night.succeeds("up[0]", "up[1]");
        night.fails("score[1]");
        assertThat(night.lease("up[1]")).isEqualTo(Lease.State.CLOSING);
        assertThat(night.lease("up[0]")).isEqualTo(Lease.State.OPEN);
        night.succeeds("down[1]");
        assertThat(night.lease("up[1]")).isEqualTo(Lease.State.CLOSED);
        assertThat(night.view.leases()).extracting(Lease::id).containsExactly("nightly.manual-1.up~0", "nightly.manual-1.up~1");
        night.fails("score[0]");
        night.succeeds("down[0]");
        assertThat(night.states()).containsEntry("score", "failed").containsEntry("summary", "upstream_failed");
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void anEmptyListSkipsTheGroupAndTheSummaryStillRuns() {
        var night = scored(over(MODELS));
        assertThat(night.states()).containsEntry("up", "skipped").containsEntry("score", "skipped").containsEntry("down", "skipped");
        assertThat(night.stateOf("summary")).isEqualTo("launching");
        assertThat(night.environment("summary")).containsEntry("AUCS", "[]");
    }

    @Test
    void aListThatFailedFailsTheFirstTasksOfTheGroup() {
        var night = Scenario.of(scoring(over(MODELS)));
        night.fails("list");
        assertThat(night.states()).containsEntry("up", "upstream_failed").containsEntry("score", "upstream_failed").containsEntry("down", "skipped");
        assertThat(night.run()).isEqualTo("failed");
    }

    @Test
    void soManyIndicesOfAGroupAreUnderWayFromTheFirstTaskToTheLast() {
        var night = scored(over(MODELS, 1, 0), "churn", "credit");
        assertThat(night.states()).containsEntry("up[0]", "launching").containsEntry("up[1]", "waiting");
        assertThat(Reasons.of(night.view, night.view.slots(), night.number("up[1]"))).isEqualTo("behind items that go first (max_parallel)");
        night.succeeds("up[0]");
        night.ends("score[0]", Exit.success(Map.of("auc", 1L)));
        assertThat(night.stateOf("up[1]")).as("its machines still stand").isEqualTo("waiting");
        night.succeeds("down[0]");
        assertThat(night.stateOf("up[1]")).isEqualTo("launching");
    }

    @Test
    void anItemThatWaitsForAllOthersDoesNotWaitForAFreePlace() {
        var night = Scenario.of(dag(
                group("g").expand(over(List.of(1L, 2L), 1, 0)), task("a").in("g"), task("outside", "a"), task("b", "a", "outside").in("g")));
        night.succeeds("a[0]", "a[1]", "outside", "b[0]", "b[1]");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void aGroupHasSoManySlots() {
        var night = Scenario.of(dag(group("g").maxActive(2), task("a").in("g"), task("b").in("g"), task("c").in("g"), task("d")));
        assertThat(night.states()).isEqualTo(Map.of("a", "launching", "b", "launching", "c", "queued", "d", "launching"));
        night.succeeds("b");
        assertThat(night.stateOf("c")).isEqualTo("launching");
    }

    @Test
    void oneIndexIsClearedByItself() {
        var night = Scenario.of(dag(task("score").expand(over(List.of("a", "b"))), task("report", "score")));
        night.succeeds("score[0]");
        night.fails("score[1]");
        assertThat(night.run()).isEqualTo("failed");
        night.wishes(Wish.Verb.CLEAR, "score[1]", "report");
        assertThat(night.states()).isEqualTo(
                Map.of("score", "waiting", "score[0]", "success", "score[1]", "launching", "report", "waiting"));
        night.succeeds("score[1]", "report");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void theWholeIsClearedOnTheListThatWasKept() {
        var night = scored(over(MODELS), "churn", "credit");
        night.succeeds("up[0]", "up[1]");
        night.fails("score[0]");
        night.fails("score[1]");
        night.succeeds("down[0]", "down[1]");
        night.wishes(Wish.Verb.CLEAR, "scoring", "summary");
        assertThat(night.states()).containsEntry("up[0]", "launching").containsEntry("up[1]", "launching").containsEntry("up", "waiting");
        assertThat(night.view.instance(night.number("up[0]")).tries()).isEqualTo(2);
    }

    @Test
    void whoClearsTheListHasItExpandedAnewAndIndicesThatAreGoneAreRemoved() {
        var night = scored(over(MODELS), "churn", "credit");
        night.succeeds("up[0]", "up[1]");
        night.fails("score[0]");
        night.fails("score[1]");
        night.succeeds("down[0]", "down[1]");
        night.wishes(Wish.Verb.CLEAR, "list", "scoring", "summary");
        assertThat(night.states()).containsEntry("list", "launching").containsEntry("up[0]", "waiting").containsEntry("up[1]", "waiting");
        night.ends("list", Exit.success(Map.of("models", List.of("fraud"))));
        assertThat(night.states()).containsEntry("up[0]", "launching").containsEntry("up[1]", "removed").containsEntry("score[1]", "removed");
        night.wishes(Wish.Verb.CLEAR, "list", "scoring");
        night.ends("up[0]", Exit.failure(Cause.OPERATOR, 143, "TERM"));
        night.ends("list", Exit.success(Map.of("models", List.of("a", "b", "c"))));
        assertThat(night.states())
                .containsEntry("up[0]", "launching").containsEntry("up[1]", "launching").containsEntry("up[2]", "launching");
        night.succeeds("up[0]", "up[1]", "up[2]");
        for (int i = 0; i < 3; i++) {
            night.ends("score[" + i + "]", Exit.success(Map.of("auc", 1L)));
        }
        night.succeeds("down[0]", "down[1]", "down[2]", "summary");
        assertThat(night.run()).isEqualTo("success");
    }

    @Test
    void whatIsStillBeingStoppedHoldsTheNewListUp() {
        var night = Scenario.of(dag(task("list"), task("score", "list").expand(over("{{ outputs.list.models }}"))));
        night.ends("list", Exit.success(Map.of("models", List.of("a", "b"))));
        night.wishes(Wish.Verb.CLEAR, "list", "score");
        night.ends("score[1]", Exit.failure(Cause.OPERATOR, 143, "TERM"));
        night.ends("list", Exit.success(Map.of("models", List.of("c"))));
        assertThat(night.states()).containsEntry("score[0]", "stopping").containsEntry("score[1]", "waiting");
        night.ends("score[0]", Exit.failure(Cause.OPERATOR, 143, "TERM"));
        assertThat(night.states()).isEqualTo(
                Map.of("list", "success", "score", "waiting", "score[0]", "launching", "score[1]", "removed"));
    }

    @Test
    void aListThatIsNoneAnyMoreFailsWhatWasExpandedOverTheOldOne() {
        var night = scored(over(MODELS), "churn", "credit");
        night.wishes(Wish.Verb.CLEAR, "list", "scoring");
        night.ends("up[0]", Exit.failure(Cause.OPERATOR, 143, "TERM"));
        night.ends("up[1]", Exit.failure(Cause.OPERATOR, 143, "TERM"));
        night.ends("list", Exit.success(Map.of("models", List.of(IntStream.range(0, 1_025).boxed().toArray()))));
        assertThat(night.states()).containsEntry("up", "failed").containsEntry("score", "upstream_failed");
        night.succeeds("down[0]", "down[1]");
        assertThat(night.run()).isEqualTo("failed");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            skip         | score    | granted for 2                                                     | stopping stopping waiting
            skip         | score[b] | granted for 1                                                     | launching stopping waiting
            mark_success | score[1] | granted for 1                                                     | launching stopping waiting
            kill         | score    | granted for 2                                                     | stopping stopping waiting
            skip         | score[c] | refused: "score" has no instance "c" among its 2                  | launching launching waiting
            skip         | scor     | refused: DAG nightly has no task "scor"                           | launching launching waiting
            skip         | list[0]  | refused: "list" is not expanded, so there is no list[0]           | launching launching waiting
            skip         | late[0]  | refused: "late" is not expanded yet, so nobody knows late[0]      | launching launching waiting
            """)
    void personsSpeakOfInstancesAndOfTheWhole(String verb, String task, String outcome, String states) {
        var expand = new Expand(Map.of("x", List.of("a", "b")), Expand.Combine.PRODUCT, null, 0, false, "{{ item.x }}");
        var night = Scenario.of(dag(
                task("score").expand(expand), task("list", "score"), task("late", "list").expand(over(List.of(1L)))));
        var outcomes = new ArrayList<String>();
        var wish = new Wish(1, 1, Wish.Verb.valueOf(verb.toUpperCase(Locale.ROOT)), List.of(task), "ana", "");
        for (var change : Decider.decide(night.view, new Event.Wished(wish), Scenario.START).changes()) {
            if (change instanceof Change.WishSettled settled) {
                outcomes.add(settled.outcome());
            }
        }
        assertThat(outcomes).containsExactly(outcome);
        night.decide(new Event.Wished(wish));
        assertThat(night.stateOf("score[a]") + " " + night.stateOf("score[b]") + " " + night.stateOf("score")).isEqualTo(states);
    }

    @Test
    void theEndOfOneInstanceCostsNothingButItsOwnDownstream() {
        var night = Scenario.of(dag(
                group("g").expand(over(IntStream.range(0, 1_000).boxed().map(Integer::longValue).toList())),
                task("a").in("g"), task("b", "a").in("g"), task("after").afterGroup("g")), Map.of("default", 10_000));
        for (int i = 0; i < 1_000; i++) {
            var before = night.view.touched();
            night.decide(ended(night, "a", i));
            assertThat(night.view.touched() - before).isLessThanOrEqualTo(i < 999 ? 2 : 3);
        }
    }

    private static Event ended(Scenario night, String task, int index) {
        var id = new LaunchId(night.view.run().dag(), night.view.run().key(), new TaskId(task), index, 1, 1);
        var exit = Exit.success(Map.of());
        return new Event.Heard(new News.Ended(id, 1, Scenario.START, exit), new FollowUp.Finish(exit));
    }
}
