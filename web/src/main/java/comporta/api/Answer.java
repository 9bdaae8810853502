package comporta.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route says.
 *
 * @param body a shape, or its text as it was written already; null: none
 */
record Answer(int status, @Nullable Object body, String type, Map<String, String> headers) {
    static final String JSON = "application/json";
    static final String TEXT = "text/plain;charset=utf-8";

    static Answer ok(Object body) {
        return of(200, body);
    }

    static Answer of(int status, Object body) {
        return new Answer(status, body, JSON, Map.of());
    }

    static Answer nothing() {
        return new Answer(204, null, JSON, Map.of());
    }

    static Answer text(String type, String text) {
        return new Answer(200, text, type, Map.of());
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, type, more);
    }
}
