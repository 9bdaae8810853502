package comporta.elasticity;

import comporta.elasticity.NightJob.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * Jobs that share a pool of a given part of the sum of the largest shares that they may have at the same time. Without the
 * allocator a launch that finds too little room waits in line until its whole share is free, as on Mesos, and what is launched once
 * has the share that a careful author writes.
 */
public final class SimulatedNight {
    private static final double ROUNDING = 1e-9;

    private final Law law;
    private final boolean allocates;
    private final List<Course> courses;
    private final double pool;
    private final PriorityQueue<Happening> happenings = new PriorityQueue<>(
            Comparator.comparingDouble(Happening::at).thenComparingInt(each -> each.course().number));
    private final List<Course> line = new ArrayList<>();
    private double now;
    private double used;
    private double cpu;
    private int changes;
    private boolean isOutside;

    /** Of which jobs nights are. */
    public enum Kind {
        /** Six to fourteen iterative ones. */
        ITERATIVE,
        /** As many, some of which wait for drivers that are launched once. */
        MIXED;

        private List<NightJob> jobs(long seed, int night) {
            return switch (this) {
                case ITERATIVE -> NightJob.iterative(seed, night);
                case MIXED -> NightJob.mixed(seed, night);
            };
        }
    }

    /**
     * What came of nights.
     *
     * @param deadlines that there were
     * @param misses of them
     * @param cpu CPU-seconds granted
     * @param changes of the share of iterative jobs
     * @param isOutside whether any share ever was below its least or above its largest, or the pool was exceeded
     */
    public record Outcome(int deadlines, int misses, double cpu, int changes, boolean isOutside) {
        Outcome and(Outcome other) {
            return new Outcome(
                    deadlines + other.deadlines, misses + other.misses, cpu + other.cpu, changes + other.changes,
                    isOutside || other.isOutside);
        }
    }

    /** Where a job is. */
    private static final class Course {
        private final NightJob job;
        private final int number;
        private final List<Iteration> done = new ArrayList<>();
        private Promise promise;
        private boolean isUnderWay;
        private double wanted;
        private double needed;
        private double granted;
        private double began;
        private double lastChance;

        Course(NightJob job, int number) {
            this.job = job;
            this.number = number;
            promise = job.promise(job.start());
        }

        boolean isOver() {
            return done.size() == promise.iterations();
        }

        /** What it may take of the pool. */
        double most() {
            return job.place() == Place.MACHINES ? 0 : promise.max();
        }

        Allocator.Demand demand() {
            return new Allocator.Demand(granted, wanted, needed, promise.min(), lastChance, job.place() != Place.ITERATIONS);
        }
    }

    /** @param isEnd of a launch; else its job is ready for one */
    private record Happening(double at, Course course, boolean isEnd) {}

    private SimulatedNight(Law law, boolean allocates, List<NightJob> jobs, double part) {
        this.law = law;
        this.allocates = allocates;
        var all = new ArrayList<Course>();
        jobs.forEach(each -> all.add(new Course(each, all.size())));
        courses = List.copyOf(all);
        pool = part * courses.stream()
                .filter(each -> each.job.after() < 0)
                .mapToDouble(each -> Math.max(each.most(), behind(each).mapToDouble(Course::most).sum()))
                .sum();
    }

    private Stream<Course> behind(Course course) {
        return courses.stream().filter(each -> each.job.after() == course.number);
    }

    /**
     * Runs nights under a law.
     *
     * @param allocates whether shares are granted by urgency, and those of launches decided before them
     * @param part of the sum of the largest shares that the pool has, 0..1
     */
    public static Outcome run(Kind kind, Law law, boolean allocates, int nights, long seed, double part) {
        var all = new Outcome(0, 0, 0, 0, false);
        for (int night = 0; night < nights; night++) {
            all = all.and(new SimulatedNight(law, allocates, kind.jobs(seed, night), part).run());
        }
        return all;
    }

