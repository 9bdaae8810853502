package comporta.backtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The door of this room: judges the forecast on generated nights, or on recorded runs. */
public final class Backtest {
    /** Tasks of the DAGs that are generated. */
    public static final List<Integer> SIZES = List.of(60, 120, 250, 500, 60, 120, 250, 500);
    /** Fewer nights than this teach all, and leave none to judge. */
    public static final int FEWEST_NIGHTS = 60;

    private static final int FEWEST_RUNS = 4;

    private Backtest() {}

    /**
     * Nights by seed; byte by byte the same for the same arguments.
     *
     * @param nights per DAG, of which the first forty only teach
     * @param samples of each forecast
     * @param done hears of each DAG that is through
     */
    public static BacktestReport generated(int nights, long seed, int samples, Variant variant,
            List<Integer> sizes, Consumer<String> done) {
        var trials = new ArrayList<Callable<List<NightTrial>>>();
        for (int i = 0; i < sizes.size(); i++) {
            int number = i;
            trials.add(() -> {
                var trial = new GeneratedTrial(number, sizes.get(number), seed * 1000 + number, nights, samples, variant).run();
                done.accept("DAG " + (number + 1) + " of " + sizes.size() + ", " + sizes.get(number) + " tasks");
                return trial;
            });
        }
        return NightsTable.of(new Scores(inParallel(trials)), variant);
    }

    /**
     * Recorded runs: families of four or more, each run forecast from all others of its family.
     *
     * @throws java.io.UncheckedIOException when the folder cannot be read
     * @throws IllegalArgumentException when a file of it is not a trace, or no family is large enough
     */
    public static BacktestReport traces(Path folder, int samples) {
        var families = new TreeMap<String, List<Trace>>();
        Trace.in(folder).forEach(trace -> families.computeIfAbsent(trace.family(), _ -> new ArrayList<>()).add(trace));
        families.values().removeIf(family -> family.size() < FEWEST_RUNS);
        if (families.isEmpty()) {
            throw new IllegalArgumentException("no family of " + folder + " has " + FEWEST_RUNS + " runs or more");
        }
        return TracesTable.of(inParallel(families.values().stream()
                .map(family -> (Callable<List<TraceTrial.Row>>) () -> new TraceTrial(family, samples).run())
                .toList()));
    }

    /** All of them, in order, however many processors there are. */
    private static <T> List<T> inParallel(List<? extends Callable<List<T>>> trials) {
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().factory())) {
            var all = new ArrayList<T>();
            for (var each : threads.invokeAll(trials)) {
                all.addAll(each.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while forecasts were judged", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
