package comporta.elasticity;

/**
 * The numbers of the classic law.
 *
 * @param variant 1: the band's lower edge is measured from the deadline, 2: from the start
 * @param increment added to the share of a late job
 * @param decrement taken from the share of an early one
 * @param deploymentTime seconds that each iteration is thought to need before it runs
 * @param sleepingTime seconds between two iterations
 * @param deviation 0..1, of the window: where the band's lower edge lies
 */
public record ClassicConstants(int variant, double increment, double decrement, double deploymentTime, double sleepingTime,
        double deviation) {
    /** Those of the first description. */
    public static final ClassicConstants SEED = new ClassicConstants(1, 0.3, 0.2, 0, 5, 0.05);

    /** Those of the later programs. */
    public static final ClassicConstants PROGRAMS = new ClassicConstants(2, 0.4, 0.4, 45, 5, 0.2);

    public ClassicConstants {
        if (variant != 1 && variant != 2) {
            throw new IllegalArgumentException("variant is " + variant + ", and must be 1 or 2");
        }
    }
}
