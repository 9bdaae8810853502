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
 */
public record Exit(@Nullable Cause cause, @Nullable Integer code, String reason, Map<String, Object> outputs) {
    public Exit {
        outputs = PlainData.plain(outputs);
    }

    /** A success with outputs. */
    public static Exit success(Map<String, Object> outputs) {
        return new Exit(null, 0, "", outputs);
    }

    /** A failure without outputs. */
    public static Exit failure(Cause cause, @Nullable Integer code, String reason) {
        return new Exit(cause, code, reason, Map.of());
    }

    /** Whether it ended well. */
    public boolean isSuccess() {
        return cause == null;
    }
}
