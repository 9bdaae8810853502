package comporta.api;

import comporta.dag.DagGraph;
import comporta.dag.DagId;
import comporta.loop.RunForecast;
import comporta.operator.Lease;
import comporta.store.PaidMachine;
import comporta.store.Survey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a night: how many there were, how long those that are held will likely be, and what that comes to. Machines are held
 * until the teardown of their set-up is over, where there is none until their run is, and never beyond the time of their lease.
 */
final class NightMachines {
    private static final int MOST = 500;
    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

    private final Survey survey;
    private final Costs costs;
    private final Outlooks outlooks;

    NightMachines(Survey survey, Costs costs, Outlooks outlooks) {
        this.survey = survey;
        this.costs = costs;
        this.outlooks = outlooks;
    }

    /** When machines will likely be given back. */
    private record End(Instant p50, Instant p90) {}

    /** @param maySee whose machines are told of */
    NightShape.Machines of(Night night, Instant now, Predicate<DagId> maySee) {
        var leases = survey.leases(night.from(), night.to(), MOST).stream().filter(each -> maySee.test(each.dag())).toList();
        var held = night.has(now)
                ? survey.openLeases().stream().filter(each -> maySee.test(each.dag())).toList()
                : List.<Survey.OwnedLease>of();
        Map<String, End> ends = new HashMap<>();
        held.forEach(each -> end(each).ifPresent(end -> ends.put(each.lease().id(), end)));
        var isKnown = ends.size() == held.size();
        return new NightShape.Machines(
                actual(leases), isKnown ? predicted(held, ends, now) : List.of(), cost(night, now, leases, maySee, ends));
    }

    /** From each opening and closing on so many machines were held. */
    private static List<List<Object>> actual(List<Survey.OwnedLease> leases) {
        var steps = new TreeMap<Instant, Integer>();
        for (var owned : leases) {
            var lease = owned.lease();
            var closed = lease.closedAt();
            var machines = closed == null ? lease.registered() : lease.terms().wanted();
            steps.merge(lease.openedAt(), machines, Integer::sum);
            if (closed != null) {
                steps.merge(closed, -machines, Integer::sum);
            }
        }
        var actual = new ArrayList<List<Object>>();
        var sum = 0;
        for (var step : steps.entrySet()) {
            sum += step.getValue();
            actual.add(List.of(step.getKey(), sum));
        }
        return actual;
    }

    private Optional<End> end(Survey.OwnedLease owned) {
        var lease = owned.lease();
        var kept = lease.keptUntil();
        if (kept != null || owned.isOver()) {
            var end = kept == null ? lease.expiresAt() : kept;
            return Optional.of(new End(end, end));
        }
        return outlooks.of(lease.run()).flatMap(picture -> Optional.ofNullable(picture.forecast()).map(forecast -> {
            var end = teardown(DagGraph.of(picture.dag()), lease, forecast).map(task -> new End(task.p50(), task.p90()))
                    .orElseGet(() -> new End(forecast.p50(), forecast.p90()));
            return new End(earlier(end.p50(), lease.expiresAt()), earlier(end.p90(), lease.expiresAt()));
        }));
    }

    private static Optional<RunForecast.OfTask> teardown(DagGraph graph, Lease lease, RunForecast forecast) {
        return IntStream.range(0, graph.size())
                .filter(task -> graph.isTeardown(task) && IntStream.of(graph.setupsOf(task)).anyMatch(setup -> setup == lease.task()))
                .mapToObj(forecast::of).flatMap(Optional::stream).findFirst();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** How many of those that are held now will still be. */
    private static List<List<Object>> predicted(List<Survey.OwnedLease> held, Map<String, End> ends, Instant now) {
        if (held.isEmpty()) {
            return List.of();
        }
        var times = new TreeSet<Instant>(List.of(now));
        ends.values().forEach(end -> times.addAll(List.of(end.p50(), end.p90())));
        return times.tailSet(now).stream()
                .map(at -> List.<Object>of(at, left(held, ends, at, End::p50), left(held, ends, at, End::p90)))
                .toList();
    }

    private static int left(List<Survey.OwnedLease> held, Map<String, End> ends, Instant at, Function<End, Instant> quantile) {
        return held.stream().filter(each -> quantile.apply(Objects.requireNonNull(ends.get(each.lease().id()))).isAfter(at))
                .mapToInt(each -> each.lease().registered()).sum();
    }

    /** Null: machines were held of which nobody knows what they cost. */
    private NightShape.@Nullable NightCost cost(
            Night night, Instant now, List<Survey.OwnedLease> leases, Predicate<DagId> maySee, Map<String, End> ends) {
        var machines = costs.machines(night.from(), night.to(), maySee);
        var known = machines.stream().map(PaidMachine::lease).collect(Collectors.toSet());
        if (leases.stream().map(Survey.OwnedLease::lease).anyMatch(lease -> lease.registered() > 0 && !known.contains(lease.id()))) {
            return null;
        }
        var soFar = costs.total(machines, night.from(), night.to());
        var now50 = soFar == null ? null : ahead(machines, now, ends, End::p50);
        var now90 = soFar == null ? null : ahead(machines, now, ends, End::p90);
        var told = costs.money(soFar);
        return told == null || soFar == null
                ? null
                : new NightShape.NightCost(
                        told, now50 == null ? null : costs.money(soFar.add(now50)), now90 == null ? null : costs.money(soFar.add(now90)),
                        costs.prices().isExample());
    }

    /** What those that run cost from now to their ends; null: an end or a price is not known. */
    private @Nullable BigDecimal ahead(List<PaidMachine> machines, Instant now, Map<String, End> ends, Function<End, Instant> quantile) {
        var sum = BigDecimal.ZERO;
        for (var machine : machines) {
            if (machine.endedAt() == null) {
                var end = ends.get(machine.lease());
                var perHour = costs.prices().perHour(machine.type(), machine.market());
                if (end == null || perHour.isEmpty()) {
                    return null;
                }
                var seconds = Math.max(0, Duration.between(now, quantile.apply(end)).toSeconds());
                sum = sum.add(perHour.get().multiply(BigDecimal.valueOf(seconds)).divide(HOUR, 6, RoundingMode.HALF_UP));
            }
        }
        return sum.setScale(2, RoundingMode.HALF_UP);
    }
}
