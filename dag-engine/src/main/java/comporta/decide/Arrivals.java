package comporta.decide;

import comporta.dag.Dependency;
import comporta.dag.Durations;
import comporta.dag.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a schedule that follows other DAGs, made of their successes. With {@code any} each success is a tick; with {@code all} a
 * tick takes one of each. Successes that have to be of the same date are kept apart by their date in the zone of the DAG that follows;
 * where an entry takes the latest, any new one fits any date.
 */
public final class Arrivals {
    private final Schedule.Trigger.After after;
    private final ZoneId zone;
    private final Instant now;
    private final List<Made> made = new ArrayList<>();
    private @Nullable Instant nextDue;

    private Arrivals(Schedule.Trigger.After after, ZoneId zone, Instant now) {
        this.after = after;
        this.zone = zone;
        this.now = now;
    }

    /**
     * A success that led to no tick yet.
     *
     * @param entry place of its DAG in the list of the schedule
     * @param run number of the run that succeeded, or whose task did
     */
    public record Arrival(int entry, long run, Instant logicalDate, Instant cameAt) {}

    /**
     * A tick that came of successes.
     *
     * @param at its instant
     * @param completeAt when the last of them came
     * @param missed why it makes no run; null: it may
     */
    public record Made(Instant at, Instant completeAt, List<Arrival> of, @Nullable String missed) {}

    /** @param nextDue when {@code within} runs out for what is incomplete; null: never */
    public record Decision(List<Made> made, @Nullable Instant nextDue) {}

    /** What comes of successes, in the order in which they came. */
    public static Decision decide(Schedule.Trigger.After after, ZoneId zone, List<Arrival> pending, Instant now) {
        var arrivals = new Arrivals(after, zone, now);
        if (after.all()) {
            arrivals.all(pending);
        } else {
            pending.forEach(each -> arrivals.made.add(arrivals.tick(List.of(each), null)));
        }
        return new Decision(arrivals.made, arrivals.nextDue);
    }

    private boolean isOfDate(Arrival arrival) {
        return after.of().get(arrival.entry()).match() == Dependency.Match.SAME_DATE;
    }

    private Made tick(List<Arrival> of, @Nullable String missed) {
        var complete = of.stream().map(Arrival::cameAt).max(Instant::compareTo).orElseThrow();
        var at = of.stream().filter(this::isOfDate).map(Arrival::logicalDate).max(Instant::compareTo).orElse(complete);
        return new Made(at, complete, List.copyOf(of), missed);
    }

    private void all(List<Arrival> pending) {
        var latest = pending.stream().filter(each -> !isOfDate(each)).collect(Collectors.toCollection(ArrayList::new));
        var dates = new LinkedHashMap<LocalDate, List<Arrival>>();
        pending.stream().filter(this::isOfDate)
                .forEach(each -> dates.computeIfAbsent(LocalDate.ofInstant(each.logicalDate(), zone), _ -> new ArrayList<>()).add(each));
        if (dates.isEmpty() && !latest.isEmpty()) {
            settle(List.of(), latest);
        }
        dates.values().forEach(ofDate -> settle(ofDate, latest));
    }

    private void settle(Collection<Arrival> ofDate, List<Arrival> latest) {
        var of = new ArrayList<>(ofDate);
        of.addAll(latest);
        Map<Integer, Instant> first = new TreeMap<>();
        of.forEach(each -> first.merge(each.entry(), each.cameAt(), (one, other) -> one.isBefore(other) ? one : other));
        var complete = first.size() == after.of().size();
        var begin = first.values().stream().min(Instant::compareTo).orElseThrow();
        var limit = after.within() == null ? null : begin.plus(after.within());
        var last = complete ? first.values().stream().max(Instant::compareTo).orElseThrow() : now;
        if (limit != null && last.isAfter(limit)) {
            made.add(tick(of, missed(Objects.requireNonNull(after.within()), first, limit)));
            latest.clear();
        } else if (complete) {
            made.add(tick(of, null));
            latest.clear();
        } else if (limit != null) {
            var ring = limit.plus(Duration.ofMillis(1));
            nextDue = nextDue == null || ring.isBefore(nextDue) ? ring : nextDue;
        }
    }

    private String missed(Duration within, Map<Integer, Instant> first, Instant limit) {
        return "not all came within " + Durations.format(within) + " of the first: "
                + IntStream.range(0, after.of().size())
                        .filter(entry -> first.getOrDefault(entry, Instant.MAX).isAfter(limit))
                        .mapToObj(entry -> name(after.of().get(entry)))
                        .collect(Collectors.joining(", "))
                + (first.size() == after.of().size() ? " came later" : " did not");
    }

    private static String name(Dependency.OnDag entry) {
        return entry.task() == null ? entry.dag().value() : entry.dag() + "/" + entry.task();
    }
}
