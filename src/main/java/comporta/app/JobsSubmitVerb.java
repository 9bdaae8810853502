package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.tasklog.LogStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** {@code comporta jobs create}, {@code submit}, {@code run} and {@code update}: what takes the words of a job. */
class JobsSubmitVerb extends JobsAction {
    static final String WORDS = """
              --command LINE              a shell line
              --image IMAGE               a Docker image
              --cpus N                    as in a DAG file, e.g. 0.5
              --mem SIZE                  e.g. 512m
              --disk SIZE                 e.g. 1g
              --gpus N
              --constraint ATTR=VALUE     where it may run, e.g. slave-type=mesos-fixed; any number
              --env NAME=value            environment; any number; bare words NAME=value are the same (an .aurora file binds them)
              --filename FILE             the job file, with or without .yaml or .aurora
              --job-version NAME=SHA      for .aurora files; any number
              --as-task                   prints the job as a task of a DAG file, and does nothing
            """;
    static final String CREATE = """
            Usage: comporta jobs create NAME [OPTIONS]
                   comporta jobs create ENVIRONMENT NAME [VARIABLE=value]... [OPTIONS]

            Writes NAME.yaml, a job file to begin with, filled with the options, and shows it. With an environment the job of that
            name, or of --filename, is looked up in the templates of the stack, and submitted:
              comporta jobs create prod scale MODE=on-demand N_NODES=0 --job-version scale_cluster=df8da67 \\
                  --aurora-stack=cantareira-stable --filename scale-ec2

            Options
            """ + WORDS + OPTIONS;
    static final String SUBMIT = """
            Usage: comporta jobs submit [NAME|FILE] [VARIABLE=value]... [OPTIONS]

            Submits a job and tells its external id; comporta jobs logs and status tell of it. The job is that of a file, or what the
            options say. A file that ends in .json holds a definition in the words of a Chronos or a Marathon. The job is kept
            under $COMPORTA_HOME/jobs by its name. No server is needed.

            Options
            """ + WORDS + OPTIONS;
    static final String UPDATE = """
            Usage: comporta jobs update NAME [VARIABLE=value]... [OPTIONS]

            Changes a job that is kept; it takes hold when the job is started again.

            Options
            """ + WORDS + OPTIONS;
    private static final String NAMELESS = "job";
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    @Parameter(names = "--command")
    private @Nullable String command;

    @Parameter(names = "--image")
    private @Nullable String image;

    @Parameter(names = "--cpus")
    private @Nullable String cpus;

    @Parameter(names = "--mem")
    private @Nullable String mem;

    @Parameter(names = "--disk")
    private @Nullable String disk;

    @Parameter(names = "--gpus")
    private @Nullable String gpus;

    @Parameter(names = "--constraint")
    private List<String> constraints = new ArrayList<>();

    @Parameter(names = "--env")
    private List<String> env = new ArrayList<>();

    @Parameter(names = "--filename")
    private @Nullable String filename;

    @Parameter(names = "--job-version")
    private List<String> versions = new ArrayList<>();

    @Parameter(names = "--as-task")
    private boolean asTask;

    private final String verb;
    private Map<String, Object> spark = Map.of();

    /** @param verb {@code create}, {@code submit}, {@code run} or {@code update} */
    JobsSubmitVerb(String verb) {
        this.verb = verb;
    }

