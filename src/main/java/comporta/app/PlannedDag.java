package comporta.app;

import comporta.dag.Dag;
import comporta.dag.Deadline;
import comporta.dagfile.Checking;
import comporta.forecast.CriticalPath;
import comporta.forecast.Network;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import comporta.run.TaskInstance;
import comporta.simulate.Rehearsal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a DAG file would come to: a night on which everything takes its usual time, by the engine itself, and many nights as they come.
 *
 * @param deadlines by name: {@code run.0}, {@code report.0}
 * @param criticalPath of the usual night
 * @param latestStarts per task, seconds from the tick by usual durations; tasks behind which nothing is due are missing
 */
record PlannedDag(Map<String, Due> deadlines, List<String> criticalPath, Map<String, Double> latestStarts, NightsReport nights) {

    /**
     * A deadline; seconds from the tick.
     *
     * @param usual when it ends on a usual night
     * @param p90 by when it ended in nine of ten nights
     */
    record Due(double due, double usual, double p90, double hits) {
        boolean isFeasible() {
            return usual <= due;
        }

        String word() {
            return !isFeasible() ? "infeasible" : p90 > due ? "at risk" : "on time";
        }
    }

    /**
     * Simulates a DAG file.
     *
     * @return null: the file has mistakes, which have been told
     * @throws UsageException when it cannot be read or simulated
     */
    static @Nullable PlannedDag of(String file, Configuration settings, int nights, long seed, Terminal terminal) {
        var source = DagSources.named(file, settings);
        var reading = source.read(Checking.LENIENT);
        var dag = reading.dag();
        if (dag == null) {
            reading.problems().forEach(terminal.err()::println);
            return null;
        }
        var missing = NotInEffect.simulated(dag).refused();
        if (!missing.isEmpty()) {
            throw new UsageException("this version cannot simulate " + source.shown() + ", since it does not have: "
                    + String.join(", ", missing) + ".");
        }
        var values = LocalValues.load(source.file(), settings, terminal.environment(), Map.of());
        var order = new RunOrder(
                SimulateVerb.request(source.file(), seed), dag, source.file(), reading.source(), settings, values,
                new LocalVault(values, new Home(settings.home()).key()));
        var known = new HandedOn(new OutputHistory(new Home(settings.home()).outputs()).last(dag), Map.of(), dag);
        var rehearsal = Rehearsal.of(dag, order.surroundings(), known.outputs());
        var ticks = SimulateVerb.ticks(dag, order, nights);
        var usual = new ArrayList<RunPicture>();
        var all = new ArrayList<RunPicture>();
        try (var unread = new EventLog(null); var log = new EventLog(null)) {
            SimulatedNights.of(order, seed, rehearsal, Supposed.NOTHING, true, ticks.subList(0, 1), unread, usual::add);
            var report = SimulatedNights.of(order, seed, rehearsal, Supposed.NOTHING, false, ticks, log, all::add);
            return of(dag, order.zone(), usual.getFirst(), all, report);
        }
    }

    private static PlannedDag of(Dag dag, ZoneId zone, RunPicture usual, List<RunPicture> all, NightsReport report) {
        var onUsual = ends(dag, zone, usual);
        var deadlines = new LinkedHashMap<String, Due>();
        onUsual.forEach((name, end) -> {
            var others = all.stream().map(night -> ends(dag, zone, night).get(name)).filter(Objects::nonNull).toList();
            var sorted = others.stream().mapToDouble(each -> each[1] - each[0]).sorted().toArray();
            double p90 = sorted.length == 0 ? 0 : sorted[Math.clamp((int) Math.ceil(0.9 * (sorted.length + 1)) - 1, 0, sorted.length - 1)];
            deadlines.put(name,
                    new Due(end[0], end[1], end[0] + p90,
                            Arrays.stream(sorted).filter(each -> each <= 0).count() / (double) Math.max(1, sorted.length)));
        });
        return new PlannedDag(deadlines, usual.criticalPath(), latestStarts(dag, usual, deadlines), report);
    }

    /** For each deadline when it is due, and when what it is set for ended; seconds from the tick. What did not succeed ends never. */
    private static Map<String, double[]> ends(Dag dag, ZoneId zone, RunPicture night) {
        var ends = new LinkedHashMap<String, double[]>();
        var run = night.run();
        for (int number = 0; number < dag.deadlines().size(); number++) {
            put(ends, "run." + number, dag.deadlines().get(number), zone, run, null,
                    run.state().word().equals("success") ? run.endedAt() : null);
        }
        for (var task : night.tasks()) {
            for (int number = 0; number < task.task().deadlines().size(); number++) {
                put(ends, task.task().id() + "." + number, task.task().deadlines().get(number), zone, run, task.instance(),
                        task.instance().state().word().equals("success") ? task.instance().endedAt() : null);
            }
        }
        return ends;
    }

    private static void put(
            Map<String, double[]> ends, String name, Deadline deadline, ZoneId zone, DagRun run, @Nullable TaskInstance task,
            @Nullable Instant end) {
        var reference = switch (deadline.from()) {
            case TICK -> run.logicalDate();
            case INTERVAL_END -> run.intervalEnd() == null ? run.logicalDate() : run.intervalEnd();
            case RUN_START -> run.startedAt();
            case QUEUED -> task == null ? run.queuedAt() : task.readyAt();
            case START -> task == null ? run.startedAt() : task.startedAt();
        };
        if (reference != null) {
            var due = deadline.dueAfter(reference, zone);
            ends.put(name, new double[] {seconds(run, due), end == null ? Double.POSITIVE_INFINITY : seconds(run, end)});
        }
    }

    private static double seconds(DagRun run, Instant at) {
        return Duration.between(run.queuedAt(), at).toMillis() / 1000.0;
    }

    private static Map<String, Double> latestStarts(Dag dag, RunPicture usual, Map<String, Due> deadlines) {
        int n = usual.tasks().size();
        var above = new int[n][];
        var durations = new double[n];
        var due = new double[n];
        Arrays.fill(due, Double.NaN);
        double runDue = Double.NaN;
        for (int task = 0; task < n; task++) {
            var drawn = usual.tasks().get(task);
            above[task] = drawn.upstream().stream().mapToInt(Integer::intValue).toArray();
            var started = drawn.instance().startedAt();
            var ended = drawn.instance().endedAt();
            durations[task] = started == null || ended == null ? 0 : Duration.between(started, ended).toMillis() / 1000.0;
            for (int number = 0; number < drawn.task().deadlines().size(); number++) {
                var known = deadlines.get(drawn.task().id() + "." + number);
                due[task] = known == null ? due[task] : least(due[task], known.due());
            }
        }
        for (int number = 0; number < dag.deadlines().size(); number++) {
            var known = deadlines.get("run." + number);
            runDue = known == null ? runDue : least(runDue, known.due());
        }
        var net = new Network(above, new int[n], Collections.nCopies(n, Network.Demand.NONE), new int[0], Double.POSITIVE_INFINITY);
        var path = CriticalPath.of(net, durations, new double[n], due, runDue);
        var latest = new LinkedHashMap<String, Double>();
        for (int task = 0; task < n; task++) {
            if (!Double.isNaN(path.latestStart()[task])) {
                latest.put(usual.tasks().get(task).task().id().value(), path.latestStart()[task]);
            }
        }
        return latest;
    }

    private static double least(double one, double other) {
        return Double.isNaN(one) ? other : Math.min(one, other);
    }
}
