package comporta.dagfile;

import static comporta.dagfile.Key.key;
import static comporta.dagfile.Types.DURATION;
import static comporta.dagfile.Types.ID;
import static comporta.dagfile.Types.SIZE;
import static comporta.dagfile.Types.TEXT;
import static comporta.dagfile.Types.TEXTS;
import static comporta.dagfile.Types.TEXT_BY_ANY;
import static comporta.dagfile.Types.TRUTH;
import static comporta.dagfile.Types.anyOf;
import static comporta.dagfile.Types.atLeast;
import static comporta.dagfile.Types.block;
import static comporta.dagfile.Types.listOf;
import static comporta.dagfile.Types.real;
import static comporta.dagfile.Types.whole;
import static comporta.dagfile.Types.words;

import java.util.Map;
import java.util.Set;

/** The keys of {@code job}, and which backends understand which. */
final class JobKeys {
    /** Backends by their kind; a job may also name one of the configuration. */
    static final Set<String> BACKENDS = Set.of("local", "aurora", "chronos", "marathon", "mesos");

    private static final Set<String> REMOTE = Set.of("aurora", "chronos", "marathon", "mesos");

    static final Type.Block JOB = block("job",
            key("backend", ID, "who runs it: local, aurora, chronos, marathon, mesos, or a name of the configuration"),
            key("image", TEXT, "Docker image").rendered(),
            key("command", anyOf(TEXT, new Type.ListOf(TEXT, false)), "a text is a shell line, a list is argv").rendered(),
            key("args", TEXTS, "[]", "arguments of the image's own entry point").rendered(),
            key("cpus", real(0.01, 10_000), "1", "processor cores").rendered(),
            key("mem", SIZE, "1g", "memory").rendered(),
            key("disk", SIZE, "1g", "disk").rendered(),
            key("gpus", atLeast(0), "0", "graphics processors"),
            key("constraints", TEXT_BY_ANY, "what attributes of an agent must be").rendered(),
            key("node_pool", TEXT, "pool whose agents run it; absent: the group's"),
            key("workdir", TEXT, "directory that it starts in"),
            key("uris", listOf(anyOf(TEXT, block("uris",
                    key("uri", TEXT, "what is fetched").rendered().needed(),
                    key("extract", TRUTH, "true", "unpack an archive"),
                    key("executable", TRUTH, "false", "make it executable"),
                    key("cache", TRUTH, "false", "keep it in the agent's cache"),
                    key("output", TEXT, "name in the sandbox").rendered()))), "what is fetched into the sandbox").rendered(),
            key("volumes", listOf(block("volumes",
                    key("host", TEXT, "path on the agent").needed(),
                    key("container", TEXT, "path in the container").needed(),
                    key("mode", words("ro", "rw"), "rw", "read only or not"))), "directories of the agent"),
            key("container", words("docker", "mesos"), "containerizer"),
            key("docker", block("docker",
                    key("parameters", listOf(block("parameters",
                            key("key", TEXT, "name of a docker run option").needed(),
                            key("value", TEXT, "its value").needed())), "options of docker run"),
                    key("force_pull", TRUTH, "false", "always fetch the image"),
                    key("privileged", TRUTH, "false", "run with all rights")), "settings of Docker"),
            key("network", TEXT, "host", "host, bridge, none, or a network's name"),
            key("ports", listOf(new Type.Spelt(Spelling.NAME)), "ports by name, each is $PORT_NAME"),
            key("user", TEXT, "Unix user"),
            key("labels", TEXT_BY_ANY, "labels").rendered(),
            key("role", TEXT, "jobs", "role"),
            key("environment", TEXT, "prod", "Aurora environment"),
            key("tier", TEXT, "Aurora tier"),
            key("priority", whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "0", "Aurora priority"),
            key("file", TEXT, "an .aurora file in place of command and image"),
            key("bind", TEXT_BY_ANY, "what the .aurora file's variables are").rendered(),
            key("version", TEXT_BY_ANY, "versions that the .aurora file asks for"),
            key("name", TEXT, "name of the job in the .aurora file"),
            key("finally", TEXT, "shell line after the command, whatever its end").rendered(),
            key("kill_grace", DURATION, "30s", "from the polite signal to the hard one"),
            key("max_run_time", DURATION, "the backend's own limit"));

    /** Where a field is understood; fields that are not here are understood everywhere. */
    private static final Map<String, Set<String>> WHERE = Map.ofEntries(
            Map.entry("gpus", Set.of("mesos", "aurora")),
            Map.entry("constraints", REMOTE),
            Map.entry("node_pool", REMOTE),
            Map.entry("workdir", Set.of("local", "mesos", "aurora")),
            Map.entry("uris", REMOTE),
            Map.entry("volumes", REMOTE),
            Map.entry("container", REMOTE),
            Map.entry("docker", REMOTE),
            Map.entry("network", REMOTE),
            Map.entry("ports", REMOTE),
            Map.entry("labels", REMOTE),
            Map.entry("image", REMOTE),
            Map.entry("role", Set.of("aurora", "mesos")),
            Map.entry("environment", Set.of("aurora")),
            Map.entry("tier", Set.of("aurora")),
            Map.entry("priority", Set.of("aurora")),
            Map.entry("file", Set.of("aurora")),
            Map.entry("bind", Set.of("aurora")),
            Map.entry("version", Set.of("aurora")),
            Map.entry("name", Set.of("aurora")),
            Map.entry("finally", Set.of("aurora", "local")),
            Map.entry("max_run_time", Set.of("mesos", "chronos", "aurora", "local")));

    /** Fields whose loss would change what a job does. */
    static final Set<String> MUST_HOLD = Set.of("gpus", "volumes", "file");

    private JobKeys() {}

    /** Whether that kind of backend understands a field; a backend of another name may be of any kind. */
    static boolean understands(String backend, String field) {
        var where = WHERE.get(field);
        return where == null || where.contains(backend) || !BACKENDS.contains(backend);
    }

    /** A backend that understands the field. */
    static String understanding(String field) {
        var where = WHERE.getOrDefault(field, BACKENDS);
        return where.contains("mesos") ? "mesos" : where.contains("aurora") ? "aurora" : "local";
    }
}