    @Override
    final int run(Terminal terminal, Configuration configuration) {
        var written = filename != null ? filename : names().isEmpty() ? "" : names().getLast();
        if (written.endsWith(".json")) {
            return ofOthers(terminal, configuration, definition(written));
        }
        if (verb.equals("update")) {
            return update(terminal, configuration);
        }
        if (verb.equals("create") && names().size() < 2) {
            return create(terminal, configuration);
        }
        var job = job(configuration);
        if (asTask) {
            terminal.out().print(JobText.task(job));
            return ExitCode.DONE;
        }
        var done = onNodes(terminal, configuration, job, spark);
        if (done.isPresent()) {
            return done.getAsInt();
        }
        var shelf = shelf(configuration);
        shelf.find(job.name()).map(known -> looked(terminal, configuration, known)).filter(KeptJob::mayRun).ifPresent(known -> {
            throw new UsageException("job \"" + job.name() + "\" is " + known.state() + " on " + known.backend()
                    + ". Kill it first, ask for its status, or give this one another name.");
        });
        var numbered = shelf.find(job.name()).map(known -> new KeptJob(
                job.name(), job.backend(), job.job(), job.env(), job.folder(), null, known.number(), KeptJob.CREATED, null, null,
                "")).orElse(job);
        try (var bench = bench(configuration, terminal, job.backend())) {
            return verb.equals("run")
                    ? follow(terminal, bench, bench.submit(numbered))
                    : told(terminal, submitted(terminal, bench, numbered));
        }
    }

    /**
     * Runs it on machines of its own, if such were asked for.
     *
     * @param spark the executors of a driver; empty: the job is none
     * @return the exit code; empty: none were
     */
    OptionalInt onNodes(Terminal terminal, Configuration configuration, KeptJob job, Map<String, Object> spark) {
        return OptionalInt.empty();
    }

    /** A definition in the words of the cluster, which is sent as it is. */
    private int ofOthers(Terminal terminal, Configuration configuration, Map<String, Object> definition) {
        var foreign = foreign(configuration).orElseThrow(() -> new UsageException(
                "a definition in JSON is for a backend of kind chronos or marathon. Name one with --backend, or write the job as YAML."));
        try (foreign) {
            return verb.equals("update")
                    ? does(terminal, foreign, "updated " + name(), jobs -> jobs.update(name(), definition))
                    : does(terminal, foreign, "sent " + definition.getOrDefault("name", definition.get("id")),
                            jobs -> jobs.send(definition));
        }
    }

