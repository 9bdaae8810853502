package comporta.elasticity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Generated Spark drivers, night after night, each on machines of its own that come up before it. What they wait for ends when it likes, their
 * data and the night make them slow, and they must be over at a fixed time. Every way to size them has the same nights.
 */
public final class LaunchNights {
    private static final int TAUGHT = 20;
    private static final int MACHINES = 20;
    private static final int LEAST = 4;
    private static final double CORES = 8;
    private static final double BOOT = 180;
    private static final double EXPONENT = 0.8;
    private static final double SERIAL = 0.2;

    /** How many machines a driver has. */
    public enum Way {
        /** All that it may have. */
        ALL("all"),
        /** The fewest with which its first twenty nights would have kept 95 % of their deadlines: what a careful author writes. */
        WRITTEN("as a careful author writes"),
        /** As {@link LaunchShares} decides before each launch, by the nights before. */
        DECIDED("decided before each launch");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /**
     * What came of nights.
     *
     * @param cpu core-seconds of machines, from their start to the end of their driver
     * @param isOutside whether there were fewer machines than the least, or more than all
     */
    public record Outcome(int runs, int misses, double cpu, boolean isOutside) {
        Outcome and(Outcome other) {
            return new Outcome(runs + other.runs, misses + other.misses, cpu + other.cpu, isOutside || other.isOutside);
        }
    }

    /**
     * One night of one driver.
     *
     * @param room seconds from when its machines may be asked for until it must be over
     * @param work seconds that it takes with one core
     */
    private record Night(double room, double boot, double work) {
        double takes(double cores) {
            return work * (SERIAL / Math.pow(CORES * MACHINES, EXPONENT) + (1 - SERIAL) / Math.pow(cores, EXPONENT));
        }

        boolean isLate(double cores) {
            return boot + takes(cores) > room;
        }
    }

    private LaunchNights() {}

    /** Runs drivers for so many nights each, after twenty that teach. */
    public static Outcome run(Way way, int drivers, int nights, long seed) {
        var all = new Outcome(0, 0, 0, false);
        for (int driver = 0; driver < drivers; driver++) {
            all = all.and(run(way, nights(new SplittableRandom(seed * 104_729 + driver), TAUGHT + nights)));
        }
        return all;
    }

    private static List<Night> nights(RandomGenerator random, int count) {
        double usual = 3_600 * Math.exp(0.4 * random.nextGaussian());
        double needed = MACHINES * random.nextDouble(0.25, 0.85);
        double spread = random.nextDouble(0.05, 0.2);
        double slack = usual * random.nextDouble(0.1, 0.6);
        var median = new Night(0, 0, usual);
        double unit = usual / median.takes(CORES * needed);
        var nights = new ArrayList<Night>();
        for (int night = 0; night < count; night++) {
            double slow = Math.exp(spread * random.nextGaussian() + (random.nextDouble() < 0.05 ? random.nextDouble(0.2, 0.5) : 0));
            double boot = 0.6 * BOOT + 0.4 * BOOT * Math.exp(0.5 * random.nextGaussian());
            // what it waits for is early on most nights and late on some: the rest of the slack is left
            double left = slack * (1.5 - Math.min(1.5, -0.5 * Math.log(1 - random.nextDouble())));
            nights.add(new Night(1.1 * usual + BOOT + left, boot, unit * usual * slow));
        }
        return nights;
    }

    private static Outcome run(Way way, List<Night> nights) {
        var past = new ArrayList<Iteration>();
        double written = written(nights.subList(0, TAUGHT));
        int misses = 0;
        double cpu = 0;
        boolean isOutside = false;
        for (int number = 0; number < nights.size(); number++) {
            var night = nights.get(number);
            double machines = switch (way) {
                case ALL -> MACHINES;
                case WRITTEN -> written;
                case DECIDED -> number < TAUGHT ? written : decided(past, night.room());
            };
            double cores = CORES * machines;
            past.add(new Iteration(0, night.takes(cores), cores));
            if (past.size() > TAUGHT) {
                past.removeFirst();
            }
            if (number >= TAUGHT) {
                misses += night.isLate(cores) ? 1 : 0;
                cpu += cores * (night.boot() + night.takes(cores));
                isOutside |= machines < LEAST || machines > MACHINES;
            }
        }
        return new Outcome(nights.size() - TAUGHT, misses, cpu, isOutside);
    }

    private static double written(List<Night> nights) {
        for (int machines = LEAST; machines < MACHINES; machines++) {
            double cores = CORES * machines;
            if (nights.stream().filter(night -> night.isLate(cores)).count() <= nights.size() / 20) {
                return machines;
            }
        }
        return MACHINES;
    }

    private static double decided(List<Iteration> past, double room) {
        double cores = LaunchTime.of(past).least(room - LaunchShares.SLOW_BOOT * BOOT, ModelLaw.HIT);
        return Math.clamp(Math.ceil(Math.min(cores, CORES * MACHINES) / CORES - 1e-9), LEAST, MACHINES);
    }
}
