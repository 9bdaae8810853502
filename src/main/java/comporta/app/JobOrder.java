package comporta.app;

import comporta.dag.Ids;
import comporta.dag.PlainData;
import comporta.dagfile.JobFile;
import comporta.job.JobSpec;
import comporta.operator.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a job together from a file, YAML or {@code .aurora}, and from what stands on the command line. */
final class JobOrder {
    private static final List<String> ENDINGS = List.of("", ".yaml", ".yml", ".aurora");

    private final List<Path> folders;

    /** @param templates folder of job files of the stack; null: none */
    JobOrder(@Nullable Path templates) {
        var all = new ArrayList<Path>();
        if (templates != null) {
            all.add(templates);
        }
        all.add(Path.of("").toAbsolutePath());
        all.add(Path.of("jobs").toAbsolutePath());
        folders = List.copyOf(all);
    }

    /** The file that is meant by a name with or without its ending. */
    Optional<Path> find(String name) {
        for (var folder : folders) {
            for (var ending : ENDINGS) {
                var file = folder.resolve(name + ending);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file.normalize());
                }
            }
        }
        return Optional.empty();
    }

    /** @throws UsageException when there is none */
    Path named(String name) {
        return find(name).orElseThrow(() -> new UsageException("there is no job file \"" + name + "\" (.yaml or .aurora) in "
                + String.join(", ", folders.stream().map(Path::toString).toList()) + ". Make one with: comporta jobs create "
                + name + "."));
    }

    /**
     * The job of a file.
     *
     * @param backend null: the file's, or {@code otherwise}
     * @param bound words {@code NAME=value}: environment, or what an {@code .aurora} file binds
     * @throws UsageException with every mistake of the file
     */
    KeptJob of(Path file, @Nullable String name, @Nullable String backend, String otherwise, Map<String, String> bound) {
        var called = file.getFileName().toString().replaceFirst("\\.(yaml|yml|aurora)$", "");
        var folder = Optional.ofNullable(file.getParent()).orElse(Path.of("")).toAbsolutePath();
        if (file.toString().endsWith(".aurora")) {
            var job = new LinkedHashMap<String, Object>();
            job.put("file", String.valueOf(file.getFileName()));   // beside which others may lie that it includes
            job.put("bind", bound);
            if (name != null) {
                job.put("name", name);
            }
            return job(name == null ? called : name, backend == null ? otherwise : backend, job, Map.of(), folder);
        }
        var read = JobFile.read(file.toString(), bytes(file));
        if (!read.problems().isEmpty()) {
            var problems = new StringBuilder();
            read.problems().forEach(problem -> problems.append('\n').append(problem));
            throw new UsageException("the job file cannot be used." + problems);
        }
        var job = PlainData.block(read.values(), "job");
        var env = new LinkedHashMap<String, String>();
        PlainData.block(read.values(), "env").forEach((key, value) -> env.put(key, String.valueOf(value)));
        var own = read.values().get("name") instanceof String text ? text : called;
        var where = backend != null ? backend : job.get("backend") instanceof String text ? text : otherwise;
        var written = KeptJob.created(name == null ? own : name, where, job, env, folder).bound(bound);
        return job(written.name(), where, written.job(), written.env(), folder);
    }

    /** The executors of a driver, as its file has them; empty: it has none. */
    Map<String, Object> spark(Path file) {
        return file.toString().endsWith(".aurora")
                ? Map.of()
                : PlainData.block(JobFile.read(file.toString(), bytes(file)).values(), "spark");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
    }

    /** @throws UsageException when it cannot be a job */
    static KeptJob job(String name, String backend, Map<String, Object> job, Map<String, String> env, Path folder) {
        var fault = Ids.faultOfId(name);
        if (fault != null) {
            throw new UsageException("\"" + name + "\" cannot name a job: " + fault + ". Use letters, digits, _ . and -.");
        }
        var block = new LinkedHashMap<>(job);
        block.put("backend", backend);
        try {
            var read = JobSpec.parse(block);
            if (read.image() == null && read.aurora().file() == null && !block.containsKey("command")) {
                throw new UsageException("job " + name + " has neither a command nor an image. Give it --command or --image.");
            }
        } catch (Refused e) {
            throw new UsageException(e.getMessage() + ".");
        }
        return KeptJob.created(name, backend, block, env, folder);
    }
}
