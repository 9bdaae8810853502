package comporta.aurora;

import comporta.dag.PlainData;
import comporta.job.JobSpec;
import comporta.operator.Cause;
import comporta.operator.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates {@code .aurora} files, which are Python: in a child process with nothing in its environment, for a limited time. They are
 * trusted like DAG files in Java, and like these come from the dags folder only.
 */
final class AuroraFiles {
    private static final Logger LOG = LoggerFactory.getLogger(AuroraFiles.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LARGEST = 4 << 20;
    private static final int NO_PYSTACHIO = 3;

    private final String python;
    private final Duration limit;

    /** @param python a program, sought in PATH */
    AuroraFiles(String python) {
        this(python, LIMIT);
    }

    AuroraFiles(String python, Duration limit) {
        this.python = python;
        this.limit = limit;
    }

    /**
     * The job of a file, under the key of the launch, as one instance that is not started again.
     *
     * @throws Refused when it cannot be had
     */
    Map<String, Object> job(Path dagFolder, JobKey key, String cluster, JobSpec spec) {
        var keys = spec.aurora();
        var file = dagFolder.resolve(String.valueOf(keys.file())).normalize();
        if (!file.startsWith(dagFolder.normalize())) {
            throw new Refused(Cause.USER, "job.file " + file + " lies outside the folder of the DAG file. Put it there, or below");
        }
        if (!Files.isRegularFile(file)) {
            throw new Refused(Cause.USER,
                    "job.file " + file + " is not there. Correct the path, which begins at the folder of the DAG file");
        }
        var question = new LinkedHashMap<String, @Nullable Object>();
        question.put("file", file.toString());
        question.put("name", keys.name());
        question.put("bind", keys.bind());
        question.put("version", keys.version());
        question.put("cluster", cluster);
        question.put("role", key.role());
        question.put("environment", key.environment());
        var job = new LinkedHashMap<>(answer(file, PlainData.toJson(question)));
        if (Boolean.TRUE.equals(job.get("service"))) {
            throw new Refused(Cause.USER, file + ": the job is a service, which never ends. Use Job in place of Service");
        }
        job.put("name", key.name());
        job.put("max_task_failures", 1L);
        job.remove("cron_schedule");
        return job;
    }

    private Map<String, Object> answer(Path file, String question) {
        try {
            var child = start();
            try {
                var said = reading(child.getInputStream());
                var complained = reading(child.getErrorStream());
                try (var in = child.getOutputStream()) {
                    in.write(question.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    LOG.debug("{} did not read what is asked of it, and says why by its exit code", python, e);
                }
                if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new Refused(Cause.USER, file + " was not evaluated within " + limit.toSeconds() + " s");
                }
                return understood(file, child.exitValue(), said.get(1, TimeUnit.SECONDS), complained.get(1, TimeUnit.SECONDS).strip());
            } finally {
                child.descendants().forEach(ProcessHandle::destroyForcibly);
                child.destroyForcibly();
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new Refused(Cause.PLATFORM, file + " cannot be evaluated: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Cause.PLATFORM, file + " was not evaluated: this scheduler is shutting down");
        }
    }

    private Process start() throws IOException {
        try (var script = AuroraFiles.class.getResourceAsStream("aurora_file.py")) {
            if (script == null) {
                throw new IOException("aurora_file.py is missing from this build");
            }
            // isolated: neither the folder of the file nor the user's own packages come before pystachio
            var builder = new ProcessBuilder(List.of(python, "-I", "-c", new String(script.readAllBytes(), StandardCharsets.UTF_8)));
            builder.environment().clear();
            try {
                return builder.start();
            } catch (IOException e) {
                throw new Refused(
                        Cause.USER, "an .aurora file needs " + python + " with pystachio, and there is no " + python
                                + ". Install Python 3, and: pip install pystachio");
            }
        }
    }

    private Map<String, Object> understood(Path file, int code, String said, String complained) {
        if (code == NO_PYSTACHIO) {
            throw new Refused(Cause.USER,
                    "an .aurora file needs pystachio, which " + python + " does not have. Run: " + python + " -m pip install pystachio");
        }
        if (code != 0) {
            throw new Refused(Cause.USER, file + ": " + (complained.isEmpty() ? "Python ended with " + code : complained));
        }
        try {
            return PlainData.mapFromJson(said);
        } catch (IllegalArgumentException e) {
            throw new Refused(Cause.USER,
                    file + ": it printed something beside its jobs, " + e.getMessage() + ". Take its print calls out");
        }
    }

    private static CompletableFuture<String> reading(InputStream in) {
        var text = new CompletableFuture<String>();
        Thread.startVirtualThread(() -> {
            try (in) {
                text.complete(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
