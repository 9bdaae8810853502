package comporta.app;

import static comporta.dagfile.Key.key;
import static comporta.dagfile.Types.DURATION;
import static comporta.dagfile.Types.ID;
import static comporta.dagfile.Types.PLAIN;
import static comporta.dagfile.Types.SIZE;
import static comporta.dagfile.Types.TEXT;
import static comporta.dagfile.Types.TEXTS;
import static comporta.dagfile.Types.TRUTH;
import static comporta.dagfile.Types.ZONE;
import static comporta.dagfile.Types.anyOf;
import static comporta.dagfile.Types.block;
import static comporta.dagfile.Types.mapOf;
import static comporta.dagfile.Types.real;
import static comporta.dagfile.Types.whole;
import static comporta.dagfile.Types.words;

import comporta.dagfile.Type;
import comporta.dagfile.Type.MapOf.Names;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Every key of {@code comporta.yaml}, those of parts that are not built yet too, so that a file that is right today stays right. */
final class ConfigurationKeys {
    private static final Type PORT = whole(1, 65_535);

    /** Text as written, or a list or a map. */
    private static final Type VARIABLE = anyOf(TEXT, new Type.ListOf(PLAIN, false), mapOf(Names.ANY, PLAIN));

    static final Type VARIABLES = mapOf(Names.ID, VARIABLE);
    static final Type CONNECTIONS = mapOf(Names.ID, mapOf(Names.NAME, TEXT));

    private static final Type.Block HTTP = block("http",
            key("bind", TEXT, "127.0.0.1", "address to listen on"),
            key("port", PORT, "8080", "port to listen on"),
            key("hosts", TEXTS, "names under which requests are accepted, besides loopback"),
            key("public_url", TEXT, "how jobs on agents reach us; absent: http://<bind>:<port>"),
            key("tls", block("tls",
                    key("certificate", TEXT, "PEM file of the certificate").needed(),
                    key("key_file", TEXT, "PEM file of its key").needed()), "encrypted connections"));

    private static final Type.Block SCHEDULER = block("scheduler",
            key("leader_lease", DURATION, "10s", "renewed each third of it"),
            key("unreachable_timeout", DURATION, "6h", "how long sight of a try may be lost"),
            key("relaunch_unreachable", TRUTH, "false", "whether a try given up so may be retried"),
            key("platform_retries", block("platform_retries",
                    key("max", whole(0, 100), "10", "further tries after platform losses"),
                    key("min_delay", DURATION, "1s", "wait before the first of them"),
                    key("max_delay", DURATION, "1m", "cap of the doubling wait")), "tries after platform losses"),
            key("log_limit", SIZE, "1g", "kept of the log of one try: head and tail"));

    /** Of all kinds together; {@link #BACKEND_KEYS} says which go with which. */
    private static final Type.Block BACKEND = block("backend",
            key("kind", words("local", "mesos", "aurora", "chronos", "marathon"), "where jobs run").needed(),
            key("parallel", whole(1, 10_000), "16", "processes at the same time"),
            key("master", TEXT, "masters, as zk:// or http://"),
            key("user", TEXT, "user of jobs, or who signs in"),
            key("role", TEXT, "role of jobs"),
            key("framework", TEXT, "comporta", "name of the framework"),
            key("principal", TEXT, "who signs in to Mesos"),
            key("secret_file", TEXT, "file with the secret of the principal"),
            key("failover_timeout", DURATION, "7d", "how long the masters wait for us"),
            key("spread", words("best_fit", "spread"), "best_fit", "how offers are chosen"),
            key("url", TEXT, "address of the scheduler"),
            key("environment", TEXT, "prod", "environment of job keys"),
            key("password_file", TEXT, "file with the password"),
            key("mesos", TEXT, "address of the Mesos masters, with commas"),
            key("cluster", TEXT, "name that Aurora's own clients know the cluster by; default the backend's"),
            key("observer", TEXT, "http://{host}:1338", "address of the Thermos observer of an agent"),
            key("python", TEXT, "python3", "program that evaluates .aurora files; it needs pystachio"),
            key("credentials", TEXT, "JSON file with url, user, password"),
            key("prefix", words("auto", "none", "v1"), "auto", "path before the API"),
            key("proxy", TEXT, "HTTP proxy on the way there"),
            key("ca_file", TEXT, "PEM file of the certificates that are trusted, in place of the system's"),
            key("connect_timeout", DURATION, "5s", "limit for a connection"),
            key("timeout", DURATION, "30s", "limit for an answer"));

    private static final List<String> HTTP_KEYS = List.of("proxy", "ca_file", "connect_timeout", "timeout");

    private static final Map<String, List<String>> BACKEND_KEYS = Map.of(
            "local", List.of("kind", "parallel"),
            "mesos", List.of("kind", "master", "user", "role", "framework", "principal", "secret_file", "failover_timeout", "spread"),
            "aurora", List.of("kind", "url", "cluster", "role", "environment", "user", "password_file", "mesos", "principal",
                    "secret_file", "observer", "python"),
            "chronos", List.of("kind", "credentials", "prefix", "mesos", "principal", "secret_file"),
            "marathon", List.of("kind", "credentials", "mesos", "principal", "secret_file"));

    /** Keys of every kind of backend that is spoken to over HTTP. */
    static List<String> keys(String kind) {
        var own = Objects.requireNonNull(BACKEND_KEYS.get(kind));
        return kind.equals("local") ? own : Stream.concat(own.stream(), HTTP_KEYS.stream()).toList();
    }

