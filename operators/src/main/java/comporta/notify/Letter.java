package comporta.notify;

import comporta.dag.PlainData;
import comporta.decide.Notice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is told to one addressee.
 *
 * @param id the same however often it is sent, so that receivers can tell a repetition
 * @param message in words
 */
record Letter(String id, Notice notice, String message) {

    static Letter of(Notice notice, String message) {
        return new Letter(UUID.randomUUID().toString(), notice, message);
    }

    /** The whole of it for programs. */
    String json() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>(notice.data());
        data.put("message", message);
        return PlainData.toJson(data);
    }
}
