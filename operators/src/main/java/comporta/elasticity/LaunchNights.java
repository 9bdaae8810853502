package comporta.elasticity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** {@link SimulatedDriver}s, each on machines of its own that come up before it. Every way to size them has the same nights. */
public final class LaunchNights {
    private static final int MACHINES = 20;
    private static final int LEAST = 4;
    private static final double CORES = 8;

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

    private LaunchNights() {}

    /** Runs drivers for so many nights each, after twenty that teach. */
    public static Outcome run(Way way, int drivers, int nights, long seed) {
        var all = new Outcome(0, 0, 0, false);
        for (int driver = 0; driver < drivers; driver++) {
            var random = new SplittableRandom(seed * 104_729 + driver);
            all = all.and(run(way, SimulatedDriver.of(random, MACHINES, LEAST, CORES, 1, SimulatedDriver.TAUGHT + nights)));
        }
        return all;
    }

    private static Outcome run(Way way, SimulatedDriver driver) {
        var past = new ArrayList<Iteration>();
        double written = driver.written();
        int misses = 0;
        double cpu = 0;
        boolean isOutside = false;
        for (int number = 0; number < driver.nights().size(); number++) {
            var night = driver.nights().get(number);
            double machines = switch (way) {
                case ALL -> MACHINES;
                case WRITTEN -> written;
                case DECIDED -> number < SimulatedDriver.TAUGHT ? written : decided(past, night.room());
            };
            double cores = CORES * machines;
            past.add(new Iteration(0, night.takes(cores), cores));
            if (past.size() > SimulatedDriver.TAUGHT) {
                past.removeFirst();
            }
            if (number >= SimulatedDriver.TAUGHT) {
                misses += night.isLate(cores) ? 1 : 0;
                cpu += cores * (night.boot() + night.takes(cores));
                isOutside |= machines < LEAST || machines > MACHINES;
            }
        }
        return new Outcome(driver.nights().size() - SimulatedDriver.TAUGHT, misses, cpu, isOutside);
    }

    private static double decided(List<Iteration> past, double room) {
        double cores = LaunchTime.of(past).least(room - LaunchShares.SLOW_BOOT * SimulatedDriver.BOOT, ModelLaw.HIT);
        return Math.clamp(Math.ceil(Math.min(cores, CORES * MACHINES) / CORES - 1e-9), LEAST, MACHINES);
    }
}