    private static Map<String, Object> definition(String file) {
        try {
            return PlainData.mapFromJson(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(file + " holds no JSON object: " + e.getMessage() + ".");
        }
    }

    private int told(Terminal terminal, KeptJob submitted) {
        tell(terminal, submitted);
        return ExitCode.DONE;
    }

    private int follow(Terminal terminal, JobBench bench, KeptJob submitted) {
        if (verbose() || json()) {
            terminal.err().println(words(submitted));
        }
        var letGo = new AtomicBoolean();
        var interrupts = new Interrupts(() -> bench.stop(submitted, false), () -> bench.stop(submitted, true), () -> letGo.set(true));
        interrupts.listen();
        var ended = bench.follow(submitted, printing(terminal, json()), letGo, FOR_EVER);
        if (json()) {
            terminal.out().println(PlainData.toJson(ended.toData()));
        } else if (!ended.state().equals(KeptJob.SUCCESS) || verbose()) {
            terminal.err().println(words(ended));
        }
        return interrupts.happened()
                ? ExitCode.INTERRUPTED
                : ended.state().equals(KeptJob.SUCCESS)
                ? ExitCode.DONE
                : ExitCode.NOT_SUCCESSFUL;
    }

    /** Streams go where they came from; as JSON, each piece is a line. */
    static BiConsumer<LogStream, String> printing(Terminal terminal, boolean json) {
        return (stream, text) -> {
            if (json) {
                terminal.out().println(PlainData.toJson(Map.of("event", "log", "stream", stream.word(), "text", text)));
            } else {
                var to = stream == LogStream.STDERR ? terminal.err() : terminal.out();
                to.print(text);
                to.flush();
            }
        };
    }

    private JobOrder order(Configuration configuration) {
        return new JobOrder(stack(configuration).get("templates") instanceof String folder ? configuration.home().resolve(folder) : null);
    }

    private KeptJob job(Configuration configuration) {
        var stack = stack(configuration);
        var order = order(configuration);
        var backend = wantedBackend(configuration);
        var names = names();
        if (names.size() > 2) {
            throw new UsageException("at most an environment and a name are expected, not " + String.join(", ", names) + ".");
        }
        var file = filename != null ? filename : names.isEmpty() ? null : names.getLast();
        KeptJob written;
        if (file != null && (filename != null || order.find(file).isPresent() || (command == null && image == null))) {
            var name = filename != null && !names.isEmpty() ? names.getLast() : null;
            written = order.of(order.named(file), name, backend, configuration.defaultBackend(), bound());
            spark = order.spark(order.named(file));
        } else {
            var name = names.isEmpty() ? NAMELESS : names.getLast();
            written = KeptJob.created(
                    name, backend == null ? configuration.defaultBackend() : backend, Map.of(), bound(), Path.of("").toAbsolutePath());
        }
        var changed = changed(written);
        var block = new LinkedHashMap<>(changed.job());
        var environment = names.size() == 2 ? names.getFirst() : stack.get("environment");
        if (environment != null && "aurora".equals(configuration.backends().get(changed.backend()))) {
            block.put("environment", environment);
        }
        return JobOrder.job(changed.name(), changed.backend(), block, changed.env(), changed.folder());
    }

    /** The job with what stands on the command line. */
    private KeptJob changed(KeptJob job) {
        var block = new LinkedHashMap<>(job.job());
        put(block, "command", command);
        put(block, "image", image);
        put(block, "cpus", cpus);
        put(block, "mem", mem);
        put(block, "disk", disk);
        put(block, "gpus", gpus);
        if (!constraints.isEmpty()) {
            block.put("constraints", pairs("--constraint", constraints));
        }
        if (!versions.isEmpty()) {
            block.put("version", pairs("--job-version", versions));
        }
        var environment = new LinkedHashMap<>(job.env());
        environment.putAll(pairs("--env", env));
        return job.with(block, environment);
    }

    private static void put(Map<String, Object> block, String key, @Nullable String value) {
        if (value != null) {
            block.put(key, value);
        }
    }

    private int update(Terminal terminal, Configuration configuration) {
        var shelf = shelf(configuration);
        var known = shelf.named(name());
        var order = order(configuration);
        var backend = wantedBackend(configuration);
        if (backend != null && !backend.equals(known.backend()) && looked(terminal, configuration, known).mayRun()) {
            throw new UsageException("job \"" + known.name() + "\" is " + known.state() + " on " + known.backend()
                    + ". Kill it first, then move it to " + backend + ".");
        }
        var there = backend == null ? known.backend() : backend;
        var written = filename == null
                ? KeptJob.created(known.name(), there, known.job(), known.env(), known.folder())
                : order.of(order.named(filename), known.name(), backend, known.backend(), Map.of());
        var changed = changed(written).bound(bound());
        return told(terminal, shelf.keep(known.rewritten(
                JobOrder.job(changed.name(), changed.backend(), changed.job(), changed.env(), changed.folder()))));
    }

    private int create(Terminal terminal, Configuration configuration) {
        var name = name();
        var file = Path.of(filename == null ? name + ".yaml" : filename);
        var job = changed(KeptJob.created(name, configuration.defaultBackend(), Map.of(), bound(), Path.of("")));
        var backend = wantedBackend(configuration);
        var block = new LinkedHashMap<String, Object>();
        block.put("backend", backend == null ? configuration.defaultBackend() : backend);
        block.put("command", "echo Hello");
        block.put("cpus", "0.1");
        block.put("mem", "100m");
        block.putAll(job.job());
        var kept = JobOrder.job(name, String.valueOf(block.get("backend")), block, job.env(), Path.of(""));
        if (asTask) {
            terminal.out().print(JobText.task(kept));
            return ExitCode.DONE;
        }
        var text = JobText.file(file, kept, block);
        if (Files.exists(file)) {
            throw new UsageException(file + " is there already. Remove it, or choose another --filename.");
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UsageException("cannot write " + file + ": " + e.getMessage() + ".");
        }
        terminal.err().println("wrote " + file);
        terminal.out().print(json() ? PlainData.toJson(kept.toData()) + "\n" : text);
        return ExitCode.DONE;
    }
}
