package comporta.app;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Took;
import comporta.loop.Paces;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.TaskState;
import comporta.store.TaskTook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
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
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long tasks took in earlier local runs: a file for each DAG with a line {@code task seconds} for each successful try, oldest first.
 * Runs that end side by side append under a lock; what cannot be read is left out, since nothing but an estimate depends on it.
 */
final class DurationHistory {
    /** Tries of a task that count; the usual duration is their median. */
    private static final int RECENT = 20;
    /** With fewer, nobody knows what is seldom. */
    private static final int FEWEST = 5;

    private static final long LARGEST = 1 << 20;
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\d{1,9}(?:\\.\\d{1,9})?)");

    private final Path folder;
    private final Map<DagId, Read> read = new HashMap<>();

    DurationHistory(Path folder) {
        this.folder = folder;
    }

    /** What was read of a file so far: a server asks at each run, and reads on where it stood. */
    private static final class Read {
        private final Map<String, ArrayDeque<Double>> seconds = new HashMap<>();
        private long until;
    }

    /** Usual durations of the tasks of {@code dag} that ran before. */
    synchronized Map<TaskId, Duration> usual(Dag dag) {
        var seconds = upToDate(dag.id());
        var usual = new HashMap<TaskId, Duration>();
        for (var task : dag.tasks().keySet()) {
            var recent = seconds.get(task.value());
            if (recent != null) {
                usual.put(task, among(recent, 0.5));
            }
        }
        return usual;
    }

    /** The same with what is seldom exceeded. */
    synchronized Map<TaskId, Took> took(Dag dag) {
        var took = new HashMap<TaskId, Took>();
        usual(dag).forEach((task, usual) -> {
            var recent = Objects.requireNonNull(upToDate(dag.id()).get(task.value()));
            took.put(task, new Took(usual, recent.size() < FEWEST ? usual : among(recent, 0.9)));
        });
        return took;
    }

    private Map<String, ArrayDeque<Double>> upToDate(DagId dag) {
        try (var open = FileChannel.open(file(dag), StandardOpenOption.READ)) {
            if (open.size() < known(dag).until) {
                read.remove(dag);    // its older half is gone
            }
            readOn(open, known(dag));
        } catch (IOException e) {
            read.remove(dag);
        }
        return known(dag).seconds;
    }

    private Read known(DagId dag) {
        return read.computeIfAbsent(dag, _ -> new Read());
    }

    private static void readOn(FileChannel open, Read known) throws IOException {
        var bytes = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE, open.size() - known.until));
        while (bytes.hasRemaining() && open.read(bytes, known.until + bytes.position()) > 0) {
            // until all is there
        }
        int whole = bytes.position();
        while (whole > 0 && bytes.get(whole - 1) != '\n') {
            whole--;    // another process is writing the last line
        }
        new String(bytes.array(), 0, whole, StandardCharsets.UTF_8).lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            var recent = known.seconds.computeIfAbsent(line.group(1), _ -> new ArrayDeque<>());
            recent.add(Double.valueOf(line.group(2)));
            if (recent.size() > RECENT) {
                recent.remove();
            }
        });
        known.until += whole;
    }

    private static Duration among(Collection<Double> seconds, double share) {
        var sorted = seconds.stream().sorted().toList();
        return Duration.ofMillis(Math.round(sorted.get((int) (sorted.size() * share)) * 1000));
    }

    /** Adds the successful tasks of a run that is over; elastic ones as they would have been with the CPUs that their file says. */
    void add(RunPicture last, Paces paces) {
        var text = new StringBuilder();
        for (var task : last.tasks().stream().flatMap(TaskPicture::runners).toList()) {
            var instance = task.instance();
            var started = instance.startedAt();
            var ended = instance.endedAt();
            if (instance.state() instanceof TaskState.Success && started != null && ended != null) {
                var took = new TaskTook(last.run().id(), task.task().id(), instance.mapIndex(), started, ended, instance.tries());
                double seconds = Duration.between(started, ended).toMillis() / 1000.0 * paces.comparedToWritten(took);
                text.append(task.task().id()).append(' ')
                        .append(BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP).toPlainString()).append('\n');
            }
        }
        if (!text.isEmpty()) {
            append(file(last.run().dag()), text.toString());
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
