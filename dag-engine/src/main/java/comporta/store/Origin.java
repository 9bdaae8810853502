package comporta.store;

import comporta.dag.PlainData;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How somebody came to do something, beside who and why.
 *
 * @param role that they did it in; null: they needed none
 * @param requestId of the request that it came with; null: it came with none
 */
public record Origin(@Nullable String role, Via via, @Nullable String requestId) {
    /** On the command line, at the database itself. */
    public static final Origin COMMAND_LINE = new Origin(null, Via.CLI, null);

    /** By the engine, unasked. */
    public static final Origin ENGINE = new Origin(null, Via.ENGINE, null);

    String toJson() {
        var data = new LinkedHashMap<String, Object>();
        data.put("via", via.word());
        if (role != null) {
            data.put("role", Values.cut(role, 50));
        }
        if (requestId != null) {
            data.put("request_id", Values.cut(requestId, 250));
        }
        return PlainData.toJson(data);
    }

    static Origin ofJson(Map<String, Object> data) {
        for (var via : Via.values()) {
            if (via.word().equals(data.get("via"))) {
                return new Origin(text(data, "role"), via, text(data, "request_id"));
            }
        }
        return COMMAND_LINE;
    }

    private static @Nullable String text(Map<String, Object> data, String name) {
        return data.get(name) instanceof String text ? text : null;
    }
}
