package comporta.elasticity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a law did on the jobs of a scenario.
 *
 * @param hitRate deadlines kept, 0..1
 * @param cpu2OverOracle median over jobs of the integral of the squared share, over that of the least constant share that is enough
 * @param cpuOverOracle the same of the share itself, in CPU-seconds
 * @param reversals mean changes of direction a job
 * @param unused mean share of the window that was left over
 * @param lateness seconds after the deadline, the 95th percentile over all jobs
 */
public record Comparison(
        Scenario scenario, String law, double hitRate, double cpu2OverOracle, double cpuOverOracle, double reversals, double unused,
        double lateness) {

    /** The laws that are compared, by name. */
    public static Map<String, Law> laws() {
        var laws = new LinkedHashMap<String, Law>();
        laws.put("constant-1", constant(1));
        laws.put("constant-max", constant(Double.MAX_VALUE));
        laws.put("classic-1", new ClassicLaw(new ClassicConstants(1, 0.3, 0.2, 45, 5, 0.05)));
        laws.put("classic-2", new ClassicLaw(ClassicConstants.PROGRAMS));
        laws.put("pi", new PiLaw());
        laws.put("model", new ModelLaw(ModelLaw.HIT));
        return laws;
    }

    private static Law constant(double cpus) {
        return new Law() {
            @Override
            public String name() {
                return "constant";
            }

            @Override
            public Advice advise(Sight sight) {
                return new Advice(Advice.State.ON_PLAN, Math.min(cpus, sight.promise().max()), "the share is constant", sight.now());
            }
        };
    }

    /** Runs so many jobs of a scenario under a law. */
    public static Comparison of(Scenario scenario, String name, Law law, int jobs, long seed) {
        int hits = 0;
        var squares = new double[jobs];
        var seconds = new double[jobs];
        var late = new double[jobs];
        double reversals = 0;
        double unused = 0;
        for (int i = 0; i < jobs; i++) {
            var job = scenario.job(seed, i);
            var course = job.run(law);
            var oracle = job.oracle();
            double margin = job.promise().deadline() - course.end();
            hits += margin >= 0 ? 1 : 0;
            squares[i] = course.cpu2() / oracle.cpu2();
            seconds[i] = course.cpu() / oracle.cpu();
            late[i] = Math.max(0, -margin);
            unused += Math.max(0, margin) / job.promise().window();
            reversals += course.reversals();
        }
        return new Comparison(
                scenario, name, hits / (double) jobs, share(squares, 0.5), share(seconds, 0.5), reversals / jobs, unused / jobs,
                share(late, 0.95));
    }

    private static double share(double[] values, double part) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
