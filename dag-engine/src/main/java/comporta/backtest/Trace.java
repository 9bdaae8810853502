package comporta.backtest;

import comporta.dag.PlainData;
import comporta.forecast.FewRuns;
import comporta.forecast.Moment;
import comporta.forecast.Network;
import comporta.forecast.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A recorded run of a workflow: {@code {tasks: [[id, seconds, cpu, [indexes of parents]]]}}. When its tasks started is not on record, so
 * what is to be forecast is defined: its run times on so many slots, first ready first.
 *
 * @param family file name up to the first {@code -}
 */
@SuppressWarnings("ArrayRecordComponent")   // read by index, never compared
record Trace(String family, String name, List<String> ids, double[] seconds, int[][] above) {
    private static final int SLOTS = 8;
    /** Kinds are words before {@code _ID}, unless so many tasks have words of their own. */
    private static final double MOST_KINDS = 0.25;

    /**
     * All traces of a folder, by name.
     *
     * @throws UncheckedIOException when it cannot be read
     * @throws IllegalArgumentException when a file is not a trace
     */
    static List<Trace> in(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(Trace::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("traces cannot be read from " + folder, e);
        }
    }

    private static Trace of(Path file) {
        var name = String.valueOf(file.getFileName());
        try {
            if (PlainData.fromJson(Files.readString(file)) instanceof Map<?, ?> trace && trace.get("tasks") instanceof List<?> tasks) {
                var ids = new ArrayList<String>();
                var seconds = new double[tasks.size()];
                var above = new int[tasks.size()][];
                for (int task = 0; task < seconds.length; task++) {
                    if (!(tasks.get(task) instanceof List<?> of && of.size() >= 4 && of.get(1) instanceof Number time
                            && of.get(3) instanceof List<?> parents)) {
                        throw new IllegalArgumentException(file + ": task " + task + " is not [id, seconds, cpu, [parents]]");
                    }
                    ids.add(String.valueOf(of.getFirst()));
                    seconds[task] = time.doubleValue();
                    above[task] = parents.stream().mapToInt(each -> ((Number) each).intValue()).toArray();
                }
                return new Trace(name.substring(0, name.indexOf('-') < 0 ? name.length() : name.indexOf('-')), name, ids, seconds, above);
            }
            throw new IllegalArgumentException(file + " is not a trace: it has no list \"tasks\"");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /**
     * Kinds of tasks of a family: the id before {@code _ID}; where too many tasks would be of a kind of
     * their own, before the first {@code _}.
     */
    static UnaryOperator<String> kinds(List<Trace> family) {
        var all = family.stream().flatMap(trace -> trace.ids().stream()).distinct().toList();
        long words = all.stream().map(Trace::beforeId).distinct().count();
        long most = family.stream().mapToInt(trace -> trace.ids().size()).max().orElse(1);
        return words > MOST_KINDS * most + 5 ? id -> id.contains("_") ? id.substring(0, id.indexOf('_')) : id : Trace::beforeId;
    }

    private static String beforeId(String id) {
        int at = id.indexOf("_ID");
        return at < 0 ? id : id.substring(0, at);
    }

    FewRuns.Run run(UnaryOperator<String> kinds) {
        return new FewRuns.Run(ids, ids.stream().map(kinds).toList(), seconds);
    }

    Network network() {
        int n = seconds.length;
        return new Network(above, new int[n], Collections.nCopies(n, new Network.Demand(List.of(0), List.of(1))), new int[] {SLOTS},
                Double.POSITIVE_INFINITY);
    }

    /** The run on the slots. */
    Schedule played() {
        var schedule = new Schedule(network());
        schedule.play((task, _) -> seconds[task]);
        return schedule;
    }

    /** What could be known when that share of the tasks had ended. */
    Moment when(double share, Schedule played) {
        int n = seconds.length;
        var ends = new double[n];
        for (int task = 0; task < n; task++) {
            ends[task] = played.endOf(task);
        }
        var sorted = ends.clone();
        Arrays.sort(sorted);
        int done = (int) Math.floor(share * n);
        double now = done == 0 ? 0 : sorted[done - 1];
        var moment = new Moment(n, now);
        for (int task = 0; task < n; task++) {
            double ready = 0;
            for (int parent : above[task]) {
                ready = Math.max(ready, ends[parent]);
            }
            if (done > 0 && ends[task] <= now) {
                moment.succeeded(task, ends[task], seconds[task]);
            } else if (done > 0 && played.startOf(task) <= now) {
                moment.with(task, Moment.Phase.RUNNING, played.startOf(task));
            } else if (ready <= now && (done > 0 || above[task].length == 0)) {
                moment.with(task, Moment.Phase.READY, ready);
            }
        }
        return moment;
    }
}
