package comporta.elasticity;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A generated Spark driver, night after night. What it waits for ends when it likes, its data and the night make it slow,
 * and it must be over at a fixed time.
 *
 * @param machines that it may have at most
 * @param least that it may have
 * @param each cores of a machine
 * @param nights oldest first; the first {@link #TAUGHT} of them only teach
 */
record SimulatedDriver(int machines, int least, double each, List<Night> nights) {
    static final int TAUGHT = 20;
    /** Seconds that machines usually take to come. */
    static final double BOOT = 180;
    private static final double EXPONENT = 0.8;
    private static final double SERIAL = 0.2;

    /**
     * One night.
     *
     * @param room seconds from when its machines may be asked for until it must be over
     * @param job of one iteration, the overhead of which are its machines
     */
    record Night(double room, SimulatedJob job) {
        double takes(double cores) {
            return job.seconds(0, cores);
        }

        double boot() {
            return job.overheads()[0];
        }

        boolean isLate(double cores) {
            return job.run(cores).end() > room;
        }
    }

    SimulatedDriver {
        nights = List.copyOf(nights);
    }

    /** @param slack how much of the usual slack there is before its deadline; 0: none, so that what it waits for never ends late */
    static SimulatedDriver of(RandomGenerator random, int machines, int least, double each, double slack, int nights) {
        double usual = 3_600 * Math.exp(0.4 * random.nextGaussian());
        double needed = machines * random.nextDouble(0.25, 0.85);
        double spread = random.nextDouble(0.05, 0.2);
        double late = slack * usual * random.nextDouble(0.1, 0.6);
        double most = each * machines;
        double work = usual / job(1, 0, least * each, most).seconds(0, each * needed);
        var drawn = new ArrayList<Night>();
        for (int night = 0; night < nights; night++) {
            double slow = Math.exp(spread * random.nextGaussian() + (random.nextDouble() < 0.05 ? random.nextDouble(0.2, 0.5) : 0));
            double boot = 0.6 * BOOT + 0.4 * BOOT * Math.exp(0.5 * random.nextGaussian());
            // what it waits for is early on most nights and late on some: the rest of the slack is left
            double left = late * (1.5 - Math.min(1.5, -0.5 * Math.log(1 - random.nextDouble())));
            drawn.add(new Night(1.1 * usual + BOOT + left, job(work * slow, boot, least * each, most)));
        }
        return new SimulatedDriver(machines, least, each, drawn);
    }

    /** A part of what it does with all its cores is serial. */
    private static SimulatedJob job(double work, double boot, double min, double max) {
        double serial = SERIAL / Math.pow(max, EXPONENT);
        double whole = serial + 1 - SERIAL;
        var promise = new Promise(0, Double.MAX_VALUE, 1, 0, max, min, max);
        return new SimulatedJob(promise, new double[] {work * whole}, new double[] {boot}, EXPONENT, serial / whole);
    }

    /** The fewest machines with which the nights that teach would have kept 95 % of their deadlines: what a careful author writes. */
    int written() {
        var taught = nights.subList(0, TAUGHT);
        for (int some = least; some < machines; some++) {
            double cores = each * some;
            if (taught.stream().filter(night -> night.isLate(cores)).count() <= TAUGHT / 20) {
                return some;
            }
        }
        return machines;
    }
}
