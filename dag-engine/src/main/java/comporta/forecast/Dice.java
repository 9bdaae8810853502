package comporta.forecast;

/** Numbers by hash: the same for the same run, task and sample, whatever was drawn before, so that a forecast never jitters. */
final class Dice {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private Dice() {}

    /** Uniform in (0, 1). */
    static double uniform(long seed, int task, int sample) {
        long hash = mix(seed + task * STEP);
        hash = mix(hash + (sample + 1) * STEP);
        return ((hash >>> 11) + 0.5) * 0x1p-53;
    }

    /** Another seed for another purpose. */
    static long seed(long seed, int purpose) {
        return mix(seed + (purpose + 1) * STEP);
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;   // the finisher of SplitMix64
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
