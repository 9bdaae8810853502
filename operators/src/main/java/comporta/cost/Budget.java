package comporta.cost;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Durations;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Leasing;
import comporta.operator.MachineNews;
import comporta.operator.News;
import comporta.operator.Next;
import comporta.operator.Refused;
import comporta.operator.Submission;
import comporta.operator.Try;
import comporta.store.Machines;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Scales up as another does, within the budget of the DAG: before a machine is asked for, what the run has cost and what the new machines
 * are expected to cost is held against it. Where a price is missing, nobody knows, and that is said.
 */
public final class Budget implements Leasing {
    /** Machines whose tasks do not say how long they take. */
    private static final Duration USUAL = Duration.ofHours(1);

    private final Leasing inner;
    private final Machines machines;
    private final Prices prices;
    private final InstantSource clock;
    private final Warning warn;

    /** Hears of runs that pass the sum from which somebody is to be told: of each scale-up that does. */
    public interface Warning {
        /** @param run its id within the DAG */
        void tell(Dag dag, String run, String words);
    }

    /** @param warn hears of runs that cost much, or nobody knows how much */
    public Budget(Leasing inner, Machines machines, Prices prices, InstantSource clock, Warning warn) {
        this.inner = inner;
        this.machines = machines;
        this.prices = prices;
        this.clock = clock;
        this.warn = warn;
    }

    @Override
    public List<LaunchSpec> prepare(Try attempt) {
        var wished = inner.prepare(attempt);
        var dag = attempt.dag();
        if ((dag.budgetLimit() != null || dag.budgetWarn() != null) && !attempt.leases().isEmpty()) {
            check(attempt, wished);
        }
        return wished;
    }

    private void check(Try attempt, List<LaunchSpec> wished) {
        var soFar = CostLedger.of(Holding.of(machines.of(attempt.leases().getLast().run())), List.of(), Instant.EPOCH, Instant.MAX,
                clock.instant())
                .table(prices, _ -> "").total();
        var hold = hold(attempt.dag(), attempt.task().id());
        var more = cost(wished, hold);
        if (soFar == null || more == null) {
            warn.tell(
                    attempt.dag(), attempt.run(),
                    "it has a budget, and what it costs is unknown: the price of a machine is missing. "
                            + "Add it to the file that nodes.prices names");
            return;
        }
        var total = soFar.add(more);
        var words = "about " + total + " " + prices.currency() + " (" + soFar + " so far, " + wished.size() + " machines for about "
                + Durations.format(hold) + ")"
                + (prices.isExample() ? " by EXAMPLE prices" : "");
        var limit = attempt.dag().budgetLimit();
        if (limit != null && total.compareTo(limit) > 0) {
            throw new Refused(Cause.USER, "this scale-up would bring the run to " + words + ", and its budget is " + limit
                    + ". Ask for fewer nodes, or raise budget.limit");
        }
        var warnAt = attempt.dag().budgetWarn();
        if (warnAt != null && total.compareTo(warnAt) > 0) {
            warn.tell(attempt.dag(), attempt.run(), "it comes to " + words + ", and its budget warns at " + warnAt);
        }
    }

    private @Nullable BigDecimal cost(List<LaunchSpec> wished, Duration hold) {
        var parts = new ArrayList<@Nullable BigDecimal>();
        for (var each : wished) {
            var data = each.data();
            var market = String.valueOf(data.get("market"));
            parts.add(prices.perHour(String.valueOf(data.get("instance_type")), market.startsWith("spot") ? "spot" : market).orElse(null));
        }
        BigDecimal perHour = BigDecimal.ZERO;
        for (var part : parts) {
            if (part == null) {
                return null;
            }
            perHour = perHour.add(part);
        }
        return Cents.of(perHour.multiply(BigDecimal.valueOf(Math.max(60, hold.toSeconds()))));
    }

    /** The longest way through what runs on the machines, by what its tasks say of themselves. */
    static Duration hold(Dag dag, TaskId setup) {
        var graph = DagGraph.of(dag);
        var consumers = Consumers.of(dag, graph.number(setup));
        var ends = new Duration[graph.size()];
        var longest = Duration.ZERO;
        for (int task : graph.topologicalOrder()) {
            var start = Duration.ZERO;
            for (int above : graph.upstream(task)) {
                start = ends[above].compareTo(start) > 0 ? ends[above] : start;
            }
            var lasts = dag.task(graph.task(task)).expectedDuration();
            ends[task] = consumers.contains(task) && lasts != null ? start.plus(lasts) : start;
            longest = ends[task].compareTo(longest) > 0 ? ends[task] : longest;
        }
        return longest.isZero() ? USUAL : longest;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public boolean isLeasing(Try attempt) {
        return inner.isLeasing(attempt);
    }

    @Override
    public LeaseTerms lease(Try attempt) {
        return inner.lease(attempt);
    }

    @Override
    public void shrink(Lease lease) {
        inner.shrink(lease);
    }

    @Override
    public void watchMachines(Consumer<MachineNews> listener) {
        inner.watchMachines(listener);
    }

    @Override
    public boolean release(Lease lease) {
        return inner.release(lease);
    }

    @Override
    public Map<String, Object> complete(Map<String, Object> written, Path dagFolder) {
        return inner.complete(written, dagFolder);
    }

    @Override
    public int expectedLaunches(Try attempt) {
        return inner.expectedLaunches(attempt);
    }

    @Override
    public Next after(Try attempt, List<News.Ended> ended) {
        return inner.after(attempt, ended);
    }

    @Override
    public Submission submit(LaunchIntent intent) {
        return inner.submit(intent);
    }

    @Override
    public List<Finding> find(Collection<LaunchIntent> open) {
        return inner.find(open);
    }

    @Override
    public boolean isRemote(LaunchIntent intent) {
        return inner.isRemote(intent);
    }

    @Override
    public void watch(Consumer<News> listener) {
        inner.watch(listener);
    }

    @Override
    public void stop(LaunchIntent intent, boolean force) {
        inner.stop(intent, force);
    }

    @Override
    public void settled(LaunchIntent intent) {
        inner.settled(intent);
    }
}
