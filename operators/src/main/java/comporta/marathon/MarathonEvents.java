package comporta.marathon;

import comporta.dag.PlainData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
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
    private static final long FIRST_PAUSE = 500;
    private static final long LONGEST_PAUSE = 30_000;

    private final MarathonClient client;
    /** The first end of each app. */
    private final Map<String, End> ends = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofVirtual().name("marathon-events").unstarted(this::run);
    private volatile boolean closed;
    private volatile boolean heard;

    private volatile Consumer<String> listener = app -> {};

    /** What was heard of a task. */
    record End(String task, String state, String message) {}

    MarathonEvents(MarathonClient client) {
        this.client = client;
    }

    /** Who hears the id of an app when the first end of it was heard. */
    void tellTo(Consumer<String> apps) {
        listener = apps;
    }

    /** From now on it listens. */
    synchronized void listen() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Whether they are heard at present. */
    boolean isHeard() {
        return heard;
    }

    /** The first end of a task of that app that was heard. */
    Optional<End> end(String appId) {
        return Optional.ofNullable(ends.get(appId));
    }

    void forget(String appId) {
        ends.remove(appId);
    }

    private void run() {
        long pause = FIRST_PAUSE;
        while (!closed) {
            try {
                var stream = client.events();
                if (stream.statusCode() == 200) {
                    pause = FIRST_PAUSE;
                    heard = true;
                    read(stream);
                } else {
                    stream.body().close();
                }
            } catch (IOException e) {
                LOG.debug("Marathon's events cannot be heard now", e);
            } catch (InterruptedException e) {
                return;
            } finally {
                heard = false;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    private void read(HttpResponse<InputStream> stream) throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            for (String line; !closed && (line = in.readLine()) != null; ) {
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
        closed = true;
        thread.interrupt();
    }
}