    private Outcome run() {
        courses.stream().filter(each -> each.job.after() < 0).forEach(each -> begin(each, each.job.start()));
        int misses = 0;
        while (!happenings.isEmpty()) {
            var next = happenings.remove();
            now = next.at();
            var course = next.course();
            if (next.isEnd()) {
                end(course);
                if (course.isOver()) {
                    misses += course.job.isLast() && now > course.job.due() ? 1 : 0;
                    behind(course).forEach(each -> begin(each, now));
                }
            } else {
                course.isUnderWay = true;
                line.add(course);
            }
            grant();
        }
        int deadlines = (int) courses.stream().filter(each -> each.job.isLast()).count();
        return new Outcome(deadlines, misses, cpu, changes, isOutside);
    }

    private void begin(Course course, double at) {
        course.promise = course.job.promise(at);
        course.wanted = course.promise.cpus();
        course.needed = Allocator.needed(Sight.before(course.promise));
        course.lastChance = course.promise.deadline();
        // machines are asked for before they come, executors when there is something to launch
        happenings.add(new Happening(at + (course.job.place() == Place.MACHINES ? 0 : course.job.job().overheads()[0]), course, false));
    }

    private void end(Course course) {
        used -= course.job.place() == Place.MACHINES ? 0 : course.granted;
        course.done.add(new Iteration(course.began, now, course.granted));
        course.granted = 0;
        if (!course.isOver()) {
            var sight = new Sight(course.promise, course.done);
            double next = course.promise.clamp(law.advise(sight).cpus());
            changes += next == course.wanted ? 0 : 1;
            course.wanted = next;
            course.lastChance = Allocator.lastChance(sight);
            course.needed = Math.min(next, Allocator.needed(sight));
            happenings.add(new Happening(now + course.job.job().overheads()[course.done.size()], course, false));
        }
    }

    private void grant() {
        if (allocates) {
            line.forEach(this::decide);
            line.sort(Comparator.comparingDouble(each -> each.lastChance));
        }
        for (var waiting = line.iterator(); waiting.hasNext(); ) {
            var course = waiting.next();
            double granted = granted(course);
            if (granted == 0) {
                break;   // who is first in line is not overtaken
            }
            waiting.remove();
            start(course, granted);
        }
    }

    /** The share of what is launched once, by the nights before. */
    private void decide(Course course) {
        if (!course.job.past().isEmpty()) {
            var time = LaunchTime.of(course.job.past());
            double boot = course.job.place() == Place.MACHINES ? LaunchShares.SLOW_BOOT * SimulatedDriver.BOOT : 0;
            double room = course.promise.deadline() - now - boot;
            course.wanted = course.promise.clamp(Math.ceil(Math.min(time.least(room, ModelLaw.HIT), course.promise.max()) - ROUNDING));
            course.needed = Allocator.needed(course.promise, Math.ceil(time.least(room, 0.5) - ROUNDING));
            course.lastChance = course.promise.deadline() - boot - time.seconds(course.promise.max(), 0.5);
        }
    }

    private double granted(Course course) {
        if (course.job.place() == Place.MACHINES) {
            return course.wanted;
        }
        if (!allocates) {
            return course.wanted <= pool - used + ROUNDING ? course.wanted : 0;
        }
        var others = courses.stream()
                .filter(each -> each != course && each.isUnderWay && !each.isOver() && each.job.place() != Place.MACHINES)
                .map(Course::demand).toList();
        double granted = course.promise.clamp(Allocator.grant(course.demand(), others, pool));
        return whole(course, granted) <= pool - used + ROUNDING ? whole(course, granted) : 0;
    }

    /** Executors have whole cores. */
    private static double whole(Course course, double share) {
        return course.job.place() == Place.ITERATIONS ? share : Math.floor(share + ROUNDING);
    }

    private void start(Course course, double granted) {
        boolean isOfPool = course.job.place() != Place.MACHINES;
        double seconds = course.job.job().seconds(course.done.size(), granted) + (isOfPool ? 0 : course.job.job().overheads()[0]);
        course.granted = granted;
        course.began = now;
        used += isOfPool ? granted : 0;
        cpu += granted * seconds;
        isOutside |= granted < course.promise.min() - ROUNDING || granted > course.promise.max() + ROUNDING || used > pool + ROUNDING;
        happenings.add(new Happening(now + seconds, course, true));
    }
}
