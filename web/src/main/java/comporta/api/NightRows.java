package comporta.api;

import comporta.dag.Dag;
import comporta.store.SettledTick;
import comporta.timetable.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a night, in the order of risk. Pure. */
final class NightRows {
    private static final Duration OFTEN = Duration.ofHours(3);
    private static final Set<String> UNDER_WAY = Set.of("queued", "running", "paused");

    private final Instant now;
    private final Map<String, Instant> needy;
    private final List<NightShape.NightRun> rows = new ArrayList<>();

    /** @param needy runs, {@code DAG/RUN}, that need somebody, and until when; {@link Instant#MAX}: there is no such time */
    NightRows(Instant now, Map<String, Instant> needy) {
        this.now = now;
        this.needy = needy;
    }

    /** @param then what was forecast of it once it is over; null: none was kept */
    void add(RunShape run, String owner, NightShape.@Nullable Then then) {
        var deadline = tightest(run.deadlines());
        rows.add(new NightShape.NightRun(
                run.dagId(), run.runId(), null, run.runType(), run.state(), run.logicalDate(), owner, segments(run),
                run.done(), run.total(),
                run.forecast(), deadline, then, 0, run.version()));
    }

    void add(SettledTick tick, String owner, int total) {
        rows.add(new NightShape.NightRun(
                tick.dag().value(), null, null, "scheduled", tick.state().word(), tick.at(), owner, List.of(), 0, total, null,
                null, null, 0, 0));
    }

    void add(Dag dag, Tick tick, Coming.Expected expected) {
        var forecast = expected.forecast();
        List<Segment> segments = forecast == null
                ? List.of()
                : List.of(Segment.of("predicted", "success", 0, tick.startsAt(), forecast.p50()).until(forecast.p90()));
        rows.add(new NightShape.NightRun(
                dag.id().value(), null, null, "scheduled", "to_come", tick.startsAt(), dag.owner(), segments, 0,
                dag.tasks().size(), forecast,
                tightest(expected.deadlines()), null, 0, 0));
    }

    /** The one with the least slack of those that count; else the last to be due. */
    static @Nullable DeadlineShape tightest(List<DeadlineShape> deadlines) {
        var open = deadlines.stream().filter(each -> isOpen(each)).min(Comparator
                .comparing(DeadlineShape::slackS, Comparator.nullsLast(Comparator.<Double>naturalOrder()))
                .thenComparing(DeadlineShape::dueAt));
        return open.or(() -> deadlines.stream().max(Comparator.comparing(DeadlineShape::dueAt))).orElse(null);
    }

    static boolean isOpen(DeadlineShape deadline) {
        return Set.of("on_time", "at_risk", "late").contains(deadline.status());
    }

    private List<Segment> segments(RunShape run) {
        var segments = new ArrayList<Segment>();
        var started = run.startedAt();
        var end = run.endedAt() == null ? now : run.endedAt();
        add(segments, "wait", "queued", run.queuedAt(), started == null ? end : started);
        if (started != null) {
            add(segments, "work", run.state(), started, end);
        }
        var likely = run.forecast() == null ? run.predictedEnd() : run.forecast().p50();
        if (run.endedAt() == null && likely != null && likely.isAfter(now)) {
            segments.add(Segment.of("predicted", "success", 0, now, likely).until(run.forecast() == null ? null : run.forecast().p90()));
        }
        return segments;
    }

    private static void add(List<Segment> segments, String kind, String state, Instant from, Instant to) {
        if (to.isAfter(from)) {
            segments.add(Segment.of(kind, state, 0, from, to));
        }
    }

    /** In the order of risk, each with its rank. */
    List<NightShape.NightRun> ranked() {
        var often = often();
        var sorted = rows.stream().sorted(Comparator
                .comparingInt(this::kind)
                .thenComparing(row -> needy.getOrDefault(id(row), Instant.MAX))
                .thenComparing(row -> row.deadline() == null ? null : row.deadline().pLate(),
                        Comparator.nullsLast(Comparator.<Double>reverseOrder()))
                .thenComparing(row -> row.deadline() == null ? null : row.deadline().dueAt(),
                        Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                .thenComparing(NightShape.NightRun::tickAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
                .thenComparing(NightShape.NightRun::dagId)
                .thenComparing(row -> Objects.requireNonNullElse(row.runId(), ""))).toList();
        var ranked = new ArrayList<NightShape.NightRun>();
        for (var row : sorted) {
            ranked.add(new NightShape.NightRun(
                    row.dagId(), row.runId(), often.contains(row.dagId()) ? row.dagId() : null, row.runType(), row.state(),
                    row.tickAt(), row.owner(),
                    row.segments(), row.done(), row.total(), row.forecast(), row.deadline(), row.forecastThen(), ranked.size() + 1,
                    row.version()));
        }
        return ranked;
    }

    /** Who needs somebody, what is under way or to come and has a deadline, what runs without, what is to come, what is done. */
    private int kind(NightShape.NightRun row) {
        if (row.state().equals("missed") || needy.containsKey(id(row))) {
            return 0;
        }
        var isToCome = row.state().equals("to_come");
        if (!isToCome && !UNDER_WAY.contains(row.state())) {
            return 4;
        }
        return row.deadline() != null ? 1 : isToCome ? 3 : 2;
    }

    private static String id(NightShape.NightRun row) {
        return row.dagId() + "/" + row.runId();
    }

    /** DAGs with rows less than three hours apart. */
    private Set<String> often() {
        Map<String, List<Instant>> ticks = new HashMap<>();
        rows.stream().filter(row -> row.tickAt() != null && row.runType().equals("scheduled"))
                .forEach(row -> ticks.computeIfAbsent(row.dagId(), _ -> new ArrayList<>()).add(row.tickAt()));
        var often = new HashSet<String>();
        ticks.forEach((dag, at) -> {
            var sorted = at.stream().sorted().distinct().toList();
            for (int i = 1; i < sorted.size(); i++) {
                if (Duration.between(sorted.get(i - 1), sorted.get(i)).compareTo(OFTEN) < 0) {
                    often.add(dag);
                }
            }
        });
        return often;
    }
}
