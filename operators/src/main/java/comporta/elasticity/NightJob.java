package comporta.elasticity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One job of a simulated night; times are seconds from its beginning.
 *
 * @param after number of the job that it waits for; -1: none
 * @param start when it begins where it waits for none
 * @param due by when it must be over so that no deadline is missed: its own, or that of the job behind it
 *     less what that takes as its file says
 * @param isLast whether {@code due} is a deadline that somebody set
 * @param past how it went on earlier nights, the oldest first; an iterative job learns while it runs, and has none
 */
record NightJob(SimulatedJob job, Place place, int after, double start, double due, boolean isLast, List<Iteration> past) {
    private static final int FEWEST = 6;
    private static final int MOST = 14;
    private static final double APART = 600;
    private static final int CORES = 4;
    private static final int GROUP = 3;
    private static final int DRIVERS_LAST = 2;
    /** Other jobs than those of iterative nights. */
    private static final int FIRST_OF_MIXED = 500_000;

    /** Where the share of a job comes from. */
    enum Place {
        /** From the pool that all have together, for each iteration. */
        ITERATIONS,
        /** From the same pool, once: the executors of a driver. */
        EXECUTORS,
        /** Machines that come for a driver alone. */
        MACHINES
    }

    NightJob {
        past = List.copyOf(past);
    }

    /** Sublinear iterative jobs that begin within ten minutes. */
    static List<NightJob> iterative(long seed, int night) {
        var random = new SplittableRandom(seed * 7_919 + night);
        int count = random.nextInt(FEWEST, MOST + 1);
        var jobs = new ArrayList<NightJob>();
        for (int i = 0; i < count; i++) {
            jobs.add(alone(Scenario.SUBLINEAR.job(seed, night * MOST + i), random.nextDouble(APART)));
        }
        return jobs;
    }

    /**
     * Such jobs beside two groups of them that wait for a driver, which has executors from the pool in one and machines of its own in the
     * other, and beside two that a driver waits for.
     */
    static List<NightJob> mixed(long seed, int night) {
        var random = new SplittableRandom(seed * 7_919 + night);
        var jobs = new ArrayList<>(iterative(seed, night));
        int next = FIRST_OF_MIXED + night * MOST;
        for (var place : List.of(Place.EXECUTORS, Place.MACHINES)) {
            var behind = new ArrayList<SimulatedJob>();
            for (int count = random.nextInt(GROUP) + 1; count > 0; count--) {
                behind.add(Scenario.SUBLINEAR.job(seed, next++));
            }
            jobs.addAll(driverFirst(driver(random), place, random.nextDouble(APART), behind, jobs.size()));
        }
        for (int last = 0; last < DRIVERS_LAST; last++) {
            jobs.addAll(driverLast(Scenario.SUBLINEAR.job(seed, next++), driver(random), random.nextDouble(APART), jobs.size()));
        }
        return jobs;
    }

    private static SimulatedDriver driver(RandomGenerator random) {
        return SimulatedDriver.of(random, CORES, 1, 1, 0, SimulatedDriver.TAUGHT + 1);
    }

    private static NightJob alone(SimulatedJob job, double start) {
        return new NightJob(job, Place.ITERATIONS, -1, start, start + job.promise().window(), true, List.of());
    }

    private static List<NightJob> driverFirst(SimulatedDriver driver, Place place, double start, List<SimulatedJob> behind, int number) {
        double over = start + driver.nights().getLast().room();
        double due = over
                + behind.stream().mapToDouble(job -> job.promise().window() - job.run(job.promise().cpus()).end()).min().orElse(0);
        var jobs = new ArrayList<NightJob>();
        jobs.add(new NightJob(tonight(driver), place, -1, start, due, false, past(driver)));
        behind.forEach(job -> jobs.add(new NightJob(job, Place.ITERATIONS, number, 0, over + job.promise().window(), true, List.of())));
        return jobs;
    }

    private static List<NightJob> driverLast(SimulatedJob job, SimulatedDriver driver, double start, int number) {
        var past = past(driver);
        double deadline = start + driver.nights().getLast().room() + job.promise().window();
        double usual = past.stream().mapToDouble(Iteration::seconds).sorted().skip(past.size() * 9 / 10).findFirst().orElseThrow();
        return List.of(
                new NightJob(job, Place.ITERATIONS, -1, start, deadline - usual, false, List.of()),
                new NightJob(tonight(driver), Place.EXECUTORS, number, 0, deadline, true, past));
    }

    private static List<Iteration> past(SimulatedDriver driver) {
        double written = driver.written();
        return driver.nights().subList(0, SimulatedDriver.TAUGHT).stream()
                .map(each -> new Iteration(0, each.takes(written), written)).toList();
    }

    private static SimulatedJob tonight(SimulatedDriver driver) {
        var job = driver.nights().getLast().job();
        var bounds = job.promise();
        return new SimulatedJob(
                new Promise(0, 0, 1, 0, driver.written(), bounds.min(), bounds.max()), job.works(), job.overheads(), job.exponent(),
                job.serial());
    }

    /** What is promised of it when it begins then. */
    Promise promise(double begins) {
        var known = job.promise();
        return new Promise(begins, due, known.iterations(), known.declared(), known.cpus(), known.min(), known.max());
    }
}
