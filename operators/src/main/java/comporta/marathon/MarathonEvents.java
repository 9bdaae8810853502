package comporta.marathon;

import comporta.dag.PlainData;
import comporta.job.EventStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the ends of tasks from Marathon's event stream. Nothing is told again after a gap, so what was not heard is asked for; what was
 * heard lets an app be looked at once more at once, and is a witness that Marathon itself forgets: a task that ended well.
 */
final class MarathonEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarathonEvents.class);
    private static final Set<String> ENDS = Set.of(
            "TASK_FINISHED", "TASK_FAILED", "TASK_KILLED", "TASK_LOST", "TASK_ERROR", "TASK_GONE", "TASK_DROPPED");

    private final EventStream stream;
    /** The first end of each app. */
    private final Map<String, End> ends = new ConcurrentHashMap<>();
    private volatile Consumer<String> listener = app -> {};

    /** What was heard of a task. */
    record End(String task, String state, String message) {}

    MarathonEvents(MarathonClient client) {
        this.stream = new EventStream("marathon-events", client::events, this::read);
    }

    /** Who hears the id of an app when the first end of it was heard. */
    void tellTo(Consumer<String> apps) {
        listener = apps;
    }

    /** From now on it listens. */
    void listen() {
        stream.listen();
    }

    /** Whether they are heard at present. */
    boolean isHeard() {
        return stream.isHeard();
    }

    /** The first end of a task of that app that was heard. */
    Optional<End> end(String appId) {
        return Optional.ofNullable(ends.get(appId));
    }

    void forget(String appId) {
        ends.remove(appId);
    }

    private void read(InputStream events) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            for (String line; (line = in.readLine()) != null; ) {
                if (line.startsWith("data:")) {
                    hear(line.substring(5).strip());
                }
            }
        }
    }

    private void hear(String text) {
        try {
            var event = PlainData.mapFromJson(text);
            if (event.get("appId") instanceof String app && event.get("taskStatus") instanceof String state && ENDS.contains(state)) {
                var end = new End(text(event, "taskId"), state, text(event, "message"));
                if (ends.putIfAbsent(app, end) == null) {
                    listener.accept(app);
                }
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("Marathon tells what is no event: {}", text);
        }
    }

    private static String text(Map<String, Object> event, String key) {
        return event.get(key) instanceof String text ? text : "";
    }

    @Override
    public void close() {
        stream.close();
    }
}
