package comporta.api;

import comporta.decide.TimeLimit;
import comporta.store.Archive;
import comporta.store.RunSpan;
import comporta.store.SettledTick;
import comporta.store.Survey;
import comporta.store.TaskSpan;
import comporta.store.Ticks;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a DAG went over months, and when it is due: calendar, landing times, durations, ticks. */
final class HistoryResource {
    private static final int MOST_RUNS = 20_000;
    private static final Instant EVER = Instant.EPOCH;
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final DagResource dags;
    private final Archive archive;
    private final Survey survey;
    private final Ticks ticks;
    private final ZoneId zone;
    private final InstantSource clock;

    HistoryResource(DagResource dags, Archive archive, Survey survey, Ticks ticks, ZoneId zone, InstantSource clock) {
        this.dags = dags;
        this.archive = archive;
        this.survey = survey;
        this.ticks = ticks;
        this.zone = zone;
        this.clock = clock;
    }

    /** A year of a DAG. */
    record Year(int year, String zone, List<Day> days) {}

    /**
     * What ran for a date.
     *
     * @param worst state of its runs, or {@code missed}; {@code skipped} where nothing was to run
     * @param marginS seconds between the end and the deadline of the run that came nearest to it, negative
     *     when it was late; null: none had one
     */
    record Day(
            String date, int runs,
            @Words({"failed", "cancelled", "missed", "running", "paused", "queued", "success", "skipped"}) String worst,
            @Nullable Double marginS, int missed, int skipped) {}

    /**
     * When runs were ready.
     *
     * @param p50S half of them were ready so many seconds after the end of the data that they are about; null: none was
     */
    record Landings(List<Landing> items, @Nullable Double p50S, @Nullable Double p90S) {}

    /**
     * A run.
     *
     * @param lagS seconds from the end of the data that it is about to its own end
     * @param dueAt its deadline; null: it has none
     * @param marginS seconds before the deadline, negative when it was late
     */
    record Landing(
            String runId, Instant logicalDate, String state, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable Double lagS,
            @Nullable Instant dueAt, @Nullable Double marginS) {}

    /** How long runs took, and the tasks of those that succeeded. */
    record Durations(List<RunTook> runs, List<TaskTook> tasks) {}

    /** A run, the newest first. */
    record RunTook(String runId, Instant logicalDate, String state, @Nullable Double durationS) {}

    /** A task over all these runs. */
    record TaskTook(String taskId, double p50S, double p90S, int n, double lastS) {}

    /**
     * When a DAG is due.
     *
     * @param next the next ticks, those that are skipped among them
     * @param settled what became of the last ones, the latest first
     */
    record Due(Text schedule, String zone, List<TickShape> next, List<Settled> settled) {}

    /** A tick to come. */
    record TickShape(Instant tick, String local, Instant logicalDate, Instant intervalStart, Instant intervalEnd, @Nullable String note) {}

