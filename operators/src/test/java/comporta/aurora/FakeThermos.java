package comporta.aurora;

import comporta.dag.PlainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks as Thermos does: reads the same JSON, runs processes with bash in a sandbox, writes their streams where Thermos writes them, ends
 * them with TERM to the process and, after the wait, KILL to all that it started.
 */
final class FakeThermos implements AutoCloseable {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{([^{}]*)}}");

    private final Path sandboxes;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<Boolean, String>> onPaper = new ConcurrentHashMap<>();
    private volatile boolean paper;
    private volatile String path = System.getenv("PATH");

    FakeThermos(Path sandboxes) {
        this.sandboxes = sandboxes;
    }

    private static final class Run {
        volatile boolean killed;
        volatile boolean lost;
        volatile @Nullable Process process;
    }

    /** From now on tasks are said to run, and no process is started. */
    void paper() {
        paper = true;
    }

    /** A task on paper ends well. */
    void finish(String task) {
        var ended = onPaper.remove(task);
        if (ended != null) {
            ended.accept(true, "Task finished.");
        }
    }

    /** The programs of every image: they are found first. */
    void programs(Path folder) {
        path = folder + ":" + System.getenv("PATH");
    }

    Path sandbox(String task) {
        return sandboxes.resolve(task);
    }

    /** @param ended hears whether the task succeeded, and Thermos's words; nobody hears of one that was lost */
    void start(String task, String data, Map<String, Integer> ports, BiConsumer<Boolean, String> ended) {
        if (paper) {
            onPaper.put(task, ended);
            return;
        }
        var run = new Run();
        runs.put(task, run);
        Thread.ofVirtual().start(() -> {
            var failed = new ArrayList<String>();
            try {
                var processes = processes(data);
                for (var process : processes) {
                    if (!isTrue(process, "final") && failed.isEmpty() && !run.killed && !run(run, task, process, ports)) {
                        failed.add(String.valueOf(process.get("name")));
                    }
                }
                for (var process : processes) {
                    if (isTrue(process, "final") && !run.lost) {
                        run(new Run(), task, process, ports);
                    }
                }
            } catch (IllegalArgumentException | IOException e) {
                failed.add("Failed to run: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            runs.remove(task, run);
            if (!run.lost) {
                ended.accept(failed.isEmpty(), failed.isEmpty() ? "Task finished." : "Task failed.");
            }
        });
    }

    private boolean run(Run run, String task, Map<String, Object> process, Map<String, Integer> ports) throws IOException, InterruptedException {
        var sandbox = Files.createDirectories(sandbox(task));
        var logs = Files.createDirectories(sandbox.resolve(".logs/" + process.get("name") + "/0"));
        var builder = new ProcessBuilder("/bin/bash", "-c", resolved(String.valueOf(process.get("cmdline")), task, ports))
                .directory(sandbox.toFile())
                .redirectOutput(logs.resolve("stdout").toFile())
                .redirectError(logs.resolve("stderr").toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("MESOS_SANDBOX", sandboxes.toString());
        var started = builder.start();
        run.process = started;
        if (run.killed) {
            started.destroy();
        }
        return started.waitFor() == 0;
    }

    /** As on an agent: what cannot be resolved fails the task. */
    private static String resolved(String line, String task, Map<String, Integer> ports) {
        return REFERENCE.matcher(line).replaceAll(found -> {
            var name = found.group(1);
            if (name.startsWith("thermos.ports[")) {
                return String.valueOf(ports.get(name.substring("thermos.ports[".length(), name.length() - 1)));
            }
            return switch (name) {
                case "thermos.task_id" -> task;
                case "mesos.instance" -> "0";
                case "mesos.hostname" -> "localhost";
                default -> throw new IllegalArgumentException("unbound variable " + name);
            };
        });
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> processes(String data) {
        var job = PlainData.mapFromJson(data);
        for (var needed : List.of("role", "environment", "cluster", "task")) {
            if (!job.containsKey(needed)) {
                throw new IllegalArgumentException("the job has no " + needed);
            }
        }
        return (List<Map<String, Object>>) Objects.requireNonNull(PlainData.block(job, "task").get("processes"));
    }

    private static boolean isTrue(Map<String, Object> in, String key) {
        return Boolean.TRUE.equals(in.get(key));
    }

    /** Returns at once. */
    void kill(String task, long waitSeconds) {
        var run = runs.get(task);
        if (run == null) {
            return;
        }
        run.killed = true;
        var process = run.process;
        if (process != null) {
            process.destroy();
            Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(waitSeconds, TimeUnit.SECONDS)) {
                        destroy(process);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** The agent is gone with all that ran there; nobody hears of an end. */
    void lose(String task) {
        var run = runs.remove(task);
        if (run != null) {
            run.lost = true;
            var process = run.process;
            if (process != null) {
                destroy(process);
            }
        }
    }

    private static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        runs.keySet().forEach(this::lose);
    }
}
