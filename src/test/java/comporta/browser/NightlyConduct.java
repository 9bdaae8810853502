package comporta.browser;

import comporta.dag.Dag;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Try;
import comporta.simulate.Behaviour;
import comporta.simulate.Conduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What becomes of each task of the invented night: about what its file expects, and on the last night some that it does not. */
final class NightlyConduct implements Behaviour {
    private static final String TONIGHT = "20261121";

    @Override
    public Conduct of(Try attempt) {
        var task = attempt.task().id().value();
        var isTonight = attempt.run().contains(TONIGHT);
        var lasts = lasts(attempt);
        var exit = Exit.success(Map.of("rows", 41_000L + Math.floorMod((attempt.run() + task).hashCode(), 9_000)));
        if (isTonight && task.equals("segment-build")) {
            exit = Exit.failure(Cause.USER, 1, "exit 1");
        } else if (task.equals("policy-docs") && attempt.number() == 1 && isTonight) {
            exit = Exit.failure(Cause.PLATFORM, null, "HTTP 503 from docs.internal");
        }
        write(attempt, exit);
        return new Conduct(Duration.ofSeconds(attempt.task().operator().equals("scale-ec2") ? 140 : 9), lasts, exit);
    }

    private static Duration lasts(Try attempt) {
        var usual = planned(attempt.task());
        var spread = Math.floorMod((attempt.run() + attempt.task().id()).hashCode() * 31, 1000) / 1000.0;
        return Duration.ofMillis((long) (usual.toMillis() * (0.86 + 0.3 * spread)));
    }

    private static Duration planned(Task task) {
        return task.expectedDuration() == null ? Duration.ofMinutes(3) : task.expectedDuration();
    }

    /** How long tasks usually take. */
    static Map<TaskId, Duration> usual(Dag dag) {
        var usual = new LinkedHashMap<TaskId, Duration>();
        dag.tasks().values().forEach(task -> usual.put(task.id(), planned(task)));
        return usual;
    }

    /** The log, whole at once. */
    private static void write(Try attempt, Exit exit) {
        if (attempt.mapIndex() >= 0 || !attempt.run().contains(TONIGHT)) {
            return;
        }
        try {
            var log = NightLog.of(attempt.task().id().value(), exit);
            Files.createDirectories(attempt.logFolder());
            Files.writeString(attempt.logFolder().resolve("stdout"), log.stdout());
            Files.writeString(attempt.logFolder().resolve("stderr"), log.stderr());
            Files.writeString(attempt.logFolder().resolve("index"), log.index());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
