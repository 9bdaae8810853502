package comporta.backtest;

import comporta.forecast.Correction;
import comporta.forecast.Lessons;
import comporta.forecast.Tonight;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a forecast takes on one core: a generated DAG of 500 tasks, 60 nights learned. For {@code java -cp … comporta.backtest.ForecastBench
 * [SAMPLES] [ROUNDS]}; measures processor time of its thread, so that a busy machine does not count.
 */
final class ForecastBench {
    private static final int TASKS = 500;
    private static final int NIGHTS = 61;
    private static final int CHECKPOINTS = 16;

    private ForecastBench() {}

    public static void main(String[] words) {
        int samples = words.length > 0 ? Integer.parseInt(words[0]) : 400;
        int rounds = words.length > 1 ? Integer.parseInt(words[1]) : 10;
        var dag = GeneratedDag.of(TASKS, 1, NIGHTS, Variant.USUAL);
        var nights = dag.nights(1, NIGHTS, Variant.USUAL);
        var apart = new boolean[TASKS];
        Arrays.fill(apart, 0, dag.boots, true);
        var declared = new double[TASKS];
        Arrays.fill(declared, Double.NaN);
        long before = now();
        var lessons = new Lessons(apart, declared, new double[] {300});
        nights.subList(0, NIGHTS - 1).forEach(night -> lessons.learn(night.past()));
        System.out.printf(Locale.ROOT, "learning %d nights of %d tasks, night by night: %.0f ms%n", NIGHTS - 1, TASKS, (now() - before) / 1e6);
        var night = nights.getLast();
        var habits = lessons.before(night.weekday());
        for (int round = 0; round < rounds; round++) {
            long drawing = now();
            var tonight = new Tonight(dag.net, habits, new Correction(), 7, samples);
            double drawn = (now() - drawing) / 1e6;
            var took = new double[CHECKPOINTS];
            for (int k = 0; k < CHECKPOINTS; k++) {
                var moment = night.at(night.end() * k / CHECKPOINTS);
                long start = now();
                tonight.at(moment);
                took[k] = (now() - start) / 1e6;
            }
            double worst = Arrays.stream(took).max().orElse(0);
            System.out.printf(
                    Locale.ROOT, "round %d: draws once a run %.0f ms; %d samples after an event: at the start %.1f ms, half-way %.1f ms, worst %.1f ms%n",
                    round + 1, drawn, samples, took[0], took[CHECKPOINTS / 2], worst);
        }
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().isCurrentThreadCpuTimeSupported()
                ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
                : System.nanoTime();
    }
}
