package comporta.api;

import comporta.cost.Consumers;
import comporta.cost.CostLedger;
import comporta.cost.Holding;
import comporta.cost.Prices;
import comporta.cost.Share;
import comporta.cost.Work;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.operator.Lease;
import comporta.store.PaidMachine;
import comporta.store.Store;
import comporta.store.TrySpan;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings together what the cost ledger adds up: machines from the store, and the tries that ran on them. */
final class Costs {
    private static final int MOST = 200_000;

    private final Store store;
    private final PinnedDags pinned;
    private final Prices prices;
    private final InstantSource clock;

    Costs(Store store, PinnedDags pinned, Prices prices, InstantSource clock) {
        this.store = store;
        this.pinned = pinned;
        this.prices = prices;
        this.clock = clock;
    }

    Prices prices() {
        return prices;
    }

    /** All machines of a run. */
    CostLedger ofRun(long run) {
        return ledger(store.machines().of(run), Instant.EPOCH, Instant.MAX);
    }

    /** Machine seconds that begin in a stretch of time, of DAGs that the caller may see. */
    CostLedger between(Instant from, Instant to, Predicate<DagId> mayBeSeen) {
        return ledger(machines(from, to, mayBeSeen), from, to);
    }

    /** Machines that lived in a stretch of time, of DAGs that the caller may see. */
    List<PaidMachine> machines(Instant from, Instant to, Predicate<DagId> mayBeSeen) {
        return store.machines().between(from, to, MOST).stream().filter(machine -> mayBeSeen.test(machine.dag())).toList();
    }

    /** What they came to, whoever they were for; null: the price of one is missing. */
    @Nullable BigDecimal total(List<PaidMachine> machines, Instant from, Instant to) {
        return CostLedger.of(Holding.of(machines), List.of(), from, to, clock.instant()).table(prices, _ -> "").total();
    }

    private CostLedger ledger(List<PaidMachine> machines, Instant from, Instant to) {
        var runs = new LinkedHashSet<Long>();
        machines.forEach(machine -> runs.add(machine.run()));
        var work = new ArrayList<Work>();
        for (var run : runs) {
            store.archive().run(run).flatMap(listed -> pinned.of(listed.run()))
                    .ifPresent(dag -> work.addAll(work(dag, machines.stream().filter(machine -> machine.run() == run).toList(), store.survey().tries(run))));
        }
        return CostLedger.of(Holding.of(machines), work, from, to, clock.instant());
    }

    private static List<Work> work(Dag dag, List<PaidMachine> machines, List<TrySpan> tries) {
        var tasks = List.copyOf(dag.tasks().keySet());
        record SetUp(String task, int mapIndex, String lease) {}
        var setUps = new LinkedHashSet<SetUp>();
        machines.forEach(machine -> setUps.add(new SetUp(machine.task(), machine.mapIndex(), machine.lease())));
        var work = new ArrayList<Work>();
        for (var setUp : setUps) {
            int number = tasks.stream().map(Object::toString).toList().indexOf(setUp.task());
            if (number < 0) {
                continue;   // the run was moved to a version that has no such task
            }
            var consumers = Consumers.of(dag, number);
            for (var each : tries) {
                boolean isItsIndex = setUp.mapIndex() < 0 || each.mapIndex() < 0 || each.mapIndex() == setUp.mapIndex();
                if (isItsIndex && consumers.contains(each.task())) {
                    work.add(new Work(setUp.lease(), Instance.segment(tasks.get(each.task()).value(), each.mapIndex()), each.openedAt(), each.closedAt()));
                }
            }
        }
        return work;
    }

    /** What the machines of each run have cost so far; those of which nobody knows are missing. */
    Map<Long, Money> totals(Collection<Long> runs) {
        Map<Long, Money> totals = new HashMap<>();
        if (!prices.perHour().isEmpty()) {
            var machines = store.machines().of(runs).stream().collect(Collectors.groupingBy(PaidMachine::run));
            for (var run : runs) {
                var total = money(unattributed(machines.getOrDefault(run, List.of())).table(prices, _ -> "").total());
                if (total != null) {
                    totals.put(run, total);
                }
            }
        }
        return totals;
    }

    /** What each task of a run has cost so far, by its segment of a path; those whose cost nobody knows, or that ran on no machines, are missing. */
    Map<String, Money> ofTasks(long run) {
        var byTask = new HashMap<String, Money>();
        if (!prices.perHour().isEmpty()) {
            for (var row : ofRun(run).table(prices, Share::task).rows()) {
                var amount = money(row.amount());
                if (amount != null) {
                    byTask.put(row.key(), amount);
                }
            }
        }
        return byTask;
    }

    private CostLedger unattributed(List<PaidMachine> machines) {
        return CostLedger.of(Holding.of(machines), List.of(), Instant.EPOCH, Instant.MAX, clock.instant());
    }

    /** The machines of a lease, those that are gone too. */
    List<PaidMachine> machines(Lease lease) {
        return store.machines().of(lease.run()).stream().filter(machine -> machine.lease().equals(lease.id())).toList();
    }

    /** What a lease has cost so far and costs an hour from now on; null where a price is missing. */
    LeaseResource.@Nullable LeaseCost of(List<PaidMachine> machines) {
        var table = unattributed(machines).table(prices, _ -> "");
        var perHour = machines.stream().filter(machine -> machine.endedAt() == null)
                .map(machine -> prices.perHour(machine.type(), machine.market()).orElse(null)).toList();
        var soFar = money(table.total());
        if (soFar == null || perHour.contains(null)) {
            return null;
        }
        var sum = perHour.stream().map(Objects::requireNonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
        var hourly = new Money(sum.stripTrailingZeros().toPlainString(), prices.currency());
        return new LeaseResource.LeaseCost(soFar, hourly, prices.isExample());
    }

    @Nullable Money money(@Nullable BigDecimal amount) {
        return amount == null || prices.perHour().isEmpty() ? null : new Money(amount.toPlainString(), prices.currency());
    }
}
