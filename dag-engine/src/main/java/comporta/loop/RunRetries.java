package comporta.loop;

import comporta.decide.Wish;
import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.store.Store;
import comporta.store.StoredRun;
import comporta.store.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the failure of a run: it goes on by itself from what did not succeed, as often as its DAG says, or counts among the
 * failures after which the DAG is paused.
 */
final class RunRetries {
    private static final Duration USUAL_DELAY = Duration.ofMinutes(5);

    private final Store store;
    private final Ticker ticker;
    private final Scheduling scheduling;
    private final Map<Long, Ticks.Retry> retries = new LinkedHashMap<>();
    /** Runs that rest until then. */
    private final Map<Long, Resting> resting = new LinkedHashMap<>();

    private record Resting(DagRun run, Instant until) {}

    RunRetries(Store store, Ticker ticker, Scheduling scheduling) {
        this.store = store;
        this.ticker = ticker;
        this.scheduling = scheduling;
    }

    /** Reads what is on record. */
    void recover() {
        store.ticks().retries().forEach(retry -> retries.put(retry.run().id(), retry));
    }

    /** The DAGs are known, perhaps others than before: what came to nothing while nobody looked is seen to. */
    void look(Instant now) {
        List.copyOf(retries.values()).forEach(retry -> {
            if (retry.run().state().isFinal()) {
                committed(retry.run(), now);
            }
        });
        List.copyOf(ticker.clocks()).forEach(clock -> countFailures(clock, now));
    }

    /** Runs that are over for now. */
    Collection<DagRun> resting() {
        return resting.values().stream().map(Resting::run).toList();
    }

    void committed(DagRun run, Instant now) {
        var clock = ticker.clock(run.dag());
        resting.remove(run.id());
        if (!run.state().isFinal()) {
            return;
        }
        var retry = retries.containsKey(run.id()) ? retries.get(run.id()) : fresh(run, clock);
        if (retry != null && run.state() == RunState.FAILED && retry.left() > 0) {
            var ended = Objects.requireNonNullElse(run.endedAt(), now);
            var delay = clock == null ? USUAL_DELAY : clock.dag().dag().runRetryDelay();
            retries.put(run.id(), new Ticks.Retry(run, retry.done(), retry.left()));
            resting.put(run.id(), new Resting(run, ended.plus(delay)));
            return;
        }
        if (retry != null) {
            retries.remove(run.id());
            store.ticks().forgetRetry(run.id());
        }
        if (clock != null && run.state() == RunState.FAILED && run.type() != RunType.BACKFILL) {
            countFailures(clock, now);
        }
    }

    /** Created by this engine since it began: the store knows how often it may. */
    private Ticks.@Nullable Retry fresh(DagRun run, @Nullable DagClock clock) {
        return clock == null || clock.dag().dag().runRetries() == 0 ? null : store.ticks().retry(run).orElse(null);
    }

    private void countFailures(DagClock clock, Instant now) {
        Dag dag = clock.dag().dag();
        int most = dag.maxConsecutiveFailures();
        if (most == 0 || clock.standing().paused()) {
            return;
        }
        var since = clock.standing().resumedAt();
        var last = store.ticks().lastEnded(dag.id(), most);
        if (last.size() < most || last.stream().anyMatch(run -> run.state() != RunState.FAILED || isBefore(run, since))) {
            return;
        }
        var reason = "the last " + most + " runs failed (max_consecutive_failures), the latest of them " + last.getFirst().key();
        var paused = clock.standing().paused(reason, now);
        store.ticks().pause(paused, Scheduling.USER, now);
        clock.paused(paused);
        scheduling.paused(dag.id(), reason);
    }

    private static boolean isBefore(DagRun run, @Nullable Instant since) {
        var ended = run.endedAt();
        return since != null && ended != null && !ended.isAfter(since);
    }

    /** Lets those go on that have rested long enough. */
    void serve(Instant now) {
        for (var rests : List.copyOf(resting.values())) {
            var retry = retries.get(rests.run().id());
            if (retry != null && !rests.until().isAfter(now)) {
                goOn(retry, now);
            }
        }
    }

    private void goOn(Ticks.Retry retry, Instant now) {
        var run = retry.run();
        var failed = failed(store.look(run.id()));
        var wish = new Wish(
                0, run.id(), Wish.Verb.CLEAR, failed, Scheduling.USER,
                "retry " + (retry.done() + 1) + " of " + (retry.done() + retry.left()) + " of the run (run_retries)");
        scheduling.wished(store.ticks().retry(retry, wish, now));
        retries.put(run.id(), new Ticks.Retry(run, retry.done() + 1, retry.left() - 1));
        resting.remove(run.id());
    }

    /** What neither succeeded nor was passed over; of an expanded task its instances. */
    private List<String> failed(StoredRun stored) {
        var graph = DagGraph.of(scheduling.dag(stored));
        var failed = new ArrayList<String>();
        for (var instance : stored.instances()) {
            if (isFailed(instance) && !isExpanded(stored, instance)) {
                failed.add(graph.task(instance.task()) + (instance.mapIndex() < 0 ? "" : "[" + instance.mapIndex() + "]"));
            }
        }
        return failed;
    }

    private static boolean isFailed(TaskInstance instance) {
        return switch (instance.state()) {
            case TaskState.Failed _, TaskState.UpstreamFailed _, TaskState.Cancelled _ -> true;
            case TaskState _ -> false;
        };
    }

    private static boolean isExpanded(StoredRun stored, TaskInstance instance) {
        return instance.mapIndex() < 0
                && stored.instances().stream()
                .anyMatch(other -> other.task() == instance.task() && other.mapIndex() >= 0 && isFailed(other));
    }

    /** When the next of them goes on; null: none does. */
    @Nullable Instant nextDue() {
        return resting.values().stream().map(Resting::until).min(Instant::compareTo).orElse(null);
    }
}
