package comporta.monasca;

import comporta.job.FakeAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An exchange with a real Keystone or Monasca, as it was recorded.
 *
 * @param body of the request
 * @param answer of the server
 */
record Recording(String method, String path, Map<String, String> headers, String body, int status, String answer) {

    /** @param name such as {@code monasca/02-bogus-token} */
    static Recording of(String name) {
        try (var in = Objects.requireNonNull(Recording.class.getResourceAsStream("/comporta/" + name + ".txt"), name)) {   // of a folder or of a jar
            var halves = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("---- response[^\n]*----\n", 2);
            var request = halves[0].split("\n\n", 2);
            var response = halves[1].split("\n\n", 2);
            var first = request[0].lines().findFirst().orElseThrow().split(" ", 3);
            var headers = new LinkedHashMap<String, String>();
            request[0].lines().skip(1).forEach(line -> headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
            return new Recording(
                    first[0], first[1], headers, request.length < 2 ? "" : request[1].strip(), Integer.parseInt(response[0].split("\\s+", 3)[1]),
                    response.length < 2 ? "" : response[1].strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server answered. */
    FakeAnswer asAnswer() {
        return new FakeAnswer(status, Map.of("Content-Type", "application/json"), answer.getBytes(StandardCharsets.UTF_8));
    }
}
