package comporta.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a bar.
 *
 * @param tryNumber 0 before the first try
 * @param p90 of a predicted one; null: not known
 */
record Segment(
        @Words({"wait", "work", "transition", "predicted"}) String kind, String state, int tryNumber, Instant from, Instant to,
        @Nullable Instant p90, @Nullable String cause, @Nullable String reasonCode) {

    static Segment of(String kind, String state, int tryNumber, Instant from, Instant to) {
        return new Segment(kind, state, tryNumber, from, to, null, null, null);
    }

    /** What is predicted may last until then in one of ten outcomes. */
    Segment until(@Nullable Instant late) {
        return kind.equals("predicted") ? new Segment(kind, state, tryNumber, from, to, late, cause, reasonCode) : this;
    }

    Segment because(@Nullable String code) {
        return new Segment(kind, state, tryNumber, from, to, p90, cause, code);
    }
}
