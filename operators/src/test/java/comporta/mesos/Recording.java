package comporta.mesos;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One exchange with a real master or agent. */
record Recording(String name, Tree whole) {

    /** That of this number, such as {@code 030}. */
    static Recording of(String number) {
        return all().stream().filter(each -> each.name.startsWith(number)).findFirst().orElseThrow();
    }

    static List<Recording> all() {
        try (var folder = Objects.requireNonNull(Recording.class.getResourceAsStream("recorded"))) {
            return new String(folder.readAllBytes(), StandardCharsets.UTF_8).lines().sorted().map(Recording::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording read(String file) {
        try (var in = Objects.requireNonNull(Recording.class.getResourceAsStream("recorded/" + file))) {
            return new Recording(file, new Tree(PlainData.mapFromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Tree body() {
        return whole.in("body");
    }

    long status() {
        return whole.whole("status");
    }

    /** What the stream brought: as the answer to a subscription, or after another call. */
    List<Tree> events() {
        var answered = whole.all("response").stream();
        var after = whole.all("stream_events_after").stream();
        return Stream.concat(answered, after).map(each -> each.in("event")).filter(event -> event.has("type")).toList();
    }

    List<TaskStatus> statuses() {
        return events().stream()
                .filter(event -> event.text("type").equals("UPDATE"))
                .map(event -> TaskStatus.read(event.in("update").in("status")))
                .toList();
    }

    Map<String, Object> headers() {
        return whole.in("headers").fields();
    }
}
