package comporta.forecast;

/**
 * Whether a task that runs takes so much longer than usual that a deadline is in danger, and whether it would help to start it a second
 * time: by what is left of its duration given how long it has run already, not by a fixed timeout. Pure.
 */
public final class Straggling {
    /** Only the slowest tenth is looked at: all else is as usual, and a deadline in danger has other reasons. */
    private static final double UNUSUAL = 0.9;
    /** From that chance to be late on it is told. */
    public static final double IN_DANGER = 0.3;
    /** A second start is worth its CPU when it saves the deadline with that chance. */
    private static final double WORTH = 0.05;

    private Straggling() {}

    /**
     * How a task stands.
     *
     * @param isUnusual whether it has run for longer than nine of ten
     * @param late chance that it ends after its room
     * @param saved chance that it would do so, and a second start in time
     */
    public record Odds(boolean isUnusual, double late, double saved) {
        /** It is to be told. */
        public boolean isStraggling() {
            return isUnusual && late >= IN_DANGER;
        }

        /** It is to be started a second time, where its author allows that. */
        public boolean isWorthACopy() {
            return isUnusual && saved >= WORTH;
        }
    }

    /**
     * Looks at a running task.
     *
     * @param centre its usual log duration, tonight
     * @param scale of what is left, on the log scale
     * @param elapsed seconds that it has run
     * @param room seconds from now until it has to be over; negative: that was before
     */
    static Odds of(double centre, double scale, Shape shape, double elapsed, double room) {
        double at = (Math.log(Math.max(1e-3, elapsed)) - centre) / scale;
        if (shape.below(at) < UNUSUAL) {
            return new Odds(false, 0, 0);
        }
        if (room <= 0) {
            return new Odds(true, 1, 0);
        }
        double late = shape.above((Math.log(elapsed + room) - centre) / scale) / shape.above(at);
        return new Odds(true, late, late * shape.below((Math.log(room) - centre) / scale));
    }
}
