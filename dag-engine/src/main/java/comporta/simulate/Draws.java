package comporta.simulate;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Dice for each thing by itself: what is drawn for one does not depend on what was drawn for others, or on when. */
final class Draws {
    private Draws() {}

    /** Dice that are the same for the same seed and words. */
    static RandomGenerator of(long seed, String... words) {
        long hash = seed * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
        for (var word : words) {
            for (int i = 0; i < word.length(); i++) {
                hash = (hash ^ word.charAt(i)) * 0x100000001B3L;
            }
            hash = (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
        }
        return new SplittableRandom(hash ^ (hash >>> 32));
    }
}
