package comporta.app;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.loop.TaskPicture;
import comporta.run.TaskState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long tasks took in earlier local runs: a file for each DAG with a line {@code task seconds} for each successful try, oldest first.
 * Runs that end side by side append under a lock; what cannot be read is left out, since nothing but an estimate depends on it.
 */
record DurationHistory(Path folder) {
    /** Tries of a task that count; the usual duration is their median. */
    private static final int RECENT = 20;

    private static final long LARGEST = 1 << 20;

    /** Usual durations of the tasks of {@code dag} that ran before. */
    Map<TaskId, Duration> usual(Dag dag) {
        var seconds = new HashMap<TaskId, ArrayDeque<Double>>();
        for (var line : lines(file(dag.id()))) {
            int blank = line.indexOf(' ');
            if (blank > 0 && line.substring(blank + 1).matches("\\d{1,9}(\\.\\d{1,9})?")) {
                var task = new TaskId(line.substring(0, blank));
                if (dag.tasks().containsKey(task)) {
                    var recent = seconds.computeIfAbsent(task, _ -> new ArrayDeque<>());
                    recent.add(Double.valueOf(line.substring(blank + 1)));
                    if (recent.size() > RECENT) {
                        recent.remove();
                    }
                }
            }
        }
        var usual = new HashMap<TaskId, Duration>();
        seconds.forEach((task, each) -> usual.put(task, median(each)));
        return usual;
    }

    private static Duration median(Collection<Double> seconds) {
        var sorted = seconds.stream().sorted().toList();
        return Duration.ofMillis(Math.round(sorted.get(sorted.size() / 2) * 1000));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Adds the successful tasks of a run that is over. */
    void add(DagId dag, List<TaskPicture> tasks) {
        var text = new StringBuilder();
        for (var task : tasks.stream().flatMap(TaskPicture::runners).toList()) {
            var started = task.instance().startedAt();
            var ended = task.instance().endedAt();
            if (task.instance().state() instanceof TaskState.Success && started != null && ended != null) {
                text.append(task.task().id()).append(' ').append(Duration.between(started, ended).toMillis() / 1000.0).append('\n');
            }
        }
        if (!text.isEmpty()) {
            append(file(dag), text.toString());
        }
    }

    private void append(Path file, String text) {
        try {
            Files.createDirectories(folder);
            try (var open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    var _ = open.lock()) {
                if (open.size() > LARGEST) {
                    keepNewerHalf(open, file);
                }
                open.position(open.size());
                open.write(StandardCharsets.UTF_8.encode(text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("durations cannot be kept in " + file, e);
        }
    }

    private static void keepNewerHalf(FileChannel open, Path file) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        var newer = String.join("\n", lines.subList(lines.size() / 2, lines.size())) + "\n";
        open.truncate(0);
        open.write(StandardCharsets.UTF_8.encode(newer));
    }

    private Path file(DagId dag) {
        return folder.resolve(dag.value());
    }
}