    /** A tick that is settled. */
    record Settled(Instant tick, @Words({"run", "missed", "skipped"}) String state, @Nullable String runId, @Nullable String reason,
            Instant at) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dags/{dag}/calendar", "A year of a DAG by days: the worst state, and how near to the deadline")
                        .takes(Parameter.integer("year", "Else the present one", 1971, 9998)).answers(Year.class).by(this::calendar),
                Route.get("/api/v1/dags/{dag}/landing",
                        "When the last runs of a DAG were ready, against their deadlines; the latest date first")
                        .takes(Parameter.limit(500)).answers(Landings.class).by(this::landing),
                Route.get("/api/v1/dags/{dag}/durations", "How long the last runs of a DAG took, and their tasks")
                        .takes(Parameter.limit(200)).answers(Durations.class).by(this::durations),
                Route.get("/api/v1/dags/{dag}/ticks", "When a DAG is due next, and what became of its last ticks")
                        .takes(Parameter.limit(200), Parameter.instant("from", "The first ticks after then; else after now"))
                        .answers(Due.class).by(this::due));
    }

    private ZoneId zone(DagShelf.Shelved shelved) {
        return Objects.requireNonNullElse(shelved.dag().schedule().zone(), zone);
    }

    private Answer calendar(Call call) {
        var shelved = dags.find(call);
        var local = zone(shelved);
        var year = (int) call.integer("year", clock.instant().atZone(local).getYear());
        var from = LocalDate.of(year, 1, 1).atStartOfDay(local).toInstant();
        var to = LocalDate.of(year + 1, 1, 1).atStartOfDay(local).toInstant();
        var dag = shelved.dag().id();
        Map<LocalDate, List<RunSpan>> runs = new TreeMap<>(survey.spans(dag, from, to, MOST_RUNS).stream()
                .collect(Collectors.groupingBy(each -> each.logicalDate().atZone(local).toLocalDate())));
        Map<LocalDate, List<SettledTick>> lost = ticks.since(dag, from.minusMillis(1), MOST_RUNS).stream()
                .filter(each -> each.at().isBefore(to) && each.state() != SettledTick.State.RUN)
                .collect(Collectors.groupingBy(each -> each.at().atZone(local).toLocalDate()));
        lost.keySet().forEach(date -> runs.putIfAbsent(date, List.of()));
        var margins = margins(runs.values().stream().flatMap(List::stream).toList());
        var days = new ArrayList<Day>();
        runs.forEach((date, spans) -> days.add(day(date, spans, lost.getOrDefault(date, List.of()), margins)));
        return Answer.ok(new Year(year, local.getId(), days));
    }

    private static Day day(LocalDate date, List<RunSpan> runs, List<SettledTick> lost, Map<Long, Margin> margins) {
        var missed = (int) lost.stream().filter(each -> each.state() == SettledTick.State.MISSED).count();
        var states = runs.stream().map(each -> each.state().word()).collect(Collectors.toSet());
        if (missed > 0) {
            states.add("missed");
        }
        var worst = List.of("failed", "cancelled", "missed", "running", "paused", "queued", "success").stream()
                .filter(states::contains).findFirst()
                .orElse("skipped");
        var margin = runs.stream().map(each -> margins.get(each.id())).filter(Objects::nonNull).map(Margin::marginS)
                .filter(Objects::nonNull)
                .min(Double::compare).orElse(null);
        return new Day(date.toString(), runs.size(), worst, margin, missed, lost.size() - missed);
    }

    /** The deadline of a run, and by how much it was met. */
    private record Margin(Instant at, @Nullable Double marginS) {}

    /** Deadlines of whole runs, by run. */
    private Map<Long, Margin> margins(List<RunSpan> runs) {
        var ended = runs.stream().collect(Collectors.toMap(RunSpan::id, each -> each));
        return archive.deadlines(ended.keySet()).entrySet().stream()
                .flatMap(each -> each.getValue().stream().filter(limit -> limit.task() == TimeLimit.RUN).limit(1)
                        .map(limit -> Map.entry(each.getKey(), due(limit, Objects.requireNonNull(ended.get(each.getKey()))))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Margin due(TimeLimit limit, RunSpan run) {
        var ended = run.endedAt();
        return new Margin(limit.dueAt(), ended == null ? null : Json.seconds(Duration.between(ended, limit.dueAt())));
    }

    private Answer landing(Call call) {
        var runs = survey.spans(dags.find(call).dag().id(), EVER, NEVER, call.limit(90));
        var margins = margins(runs);
        var items = runs.stream().map(each -> landing(each, margins.get(each.id()))).toList();
        var lags = items.stream().filter(each -> each.state().equals("success")).map(Landing::lagS).filter(Objects::nonNull)
                .sorted().toList();
        return Answer.ok(new Landings(items, quantile(lags, 0.5), quantile(lags, 0.9)));
    }

    private static Landing landing(RunSpan run, @Nullable Margin due) {
        var about = Objects.requireNonNullElse(run.intervalEnd(), run.logicalDate());
        var ended = run.endedAt();
        return new Landing(
                run.key(), run.logicalDate(), run.state().word(), run.startedAt(), ended,
                ended == null ? null : Json.seconds(Duration.between(about, ended)),
                due == null ? null : due.at(), due == null ? null : due.marginS());
    }

    private Answer durations(Call call) {
        var runs = survey.spans(dags.find(call).dag().id(), EVER, NEVER, call.limit(60));
        Map<String, List<TaskSpan>> byTask = survey.took(runs.stream().map(RunSpan::id).toList()).stream()
                .collect(Collectors.groupingBy(each -> each.task().value(), LinkedHashMap::new, Collectors.toList()));
        var tasks = new ArrayList<TaskTook>();
        byTask.forEach((task, spans) -> {
            var took = spans.stream().map(each -> Json.seconds(Duration.between(each.startedAt(), each.endedAt()))).sorted().toList();
            var last = spans.stream().max(Comparator.comparing(TaskSpan::endedAt)).orElseThrow();
            tasks.add(new TaskTook(
                    task, Objects.requireNonNull(quantile(took, 0.5)), Objects.requireNonNull(quantile(took, 0.9)), took.size(),
                    Json.seconds(Duration.between(last.startedAt(), last.endedAt()))));
        });
        return Answer.ok(new Durations(
                runs.stream().map(each -> new RunTook(
                        each.key(), each.logicalDate(), each.state().word(), each.startedAt() == null || each.endedAt() == null
                                ? null : Json.seconds(Duration.between(each.startedAt(), each.endedAt())))).toList(),
                tasks));
    }

    /** The smallest of what came to pass that so large a share did not pass; null of none. */
    static @Nullable Double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? null : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private Answer due(Call call) {
        var shelved = dags.find(call);
        var limit = call.limit(20);
        var timetable = shelved.timetable();
        var local = timetable == null ? zone(shelved) : timetable.zone();
        var settled = ticks.before(shelved.dag().id(), clock.instant().plusMillis(1), limit).stream().map(this::settled).toList();
        return Answer.ok(new Due(
                ScheduleText.of(shelved.dag().schedule()), local.getId(),
                timetable == null ? List.of() : next(timetable, call.instant("from").orElseGet(clock::instant), limit, local), settled));
    }

    static List<TickShape> next(Timetable timetable, Instant from, int limit, ZoneId local) {
        return timetable.after(from).limit(limit).map(tick -> shape(tick, local)).toList();
    }

    private static TickShape shape(Tick tick, ZoneId local) {
        return new TickShape(
                tick.at(), DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(tick.at().atZone(local)), tick.at(), tick.intervalStart(),
                tick.intervalEnd(),
                RunShapes.orNull(tick.note().text()));
    }

    private Settled settled(SettledTick tick) {
        var run = tick.run();
        return new Settled(
                tick.at(), tick.state().word(), run == null ? null : archive.run(run).map(each -> each.run().key()).orElse(null),
                RunShapes.orNull(tick.reason()), tick.settledAt());
    }
}
