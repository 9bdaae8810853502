package comporta.elasticity;

import java.util.ArrayList;

/**
 * A job whose every iteration is known.
 *
 * @param works CPU-seconds of each iteration with one CPU
 * @param overheads seconds before each iteration
 * @param exponent of the speed-up of what is not serial
 * @param serial share of the work that more CPU does not shorten
 */
@SuppressWarnings("ArrayRecordComponent")   // nobody compares them
record SimulatedJob(Promise promise, double[] works, double[] overheads, double exponent, double serial) {

    /**
     * How a job went.
     *
     * @param end seconds
     * @param cpu integral of the share over the time that it ran, CPU-seconds
     * @param cpu2 integral of the squared share: peaks weigh more
     * @param reversals changes of the share against the direction of the change before
     */
    record Course(double end, double cpu, double cpu2, int reversals) {}

    /** Seconds of an iteration with that share. */
    double seconds(int iteration, double cpus) {
        return works[iteration] * (serial + (1 - serial) / Math.pow(cpus, exponent));
    }

    /** The whole job with one share. */
    Course run(double cpus) {
        double end = 0;
        double ran = 0;
        for (int i = 0; i < works.length; i++) {
            ran += seconds(i, cpus);
            end += overheads[i] + seconds(i, cpus);
        }
        return new Course(end, ran * cpus, ran * cpus * cpus, 0);
    }

    /** The whole job under a law. */
    Course run(Law law) {
        var done = new ArrayList<Iteration>();
        double now = promise.start();
        double cpus = promise.cpus();
        double cpu = 0;
        double cpu2 = 0;
        int reversals = 0;
        double direction = 0;
        for (int i = 0; i < works.length; i++) {
            double seconds = seconds(i, cpus);
            double started = now + overheads[i];
            now = started + seconds;
            cpu += seconds * cpus;
            cpu2 += seconds * cpus * cpus;
            done.add(new Iteration(started, now, cpus));
            double next = i + 1 < works.length ? promise.clamp(law.advise(new Sight(promise, done)).cpus()) : cpus;
            double moved = Math.signum(next - cpus);
            reversals += moved * direction < 0 ? 1 : 0;
            direction = moved == 0 ? direction : moved;
            cpus = next;
        }
        return new Course(now, cpu, cpu2, reversals);
    }

    /** The least constant share that meets the deadline, all being known; found by halving. */
    Course oracle() {
        double low = promise.min();
        double high = promise.max();
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            if (run(middle).end() <= promise.deadline()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return run(high);
    }
}
