package comporta.elasticity;

import org.jspecify.annotations.Nullable;

/**
 * A law's word on the next iteration.
 *
 * @param cpus its share
 * @param why in words for people
 * @param predictedEnd seconds: when the last iteration is to end with that share
 * @param late chance to miss the deadline with that share, 0..1; null: this law does not know
 * @param lateBefore the same with the share as it was
 */
public record Advice(State state, double cpus, String why, double predictedEnd, @Nullable Double late, @Nullable Double lateBefore) {

    /** Where a job stands, in the words of the metrics. */
    public enum State {
        UNDER_PERFORMANT,
        OVER_PERFORMANT,
        ON_PLAN,
        /** More CPU does not help any more. */
        OUT_OF_REACH,
        COMPLETED
    }

    Advice(State state, double cpus, String why, double predictedEnd) {
        this(state, cpus, why, predictedEnd, null, null);
    }

    /** For a job whose last iteration has ended. */
    static Advice completed(Sight sight) {
        double early = sight.promise().deadline() - sight.now();
        return new Advice(
                State.COMPLETED, sight.cpus(),
                early >= 0 ? "done " + Figures.span(early) + " before the deadline" : "done " + Figures.span(-early) + " late",
                sight.now(), early >= 0 ? 0.0 : 1.0, early >= 0 ? 0.0 : 1.0);
    }
}
