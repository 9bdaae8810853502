package comporta.timetable;

import comporta.dag.DagId;
import java.time.Duration;
import java.time.Instant;

/** A delay that is always the same for the same DAG and tick, and spread evenly over many. */
final class Jitter {
    private Jitter() {}

    /** From zero to just below {@code most}, in milliseconds. */
    static Duration of(DagId dag, Instant tick, Duration most) {
        long hash = 0xcbf29ce484222325L;        // FNV-1a (Fowler, Noll, Vo), since String's own hash differs too little for short ids
        for (int i = 0; i < dag.value().length(); i++) {
            hash = (hash ^ dag.value().charAt(i)) * 0x100000001b3L;
        }
        // SplitMix64 (Steele, Lea, Flood 2014) over the tick, so that ticks in a row lie far apart.
        long z = hash + tick.getEpochSecond() * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        double share = ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
        return Duration.ofMillis((long) ((double) most.toMillis() * share));
    }
}
