package comporta.loop;

import comporta.dag.DagGraph;
import comporta.dag.DagId;
import comporta.dag.LocalInstant;
import comporta.dag.Misspelt;
import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.dag.TaskId;
import comporta.decide.Outcome;
import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.store.Store;
import comporta.store.Ticks;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Grants or refuses what is wished of a DAG. Details of {@code TRIGGER}: {@code params}, {@code sealed} (secret ones, as
 * {@link TriggerDetails} makes them), {@code date}, {@code note}, {@code key}, {@code only}, {@code from}, {@code until},
 * {@code run_type} ({@code triggered} for what a task asks for).
 */
final class DagWishes {
    private final Store store;
    private final Ticker ticker;
    private final FreshRuns fresh;
    private final RandomGenerator ids;
    private final Backfilling backfilling;
    private final Scheduling scheduling;

    DagWishes(Store store, Ticker ticker, FreshRuns fresh, RandomGenerator ids, Backfilling backfilling, Scheduling scheduling) {
        this.backfilling = backfilling;
        this.store = store;
        this.ticker = ticker;
        this.fresh = fresh;
        this.ids = ids;
        this.scheduling = scheduling;
    }

    void grant(Wish wish, Instant now) {
        var dag = wish.dag();
        if (dag == null) {
            throw new IllegalArgumentException("a wish of no DAG: " + wish);
        }
        try {
            var clock = ticker.clock(dag);
            if (clock == null) {
                throw new FreshRuns.Refused("there is no DAG \"" + dag + "\". "
                        + Suggestion.didYouMean(dag.value(), known(), "See comporta dags list") + " [unknown-dag]");
            }
            grant(wish, clock, now);
        } catch (FreshRuns.Refused | Misspelt e) {
            store.ticks().refuse(wish.id(), Outcome.refused(String.valueOf(e.getMessage())).text(), now);
        }
    }

    private Set<String> known() {
        return ticker.clocks().stream().map(clock -> clock.dag().dag().id().value()).collect(Collectors.toSet());
    }

    private void grant(Wish wish, DagClock clock, Instant now) throws FreshRuns.Refused {
        var standing = clock.standing();
        switch (wish.verb()) {
            case TRIGGER -> trigger(wish, clock, now);
            case PAUSE_DAG -> {
                refuseIf(standing.paused(), "DAG " + standing.dag() + " is paused already");
                var paused = standing.paused(by(wish), now);
                store.ticks().keep(paused, wish.id(), "granted", now);
                clock.paused(paused);
            }
            case RESUME_DAG -> {
                refuseIf(!standing.paused(), "DAG " + standing.dag() + " is not paused");
                var resumed = standing.resumed(now);
                store.ticks().keep(resumed, wish.id(), "granted", now);
                clock.resumed(resumed);
                scheduling.stir();
            }
            case BACKFILL -> backfilling.create(wish, clock, now);
            case CANCEL_BACKFILL, PAUSE_BACKFILL, RESUME_BACKFILL -> backfilling.move(wish, now);
            case CANCEL, FORCE, PAUSE, RESUME, KILL, CLEAR, MARK_SUCCESS, MARK_FAILED, SKIP,
                    RERUN, BREAKPOINT, BYPASS, APPROVE, REJECT, MOVE, KEEP, RELEASE ->
                throw new FreshRuns.Refused("a DAG cannot " + wish.verb().word() + ", only a run can");
        }
    }

    private static void refuseIf(boolean wrong, String why) throws FreshRuns.Refused {
        if (wrong) {
            throw new FreshRuns.Refused(why);
        }
    }

    private static String by(Wish wish) {
        return "paused by " + wish.user() + (wish.reason().isEmpty() ? "" : ": " + wish.reason());
    }

    private void trigger(Wish wish, DagClock clock, Instant now) throws FreshRuns.Refused {
        var details = wish.details();
        var key = text(details, "key");
        var date = text(details, "date");
        var micros = now.truncatedTo(ChronoUnit.MICROS);
        var logical = date == null ? micros : date(date, clock.dag().timetable().zone());
        var type = "triggered".equals(details.get("run_type")) ? RunType.TRIGGERED : RunType.MANUAL;
        var piece = clock.dag().timetable().at(logical, logical, logical).piece();
        var outline = new FreshRuns.Outline(
                type == RunType.MANUAL ? RunKeys.manual(now, ids) : RunKeys.triggered(now, ids), type, logical,
                piece == null ? null : piece.start(), piece == null ? null : piece.end(),
                Objects.requireNonNullElse(text(details, "note"), ""),
                leftOut(clock, text(details, "only"), text(details, "from"), text(details, "until")));
        var run = fresh.make(clock.dag(), outline, PlainData.block(details, "params"), PlainData.block(details, "sealed"), micros);
        var triggered = store.ticks().trigger(run, key, wish.id(), each -> outcome(each).text(), now);
        if (!triggered.again()) {
            scheduling.waits(triggered.run());
        }
    }

    private static Instant date(String text, ZoneId zone) {
        return LocalInstant.parse(text).in(zone);
    }

    private static @Nullable String text(Map<String, Object> details, String name) {
        return details.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    /** The tasks that are not in {@code only}; empty: all are. */
    static Set<TaskId> leftOut(DagClock clock, String only) throws FreshRuns.Refused {
        return leftOut(clock, only.isEmpty() ? null : only, null, null);
    }

    private static Set<TaskId> leftOut(DagClock clock, @Nullable String only, @Nullable String from, @Nullable String until)
            throws FreshRuns.Refused {
        var dag = clock.dag().dag();
        try {
            var chosen = DagGraph.of(dag).select(only, from, until);
            return dag.tasks().keySet().stream().filter(task -> !chosen.contains(task)).collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            throw new FreshRuns.Refused(e.getMessage() + ". [unknown-task]");
        }
    }

    private static Outcome outcome(Ticks.Triggered triggered) {
        DagRun run = triggered.run();
        var told = new LinkedHashMap<String, Object>();
        told.put("dag_id", run.dag().value());
        told.put("run_id", run.key());
        told.put("run", run.id());
        told.put("again", triggered.again());
        return Outcome.granted(told);
    }
}
