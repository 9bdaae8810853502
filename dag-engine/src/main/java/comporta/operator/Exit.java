package comporta.operator;

import comporta.dag.PlainData;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a launch or a try ended.
 *
 * @param cause null: success
 * @param code exit code, when there is one
 * @param reason in words; empty for a success
 * @param outputs what it hands on; names to plain data
 * @param forGood no retry may follow by itself: nobody knows whether it took effect, and twice would do harm
 */
public record Exit(@Nullable Cause cause, @Nullable Integer code, String reason, Map<String, Object> outputs, boolean forGood) {
    public Exit {
        outputs = PlainData.plain(outputs);
    }

    /** An end that retries may follow. */
    public Exit(@Nullable Cause cause, @Nullable Integer code, String reason, Map<String, Object> outputs) {
        this(cause, code, reason, outputs, false);
    }

    /** A success with outputs. */
    public static Exit success(Map<String, Object> outputs) {
        return new Exit(null, 0, "", outputs);
    }

    /** A failure without outputs. */
    public static Exit failure(Cause cause, @Nullable Integer code, String reason) {
        return new Exit(cause, code, reason, Map.of());
    }

    /** A failure of the platform of which nobody knows whether the deed was done; only a person may have it repeated. */
    public static Exit unknown(String reason) {
        return new Exit(Cause.PLATFORM, null, reason, Map.of(), true);
    }

    /** Whether it ended well. */
    public boolean isSuccess() {
        return cause == null;
    }
}
