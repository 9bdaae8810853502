package comporta.app;

import comporta.cost.Prices;
import comporta.dag.Durations;
import comporta.dag.PlainData;
import comporta.dag.Sizes;
import comporta.dagfile.KeyedFile;
import comporta.elasticity.Policy;
import comporta.run.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code comporta.yaml} and the environment say; everything has a default.
 *
 * @param home where state lies
 * @param values checked plain data by key, defaults left out
 */
record Configuration(Path home, Map<String, Object> values) {
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

    /**
     * Reads the file, if there is one, and the environment over it.
     *
     * @param file in place of the one in {@code $COMPORTA_HOME}; null: that one
     * @throws UsageException with every mistake, or when {@code file} cannot be read
     */
    static Configuration load(@Nullable Path file, Map<String, String> environment) {
        var home = home(environment);
        var read = read(file == null ? home.resolve("comporta.yaml") : file, file != null);
        var overrides = new Overrides(environment, ConfigurationKeys.ALL);
        var values = overrides.over(read.values());
        BackendChecks.check(values, read);
        NodeChecks.check(values, read);
        var problems = new StringBuilder();
        read.problems().forEach(problem -> problems.append('\n').append(problem));
        overrides.problems().forEach(problem -> problems.append('\n').append(problem));
        if (!problems.isEmpty()) {
            throw new UsageException("the configuration cannot be used." + problems);
        }
        return new Configuration(home, values);
    }

    /** {@code $COMPORTA_HOME}, or {@code ~/.comporta}. */
    static Path home(Map<String, String> environment) {
        var home = environment.getOrDefault("COMPORTA_HOME", "");
        return (home.isEmpty() ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".comporta") : Path.of(home))
                .toAbsolutePath();
    }

    /** The file, or one without keys when it need not be there and is not. */
    private static KeyedFile read(Path file, boolean needed) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            if (needed) {
                throw new UsageException("there is no file " + file + ".");
            }
            bytes = new byte[0];
        } catch (IOException e) {
            throw UsageException.unreadable(file, e);
        }
        return KeyedFile.read(file.toString(), bytes, ConfigurationKeys.ALL);
    }

    /** Zone of DAGs that name none. */
    ZoneId timezone() {
        return ZoneId.of(text("timezone"));
    }

    /** The folder of DAG files; a relative one lies in the working directory. */
    Path dags() {
        return Path.of(text("dags"));
    }

    /**
     * How long the lead is kept without a renewal.
     *
     * @throws UsageException when it is too short to be renewed in time
     */
    Duration leaderLease() {
        var lease = duration("scheduler.leader_lease");
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new UsageException("scheduler.leader_lease is " + Durations.format(lease) + ", too short to be renewed in time by a busy "
                    + "machine. Write " + Durations.format(SHORTEST_LEASE) + " or more.");
        }
        return lease;
    }

    /** How often it is looked whether machines in use were taken away. */
    Duration machines() {
        return duration("nodes.look");
    }

    /** How often machines are looked for that nobody would end. */
    Duration janitor() {
        return duration("nodes.janitor");
    }

    /** Whether {@code /metrics} answers. */
    boolean metrics() {
        return !(find("metrics.prometheus") instanceof Boolean wanted) || wanted;
    }

    /** Whether our own log is JSON, an object a line. */
    boolean logsJson() {
        return text("logging.format").equals("json");
    }

    /** Local processes at the same time. */
    int parallel() {
        return Math.toIntExact(number("backends.local.parallel", 16));
    }

    Terms.PlatformRetries platformRetries() {
        return new Terms.PlatformRetries(
                Math.toIntExact(number("scheduler.platform_retries.max", 10)),
                duration("scheduler.platform_retries.min_delay"),
                duration("scheduler.platform_retries.max_delay"));
    }

    /** How long sight of a try may be lost. */
    Duration unreachableTimeout() {
        return duration("scheduler.unreachable_timeout");
    }

    /** Whether a try that was given up out of sight may be retried. */
    boolean relaunchUnreachable() {
        return find("scheduler.relaunch_unreachable") instanceof Boolean truth && truth;
    }

    /** Bytes kept of the log of one try. */
    long logLimit() {
        return Sizes.parse(text("scheduler.log_limit"));
    }

    /** Name of the backend of jobs that name none. */
    String defaultBackend() {
        return text("defaults.backend");
    }

    /** Kinds of the configured backends by name, {@code local} always among them. */
    Map<String, String> backends() {
        var kinds = PlainData.block(values, "backends").entrySet().stream().collect(Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue() instanceof Map<?, ?> backend ? String.valueOf(backend.get("kind")) : "local"));
        kinds.putIfAbsent("local", "local");
        return Map.copyOf(kinds);
    }

    /**
     * What machines cost: by the file that {@code nodes.prices} names, beside {@code comporta.yaml} where it is no absolute path.
     *
     * @throws UsageException when it cannot be read
     */
    Prices prices() {
        if (!(find("nodes.prices") instanceof String named)) {
            return Prices.UNKNOWN;
        }
        try {
            return named.equals(Prices.EXAMPLE) ? Prices.example() : Prices.read(home().resolve(named));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ".");
        }
    }

    /** Address to listen on. */
    String httpBind() {
        return text("http.bind");
    }

    /** Port to listen on. */
    int httpPort() {
        return Math.toIntExact(number("http.port", 8080));
    }

    /** Names under which requests are accepted, besides loopback. */
    List<String> httpHosts() {
        return find("http.hosts") instanceof List<?> hosts ? hosts.stream().map(String::valueOf).toList() : List.of();
    }

    /** How others reach us, when that was said. */
    Optional<String> publicUrl() {
        return find("http.public_url") instanceof String url ? Optional.of(url) : Optional.empty();
    }

    /** How cores follow deadlines when a task says nothing else. */
    String law() {
        return text("elasticity.law");
    }

    /** By what elastic tasks are given CPU. On this machine no more than it has; what a cluster can give, only people know. */
    Policy policy() {
        double most = find("elasticity.cpus") == null ? Double.POSITIVE_INFINITY : number("elasticity.cpus");
        var kinds = backends();
        double here = Math.min(most, Runtime.getRuntime().availableProcessors());
        return new Policy(
                law(), 1 - number("elasticity.target_p_late"),
                backend -> kinds.getOrDefault(backend, "local").equals("local") ? here : most);
    }

    /** The duration of that path, or its default. */
    Duration duration(String path) {
        return Durations.parse(text(path));
    }

    private long number(String path, long otherwise) {
        return find(path) instanceof Number number ? number.longValue() : otherwise;
    }

    /** The number of that path, or its default. */
    private double number(String path) {
        return find(path) instanceof Number number ? number.doubleValue() : Double.parseDouble(text(path));
    }

    /** The text of that path, or its default. */
    private String text(String path) {
        return find(path) instanceof String text ? text : KeyPath.fallback(ConfigurationKeys.ALL, path);
    }

    /** What was said of that path, such as {@code http.port}; null: nothing. */
    @Nullable Object find(String path) {
        Object found = values;
        for (var name : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }
}
