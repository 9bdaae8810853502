package comporta.job;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What became of a request. */
public sealed interface Reply {

    /** Nothing reached the other side: to send it again is harmless. */
    record NotSent(String why) implements Reply {}

    /** It was sent, and no whole answer came: whether it took effect is not known. */
    record Lost(String why) implements Reply {}

    /** The other side, or somebody in between, answered. */
    final class Answer implements Reply {
        private static final int SHOWN = 300;

        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Answer(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        public int status() {
            return status;
        }

        /** Whether the status is 2xx. */
        public boolean isGood() {
            return status / 100 == 2;
        }

        /** Whether the status is 5xx: a change may have been made all the same. */
        public boolean isTrouble() {
            return status / 100 == 5;
        }

        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public byte[] bytes() {
            return body.clone();
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Whether the other says the same, to the byte. */
        boolean isSame(Answer other) {
            return Arrays.equals(body, other.body);
        }

        /** Status and the beginning of the body, for messages. */
        @Override
        public String toString() {
            var text = text().strip().replaceAll("\\s+", " ");
            return status + (text.isEmpty() ? "" : ": " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…"));
        }
    }
}
