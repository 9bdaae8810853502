package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.job.JobBackend;
import comporta.job.Reply;
import comporta.job.Unseen;
import comporta.local.LocalBackend;
import comporta.local.LocalSettings;
import comporta.secret.Vault;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a verb on single jobs does: it speaks to the backend of the configuration itself, without a server. */
abstract class JobsAction extends Action {
    static final String OPTIONS = """
              --backend NAME              one of backends in comporta.yaml; absent: the stack's, else defaults.backend
              --stack NAME                one of stacks in comporta.yaml
              --aurora-stack NAME         the same
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --verbose                   tells more on stderr
              --output text|json
              --color auto|always|never
            """;

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--backend")
    private @Nullable String backend;

    @Parameter(names = {"--stack", "--aurora-stack"})
    private @Nullable String stack;

    @Parameter(names = "--config")
    private @Nullable String config;

    @Parameter(names = "--verbose")
    private boolean verbose;

    private final InstantSource clock = InstantSource.system();

    /** Does it, with the configuration at hand. */
    abstract int run(Terminal terminal, Configuration configuration);

    @Override
    final int run(Terminal terminal) {
        return run(terminal, Configuration.load(config == null ? null : Path.of(config), terminal.environment()));
    }

    /** The configuration file that was named; null: none was. */
    final @Nullable Path configurationFile() {
        return config == null ? null : Path.of(config);
    }

    /** Words without {@code =}. */
    final List<String> names() {
        return words.stream().filter(word -> word.indexOf('=') < 0).toList();
    }

    /** Words {@code NAME=value}. */
    final Map<String, String> bound() {
        return pairs("", words.stream().filter(word -> word.indexOf('=') >= 0).toList());
    }

    /** @throws UsageException when one of them is none */
    static Map<String, String> pairs(String option, List<String> written) {
        var pairs = new LinkedHashMap<String, String>();
        for (var word : written) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new UsageException(option + " \"" + word + "\" has no name. Write NAME=value.");
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }

    /** @throws UsageException unless there is exactly one */
    final String name() {
        if (names().size() != 1) {
            throw new UsageException(names().isEmpty() ? "which job? Name it." : "one job at a time: " + String.join(", ", names()) + ".");
        }
        return names().getFirst();
    }

    final boolean verbose() {
        return verbose;
    }

    /** What the configuration says of the stack; empty without one. */
    final Map<String, Object> stack(Configuration configuration) {
        if (stack == null) {
            return Map.of();
        }
        var stacks = PlainData.block(configuration.values(), "stacks");
        if (!stacks.containsKey(stack)) {
            throw UsageException.saying("there is no stack \"" + stack + "\". "
                    + Suggestion.didYouMean(stack, stacks.keySet(), stacks.isEmpty()
                            ? "Add it under stacks in comporta.yaml"
                            : "Stacks are " + String.join(", ", stacks.keySet())));
        }
        return PlainData.block(stacks, stack);
    }

    /** The backend that was asked for; null: none was, neither by itself nor by a stack. */
    final @Nullable String wantedBackend(Configuration configuration) {
        return backend != null ? backend : stack(configuration).get("backend") instanceof String ofStack ? ofStack : null;
    }

    /** Submits it, and stays until it can be left. */
    final KeptJob submitted(Terminal terminal, JobBench bench, KeptJob job) {
        return bench.begun(bench.submit(job), why -> terminal.err().println(
                job.name() + " waits: " + why + ". It is submitted when it has a machine; Ctrl-C lets go of it before that"));
    }

    /** @throws UsageException when there is none of that name, or it cannot be used */
    final JobBench bench(Configuration configuration, Terminal terminal, String name) {
        var home = new Home(configuration.home());
        return new JobBench(backend(configuration, terminal, name, home), new JobShelf(home), home, clock);
    }

    private JobBackend backend(Configuration configuration, Terminal terminal, String name, Home home) {
        var kinds = configuration.backends();
        if (!kinds.containsKey(name)) {
            throw UsageException.saying("there is no backend \"" + name + "\". "
                    + Suggestion.didYouMean(name, kinds.keySet(), "Backends are " + String.join(", ", kinds.keySet())));
        }
        if ("local".equals(kinds.get(name))) {
            return new LocalBackend(
                    new LocalSettings(home.folder().resolve("local").resolve("jobs"), terminal.environment(), configuration.parallel(), configuration.logLimit()),
                    clock);
        }
        var cluster = Backends.clusters(configuration).stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        try {
            return Backends.of(cluster, Backends.ground(configuration, null, Vault.EMPTY, clock))
                    .orElseThrow(() -> new UsageException("backend \"" + name + "\" runs no single jobs yet; backends of kind " + cluster.kind() + " do not."));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
    }

    /** How it stands now; when its backend cannot be asked, it is out of reach. */
    final KeptJob looked(Terminal terminal, Configuration configuration, KeptJob job) {
        if (!job.mayRun()) {
            return job;
        }
        try (var bench = bench(configuration, terminal, job.backend())) {
            return bench.looked(job);
        } catch (UsageException e) {
            return job.in(KeptJob.UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }

    /** What can be done to one of them. */
    @FunctionalInterface
    interface ForeignDeed {
        Reply of(ForeignJobs jobs) throws Unseen;
    }

    /** The jobs of others on the backend that was asked for; empty when none was, or it keeps no such jobs. */
    final Optional<ForeignJobs> foreign(Configuration configuration) {
        var name = wantedBackend(configuration);
        try {
            return Backends.clusters(configuration).stream()
                    .filter(cluster -> cluster.name().equals(name))
                    .flatMap(cluster -> ForeignJobs.of(cluster).stream())
                    .findFirst();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
    }

    /** Does it, and tells what the cluster answers. */
    final int does(Terminal terminal, ForeignJobs jobs, String told, ForeignDeed deed) {
        try {
            switch (deed.of(jobs)) {
                case Reply.Answer answer when answer.isGood() -> {
                    terminal.out().println(json() ? PlainData.toJson(Map.of("done", told)) : told);
                    return ExitCode.DONE;
                }
                case Reply.Answer answer -> throw new UsageException("the cluster answers " + answer + ".");
                case Reply.NotSent not -> throw new UsageException(not.why() + ".");
                case Reply.Lost lost -> throw new UsageException("nobody knows whether it was done: " + lost.why() + ".");
            }
        } catch (Unseen e) {
            throw new UsageException(e.why() + ".");
        }
    }

    final JobShelf shelf(Configuration configuration) {
        return new JobShelf(new Home(configuration.home()));
    }

    /** Prints a job as one object, or in a sentence. */
    final void tell(Terminal terminal, KeptJob job) {
        terminal.out().println(json() ? PlainData.toJson(job.toData()) : words(job));
    }

    static String words(KeptJob job) {
        var data = job.toData();
        return job.name() + " on " + job.backend() + ": " + job.state()
                + (job.cause() == null ? "" : ", cause " + job.cause())
                + (job.reason().isEmpty() ? "" : " (" + job.reason() + ")")
                + (data.get("external_id") == null ? "" : ", as " + data.get("external_id"));
    }
}
