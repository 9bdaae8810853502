package comporta.dag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instance per item.
 *
 * @param over name to literal list, or to a template that gives one
 * @param maxParallel instances at the same time; null: no limit
 * @param toleratedFailures count, or share when {@code toleratedAsShare}
 * @param label template shown for an instance; null: its index
 */
public record Expand(
        Map<String, Object> over,
        Combine combine,
        @Nullable Integer maxParallel,
        double toleratedFailures,
        boolean toleratedAsShare,
        @Nullable String label) {

    public Expand {
        over = PlainData.ordered(over);
    }

    /** How several lists are joined. */
    public enum Combine {
        PRODUCT,
        ZIP
    }
}
