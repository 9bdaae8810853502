package comporta.job;

import comporta.dag.PlainData;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a fake answers. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record FakeAnswer(int status, Map<String, String> headers, byte[] body) {

    /** A status without a body. */
    public static FakeAnswer of(int status) {
        return new FakeAnswer(status, Map.of(), new byte[0]);
    }

    public static FakeAnswer text(int status, String text) {
        return new FakeAnswer(status, Map.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param plainData maps, lists, texts, numbers */
    public static FakeAnswer json(int status, Object plainData) {
        return new FakeAnswer(
                status, Map.of("Content-Type", "application/json"), PlainData.toJson(plainData).getBytes(StandardCharsets.UTF_8));
    }

    public static FakeAnswer redirect(int status, String location) {
        return new FakeAnswer(status, Map.of("Location", location), new byte[0]);
    }
}
