package comporta.basic;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A task that starts a run of another DAG, and follows it. */
class TriggerDagTest {
    private final List<OtherDags.Order> asked = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();
    private final List<News> news = new ArrayList<>();
    private OtherDags.Told told = new OtherDags.Told.Pending();

    private TriggerDagOperator operator() {
        var dags = new OtherDags() {
            @Override
            public Told ask(Order order) {
                asked.add(order);
                return told;
            }

            @Override
            public void cancel(Order order, String reason) {
                cancelled.add(order.key() + ": " + reason);
            }
        };
        var operator = new TriggerDagOperator(dags, InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z")),
                (_, listener) -> due.add(listener), Runnable::run);
        operator.watch(news::add);
        return operator;
    }

    private static LaunchIntent intent(boolean waits) {
        var id = new LaunchId(new DagId("nightly"), "r1", new TaskId("next"), -1, 1, 1);
        return new LaunchIntent(id, "trigger-dag", new LaunchSpec(
                Map.of("dag", "prices", "key", "nightly/r1/next", "params", Map.of("full", true), "date", "2030-01-01", "by",
                        "nightly/r1/next", "wait", waits)), "");
    }

    private static OtherDags.Told run(String state) {
        return new OtherDags.Told.Run("triggered-1", state, !state.equals("running"), state.equals("success"));
    }

    private void looksAgain() {
        due.remove().run();
    }

    private String last() {
        return switch (news.getLast()) {
            case News.Ended ended -> ended.exit().isSuccess()
                    ? "success " + ended.exit().outputs().get("run_id")
                    : ended.exit().cause() + ": " + ended.exit().reason();
            case News.Progressed progressed -> progressed.progress().text();
            case News other -> other.getClass().getSimpleName();
        };
    }

    @Test
    void itEndsAsTheOtherRunDoes() {
        operator().submit(intent(true));
        assertThat(asked).containsExactly(new OtherDags.Order("prices", "nightly/r1/next", Map.of("full", true), "2030-01-01", "nightly/r1/next"));
        assertThat(news.getFirst()).isInstanceOf(News.Deferred.class);
        told = run("running");
        looksAgain();
        assertThat(last()).isEqualTo("run prices/triggered-1 is running");
        told = run("success");
        looksAgain();
        assertThat(last()).isEqualTo("success triggered-1");
        assertThat(due).isEmpty();
    }

    @Test
    void itFailsWhereTheOtherRunFailsOrIsRefused() {
        told = run("failed");
        operator().submit(intent(true));
        assertThat(last()).isEqualTo("USER: run prices/triggered-1 is failed");
        told = new OtherDags.Told.Refused("there is no DAG \"prices\"");
        operator().submit(intent(true));
        assertThat(last()).isEqualTo("USER: DAG prices was not started: there is no DAG \"prices\"");
    }

    @Test
    void whoDoesNotWaitIsDoneOnceItIsThere() {
        told = run("running");
        operator().submit(intent(false));
        assertThat(last()).isEqualTo("success triggered-1");
    }

    @Test
    void aStopGoesThroughAndIsOverWhenTheOtherRunIs() {
        told = run("running");
        var operator = operator();
        operator.submit(intent(true));
        operator.stop(intent(true), false);
        assertThat(cancelled).containsExactly("nightly/r1/next: task nightly/r1/next was stopped");
        looksAgain();
        assertThat(last()).isEqualTo("run prices/triggered-1 is running");
        told = run("cancelled");
        looksAgain();
        assertThat(last()).isEqualTo("OPERATOR: stopped; run triggered-1 is cancelled");
    }

    @Test
    void aLaterLifeGoesOnFollowing() {
        told = run("running");
        assertThat(operator().find(List.of(intent(true))).getFirst()).isInstanceOf(Finding.Alive.class);
        told = run("success");
        looksAgain();
        assertThat(last()).isEqualTo("success triggered-1");
    }
}
