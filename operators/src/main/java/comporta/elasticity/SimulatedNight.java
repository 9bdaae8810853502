package comporta.elasticity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Iterative jobs that share a pool of a given part of the sum of their largest shares. Without the allocator an iteration that finds too little
 * room waits in line until its whole share is free, as on Mesos.
 */
public final class SimulatedNight {
    private static final int FEWEST = 6;
    private static final int MOST = 14;
    private static final double APART = 600;
    private static final double ROUNDING = 1e-9;

    private final List<SimulatedJob> jobs = new ArrayList<>();
    private final double[] starts;
    private final double pool;

    /**
     * What came of nights.
     *
     * @param misses deadlines missed
     * @param cpu CPU-seconds granted
     * @param isOutside whether any share ever was below its least or above its largest, or the pool was exceeded
     */
    public record Outcome(int jobs, int misses, double cpu, int changes, boolean isOutside) {
        Outcome and(Outcome other) {
            return new Outcome(jobs + other.jobs, misses + other.misses, cpu + other.cpu, changes + other.changes, isOutside || other.isOutside);
        }
    }

    /** Where a job is. */
    private static final class Course {
        private final List<Iteration> done = new ArrayList<>();
        private double wanted;
        private double granted;
        private double began;
        private double lastChance;
    }

    /** @param isEnd of an iteration; else its job is ready for one */
    private record Happening(double at, int job, boolean isEnd) {}

    private SimulatedNight(long seed, int night, double part) {
        var random = new SplittableRandom(seed * 7_919 + night);
        int count = random.nextInt(FEWEST, MOST + 1);
        starts = new double[count];
        double most = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = random.nextDouble(APART);
            jobs.add(Scenario.SUBLINEAR.job(seed, night * MOST + i).from(starts[i]));
            most += jobs.get(i).promise().max();
        }
        pool = part * most;
    }

    /**
     * Runs nights under a law.
     *
     * @param part of the sum of the largest shares that the pool has, 0..1
     * @param allocates whether shares are granted by urgency
     */
    public static Outcome run(Law law, boolean allocates, int nights, long seed, double part) {
        var all = new Outcome(0, 0, 0, 0, false);
        for (int night = 0; night < nights; night++) {
            all = all.and(new SimulatedNight(seed, night, part).run(law, allocates));
        }
        return all;
    }

    private Outcome run(Law law, boolean allocates) {
        var courses = new HashMap<Integer, Course>();
        var happenings = new PriorityQueue<Happening>(Comparator.comparingDouble(Happening::at).thenComparingInt(Happening::job));
        var line = new ArrayList<Integer>();
        for (int i = 0; i < jobs.size(); i++) {
            var course = new Course();
            course.wanted = jobs.get(i).promise().cpus();
            course.lastChance = jobs.get(i).promise().deadline();
            courses.put(i, course);
            happenings.add(new Happening(starts[i] + jobs.get(i).overheads()[0], i, false));
        }
        double used = 0;
        double cpu = 0;
        int misses = 0;
        int changes = 0;
        boolean isOutside = false;
        while (!happenings.isEmpty()) {
            var now = happenings.remove();
            var job = jobs.get(now.job());
            var course = Objects.requireNonNull(courses.get(now.job()));
            if (now.isEnd()) {
                double granted = course.granted;
                used -= granted;
                course.granted = 0;
                course.done.add(new Iteration(course.began, now.at(), granted));
                if (course.done.size() == job.works().length) {
                    misses += now.at() > job.promise().deadline() ? 1 : 0;
                } else {
                    var sight = new Sight(job.promise(), course.done);
                    double next = job.promise().clamp(law.advise(sight).cpus());
                    changes += next == course.wanted ? 0 : 1;
                    course.wanted = next;
                    course.lastChance = Allocator.lastChance(sight);
                    happenings.add(new Happening(now.at() + job.overheads()[course.done.size()], now.job(), false));
                }
            } else {
                line.add(now.job());
            }
            if (allocates) {
                line.sort(Comparator.comparingDouble(each -> Objects.requireNonNull(courses.get(each)).lastChance));
            }
            for (var waiting = line.iterator(); waiting.hasNext(); ) {
                int next = waiting.next();
                double granted = granted(next, courses, pool - used, allocates);
                if (granted == 0) {
                    break;   // who is first in line is not overtaken
                }
                waiting.remove();
                var starting = Objects.requireNonNull(courses.get(next));
                var promise = jobs.get(next).promise();
                double seconds = jobs.get(next).seconds(starting.done.size(), granted);
                starting.granted = granted;
                starting.began = now.at();
                used += granted;
                cpu += granted * seconds;
                isOutside |= granted < promise.min() - ROUNDING || granted > promise.max() + ROUNDING || used > pool + ROUNDING;
                happenings.add(new Happening(now.at() + seconds, next, true));
            }
        }
        return new Outcome(jobs.size(), misses, cpu, changes, isOutside);
    }

    private double granted(int job, Map<Integer, Course> courses, double free, boolean allocates) {
        var course = Objects.requireNonNull(courses.get(job));
        if (!allocates) {
            return course.wanted <= free + ROUNDING ? course.wanted : 0;
        }
        var others = courses.keySet().stream()
                .filter(each -> each != job && Objects.requireNonNull(courses.get(each)).done.size() < jobs.get(each).works().length)
                .map(each -> demand(each, courses)).toList();
        return Allocator.grant(demand(job, courses), others, pool);
    }

    private Allocator.Demand demand(int job, Map<Integer, Course> courses) {
        var course = Objects.requireNonNull(courses.get(job));
        return new Allocator.Demand(course.granted, course.wanted, jobs.get(job).promise().min(), course.lastChance);
    }
}
