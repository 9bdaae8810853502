package comporta.aurora;

import comporta.dag.PlainData;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.Outputs;
import comporta.job.RemoteLog;
import comporta.job.Reply;
import comporta.operator.Refused;
import comporta.tasklog.LogStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What tasks write on their agents, as the Thermos observer there shows it while they run and until the agent clears up. */
final class Sandboxes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);
    private static final int PAGE = 256 * 1024;
    private static final HttpSettings HASTY = new HttpSettings(null, null, null, Duration.ofSeconds(2), Duration.ofSeconds(10));

    private final HttpDoor door = new HttpDoor(HASTY);
    private final String observer;

    /** @param observer with {@code {host}} for the agent's name */
    Sandboxes(String observer) {
        this.observer = observer.replaceFirst("/+$", "");
    }

    /** The streams of the first run of one process. */
    RemoteLog log(AuroraTask task, String process) {
        return (stream, offset) -> read(task, process, stream, offset);
    }

    private byte[] read(AuroraTask task, String process, LogStream stream, long offset) throws IOException {
        var path = "/logdata/" + task.id() + "/" + process + "/0/" + stream.name().toLowerCase(Locale.ROOT);
        return switch (get(task, path + "?offset=" + offset + "&length=" + PAGE)) {
            case Reply.Answer answer when answer.isGood() -> LogData.of(answer.text(), offset).bytes();
            case Reply.Answer answer when answer.status() == 404 -> new byte[0];   // the process has not begun
            case Reply.Answer answer -> throw new IOException("the observer of " + task.host() + " answers with status " + answer);
            case Reply.NotSent none -> throw new IOException(none.why());
            case Reply.Lost lost -> throw new IOException(lost.why());
        };
    }

    /** What can be read of what it left; the least when its agent does not answer. */
    Left left(AuroraTask task) {
        if (task.host().isEmpty() || task.status() == ScheduleStatus.LOST) {
            return Left.NOTHING;
        }
        try {
            var code = file(task, ThermosScript.EXIT).strip();
            boolean late = !code.equals("0") && exists(task, ThermosScript.LATE);
            Map<String, Object> outputs = Map.of();
            String fault = null;
            try {
                outputs = Outputs.read(file(task, ThermosScript.OUTPUT).getBytes(StandardCharsets.UTF_8));
            } catch (Refused e) {
                fault = e.getMessage();
            }
            return new Left(code.matches("\\d{1,3}") ? Integer.valueOf(code) : null, late, outputs, fault);
        } catch (IOException e) {
            LOG.warn("What {} left cannot be read, its exit code and the file of its outputs: {}", task.id(), e.getMessage());
            return Left.NOTHING;
        }
    }

    private boolean exists(AuroraTask task, String file) throws IOException {
        return get(task, "/download/" + task.id() + "/" + file) instanceof Reply.Answer answer && answer.isGood();
    }

    /** Empty when there is none. */
    private String file(AuroraTask task, String file) throws IOException {
        return switch (get(task, "/download/" + task.id() + "/" + file)) {
            case Reply.Answer answer -> answer.isGood() ? answer.text() : "";
            case Reply.NotSent none -> throw new IOException(none.why());
            case Reply.Lost lost -> throw new IOException(lost.why());
        };
    }

    private Reply get(AuroraTask task, String path) {
        return door.send(HttpRequest.newBuilder(URI.create(observer.replace("{host}", task.host()) + path)).GET());
    }

    @Override
    public void close() {
        door.close();
    }
}
