package comporta.operator;

import comporta.dag.PlainData;
import java.util.Map;
import java.util.Optional;

/** Decides how much a try is given before its first launch, where its author leaves a range. */
@FunctionalInterface
public interface Allotment {
    /** Every try has what is written. */
    Allotment AS_WRITTEN = (_, _) -> Optional.empty();

    /** Empty: it has what is written. Pure but for the questions of {@code prospect}. */
    Optional<Allotted> of(Try attempt, Prospect prospect);

    /** A launch is submitted, perhaps again after a restart; what was decided of its try is committed by now. */
    default void submitted(LaunchIntent intent) {}

    /**
     * What a try is given.
     *
     * @param settings the operator's own keys, rendered, with that in place of what is written
     * @param decision for the record of decisions about CPUs
     */
    record Allotted(Map<String, Object> settings, Map<String, Object> decision) {
        public Allotted {
            settings = PlainData.plain(settings);
            decision = PlainData.plain(decision);
        }
    }
}