    /** Keys that a kind of backend cannot do without. */
    static final Map<String, List<String>> BACKEND_NEEDS = Map.of(
            "local", List.of(),
            "mesos", List.of("master"),
            "aurora", List.of("url"),
            "chronos", List.of("credentials"),
            "marathon", List.of("credentials"));

    private static final Type.Block SLAVE_TYPE = block("slave type",
            key("scaled", TRUTH, "true", "whether it is scaled at all"),
            key("auto_scaling_group", TEXT, "group that is scaled in place of instances"),
            key("market", words("on-demand", "spot", "spot-with-fallback"), "on-demand", "how machines are paid"),
            key("zones", TEXTS, "availability zones"),
            key("image", TEXT, "machine image"),
            key("subnets", TEXTS, "subnets"),
            key("security_groups", TEXTS, "security groups"),
            key("instance_profile", TEXT, "role of the machines"),
            key("key_pair", TEXT, "key that people sign in with"),
            key("user_data", TEXT, "file with the first script; absent: one that ships"),
            key("mesos_version", TEXT, "version of Mesos that the agents run"),
            key("disk", SIZE, "size of the disk"),
            key("disk_type", TEXT, "gp3", "kind of disk"),
            key("instance_types", TEXTS, "compatible types, first preferred"));

    private static final Type.Block NODES = block("nodes",
            key("provider", words("simulated", "ec2"), "simulated", "where machines come from"),
            key("region", TEXT, "us-east-1", "region"),
            key("endpoint", TEXT, "a stand-in of AWS"),
            key("master", TEXT, "where agents must register"),
            key("cluster", TEXT, "name of the cluster"),
            key("prices", TEXT, "file with prices; example: made-up ones that ship"),
            key("janitor", DURATION, "5m", "how often leaked machines are looked for"),
            key("look", DURATION, "15s", "how often it is looked whether machines in use were taken away"),
            key("poll", DURATION, "5s", "between two looks at machines that boot or end"),
            key("capacity_pause", DURATION, "30s", "until it is asked again for what there was no capacity for"),
            key("slave_types", mapOf(Names.ID, SLAVE_TYPE), "what agents are made of, by slave type"),
            key("spotinst", block("spotinst",
                    key("endpoint", TEXT, "address of the service"),
                    key("account", TEXT, "account"),
                    key("token_file", TEXT, "file with the token")), "elastic groups"));

    private static final Type.Block NOTIFICATION = block("notification",
            key("slack", TEXT, "address of the hook"),
            key("webhook", TEXT, "address that is posted to"),
            key("smtp", TEXT, "mail server, as smtp://host:port"),
            key("from", TEXT, "sender of mails"),
            key("to", TEXTS, "receivers of mails"),
            key("user", TEXT, "who signs in"),
            key("password_file", TEXT, "file with the password"),
            key("secret_file", TEXT, "file with the secret of signatures"));

    static final Type.Block ALL = block("the configuration",
            key("timezone", ZONE, "UTC", "for DAGs that name none"),
            key("dags", TEXT, "dags", "folder of DAG files"),
            key("database", block("database",
                    key("url", TEXT, "JDBC address; absent: H2 under $COMPORTA_HOME/db"),
                    key("user", TEXT, "who signs in"),
                    key("password_file", TEXT, "file with the password")), "where state lies"),
            key("http", HTTP, "pages and API"),
            key("scheduler", SCHEDULER, "the engine"),
            key("backends", mapOf(Names.ID, BACKEND), "where jobs run, by name"),
            key("stacks", mapOf(Names.ID, block("stack",
                    key("backend", ID, "name of a backend").needed(),
                    key("environment", TEXT, "environment of job keys"),
                    key("templates", TEXT, "folder of job files"))), "targets of single jobs"),
            key("defaults", block("defaults", key("backend", ID, "local", "backend of jobs that name none")),
                    "what holds when nothing is said"),
            key("nodes", NODES, "machines"),
            key("spark", block("spark", key("history_server", TEXT, "address of the history server")), "Spark"),
            key("monasca", block("monasca", key("credentials", TEXT, "JSON file with Keystone and Monasca")), "metrics and alarms"),
            key("elasticity", block("elasticity",
                    key("law", words("model", "pi", "classic"), "model", "how cores follow deadlines"),
                    key("target_p_late", real(0, 1), "0.05", "accepted chance to be late"),
                    key("cpus", real(0.1, 1_000_000),
                            "cores that all elastic tasks of a backend may have together; on this machine: those that it has"),
                    key("supervisor", block("supervisor",
                            key("bind", TEXT, "127.0.0.1", "address to listen on"),
                            key("port", PORT, "30000", "port to listen on")), "endpoint of jobs")), "cores"),
            key("notifications", mapOf(Names.ID, NOTIFICATION), "who is told, by the names that DAGs use"),
            key("metrics", block("metrics", key("prometheus", TRUTH, "true", "whether /metrics answers")), "metrics of our own"),
            key("logging", block("logging", key("format", words("text", "json"), "text", "form of our own log")), "our own log"),
            key("variables", VARIABLES, "variables of local runs"),
            key("connections", CONNECTIONS, "connections of local runs"));

    /** What {@code local.yaml} beside a DAG file may hold. */
    static final Type.Block LOCAL = block("local.yaml",
            key("variables", VARIABLES, "variables by name"),
            key("connections", CONNECTIONS, "connections by name, each with its fields"));


    private ConfigurationKeys() {}
}
