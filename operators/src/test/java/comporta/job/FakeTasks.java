package comporta.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** The machines of a fake: tasks are processes of this one, each in a sandbox and a process group of its own. */
public final class FakeTasks implements AutoCloseable {
    private final Path sandboxes;
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private final Map<String, IntConsumer> onPaper = new ConcurrentHashMap<>();
    private volatile boolean paper;
    private volatile String path = System.getenv("PATH");

    public FakeTasks(Path sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** From now on tasks are said to run, and no process is started. */
    public void paper() {
        paper = true;
    }

    /** A task on paper ends well. */
    public void finish(String task) {
        var ended = onPaper.remove(task);
        if (ended != null) {
            ended.accept(0);
        }
    }

    /** The programs of every image: they are found first. */
    public void programs(Path folder) {
        path = folder + ":" + System.getenv("PATH");
    }

    /** Where stdout and stderr of a task lie. */
    public Path sandbox(String task) {
        return sandboxes.resolve(task.replace('/', '_').replace(':', '_'));
    }

    /**
     * Runs a command; {@code ended} is called on a thread of its own with the exit code, above 128 for a signal.
     */
    public void start(String task, List<String> words, Map<String, String> environment, IntConsumer ended) {
        if (paper) {
            onPaper.put(task, ended);
            return;
        }
        try {
            var sandbox = Files.createDirectories(sandbox(task));
            var command = new ArrayList<>(List.of("setsid"));
            command.addAll(words);
            var builder = new ProcessBuilder(command)
                    .directory(sandbox.toFile())
                    .redirectOutput(sandbox.resolve("stdout").toFile())
                    .redirectError(sandbox.resolve("stderr").toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", path);
            builder.environment().putAll(environment);
            builder.environment().put("MESOS_SANDBOX", sandbox.toString());
            var process = builder.start();
            running.put(task, process);
            Thread.ofVirtual().start(() -> {
                try {
                    int code = process.waitFor();
                    running.remove(task, process);
                    ended.accept(code);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean isRunning(String task) {
        return running.containsKey(task);
    }

    /** TERM, the grace, KILL, to the whole group; returns at once. */
    public void kill(String task, Duration grace) {
        var process = running.get(task);
        if (process != null) {
            signal("TERM", process);
            Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                        signal("KILL", process);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private static void signal(String name, Process process) {
        try {
            new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills all that runs. */
    @Override
    public void close() {
        running.values().forEach(process -> signal("KILL", process));
    }
}
