package comporta.dagfile;

import static comporta.dagfile.Key.key;
import static comporta.dagfile.Types.DURATION;
import static comporta.dagfile.Types.EXPRESSION;
import static comporta.dagfile.Types.ID;
import static comporta.dagfile.Types.PLAIN_BY_ANY;
import static comporta.dagfile.Types.SIZE;
import static comporta.dagfile.Types.TEXT;
import static comporta.dagfile.Types.TEXTS;
import static comporta.dagfile.Types.TEXT_BY_ANY;
import static comporta.dagfile.Types.TRUTH;
import static comporta.dagfile.Types.anyOf;
import static comporta.dagfile.Types.atLeast;
import static comporta.dagfile.Types.block;
import static comporta.dagfile.Types.listOf;
import static comporta.dagfile.Types.mapOf;
import static comporta.dagfile.Types.real;
import static comporta.dagfile.Types.whole;
import static comporta.dagfile.Types.words;

import comporta.dagfile.Type.MapOf.Names;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators with the keys of their own. */
final class OperatorKeys {
    static final Key JOB = key("job", JobKeys.JOB, "what is launched");
    private static final Key CONNECTION = key("connection", ID, "connection of the server");
    private static final Type HEADERS = mapOf(Names.ANY, TEXT);

    private static final Key ELASTICITY = key("elasticity", block("elasticity",
            key("min_cpus", real(0.01, 100_000), "fewest cores").needed(),
            key("max_cpus", real(0.01, 100_000), "most cores").needed(),
            key("law", words("model", "pi", "classic"), "model", "how cores follow the remaining time"),
            key("hit", real(0, 1), "0.95", "share of nights that meet the deadline"),
            key("constants", words("programs", "seed"), "programs", "constants of the classic law"),
            key("variant", whole(1, 2), "variant of the classic law"),
            key("increment", real(0, 1000), "step up of the classic law"),
            key("decrement", real(0, 1000), "step down of the classic law"),
            key("deployment_time", DURATION, "time that a change takes"),
            key("sleeping_time", DURATION, "time between two looks"),
            key("deviation", real(0, 1000), "deviation that is left alone")), "cores follow the deadline");

    static final Type.Block SPARK = block("spark",
            key("node_pool", TEXT, "pool whose agents run the executors"),
            key("total_cores", atLeast(1), "4", "cores of all executors").rendered(),
            key("executor_cores", atLeast(1), "cores of one executor").rendered(),
            key("executor_memory", SIZE, "2g", "memory of one executor").rendered(),
            key("executor_image", TEXT, "image of the executors; absent: the job's").rendered(),
            key("driver_memory", SIZE, "memory of the driver").rendered(),
            key("dynamic_allocation", block("dynamic_allocation",
                    key("min", atLeast(0), "fewest executors").needed(),
                    key("max", atLeast(1), "most executors").needed()), "executors come and go"),
            key("properties", TEXT_BY_ANY, "Spark properties").rendered(),
            key("only", TEXTS, "data sets to compute").rendered(),
            key("master", TEXT, "Mesos master; absent: the backend's").rendered(),
            key("history_server", ID, "connection of the history server"),
            key("no_executors_timeout", DURATION, "10m", "fail when no executor has come by then"),
            key("app", TEXT, "jar or Python file of a spark-submit").rendered(),
            key("class", TEXT, "main class of the jar").rendered(),
            key("args", TEXTS, "arguments of the app").rendered());

    private static final Map<String, Type.Block> BY_NAME = Map.ofEntries(
            operator("command", JOB,
                    key("speculative", TRUTH, "false", "start it a second time when it straggles and a deadline is in danger")),
            operator("noop"),
            operator("branch", key("choose", EXPRESSION, "the task, or list of tasks, that goes on").rendered().needed()),
            operator("short-circuit",
                    key("condition", EXPRESSION, "false skips what is below").rendered().needed(),
                    key("skip", words("all", "next"), "all", "everything below, or what is directly below")),
            entry(block("sensor",
                    TaskKeys.CONDITIONS.keys().get(0),
                    TaskKeys.CONDITIONS.keys().get(1),
                    TaskKeys.CONDITIONS.keys().get(2),
                    TaskKeys.CONDITIONS.keys().get(3),
                    key("poke_interval", DURATION, "1m", "wait between two looks"),
                    key("poke_backoff", real(1, 1000), "1", "factor of the wait from look to look"),
                    key("poke_max_interval", DURATION, "10m", "the wait never exceeds this"))
                    .oneOfAs("one-condition", "file", "http", "sql", "time")),
            entry(block("http",
                    key("url", TEXT, "address").rendered(),
                    CONNECTION,
                    key("path", TEXT, "path below the connection").rendered(),
                    key("method", words("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"), "GET", "HTTP method"),
                    key("headers", HEADERS, "{}", "headers").rendered(),
                    key("body", anyOf(TEXT, PLAIN_BY_ANY), "text, or a map that is sent as JSON").rendered(),
                    key("expect", listOf(new Type.Spelt(Spelling.EXPECTED_STATUS)), "2xx", "status codes that mean success"),
                    key("idempotent", TRUTH, "true for GET, PUT and DELETE", "may be sent again after a lost answer"))
                    .oneOf("url", "connection")),
            entry(block("sql",
                    CONNECTION.needed(),
                    key("query", TEXT, "statement").rendered(),
                    key("file", TEXT, "file with the statement, beside the DAG file"),
                    key("bind", PLAIN_BY_ANY, "{}", "values for :name").rendered(),
                    key("max_rows", whole(0, 100_000), "100", "rows that are handed on"))
                    .oneOf("query", "file")),
            operator("trigger-dag",
                    key("dag", TEXT, "the other DAG").rendered().needed(),
                    key("params", PLAIN_BY_ANY, "{}", "parameters of its run").rendered(),
                    key("logical_date", TEXT, "logical date of its run; absent: this run's").rendered(),
                    key("key", TEXT, "a run of this key is started once").rendered(),
                    key("wait", TRUTH, "true", "end when the other run ends")),
            operator("approval",
                    key("message", TEXT, "what is asked").rendered(),
                    key("approvers", TEXTS, "users or roles; absent: anyone who may operate"),
                    key("fields", Types.PARAMS, "{}", "what an answer holds, as for parameters"),
                    key("on_timeout", words("reject", "approve"), "reject", "what no answer means"),
                    key("on_reject", words("fail", "skip"), "fail", "what a rejection means")),
            operator("spark-driver", JOB, key("spark", SPARK, "executors of the driver"), ELASTICITY),
            operator("model", JOB.needed(), key("iterations", atLeast(1), "1", "how often the job is started"), ELASTICITY),
            operator("scale-ec2", key("node_pool", TaskKeys.NODE_POOL, "machines that come").needed()),
            operator("downscale-ec2",
                    key("node_pool", block("node_pool", key("name", TEXT, "name of the pool").rendered().needed()), "machines that go"),
                    key("nodes", whole(0, 1000), "0", "how many stay").rendered(),
                    key("drain_timeout", DURATION, "10m", "wait for what still runs there")),
            operator("scale",
                    key("node_pool", TaskKeys.NODE_POOL, "auto-scaling group of the configuration").needed()));

    private OperatorKeys() {}

    /** Operators by name. */
    static Map<String, Type.Block> all() {
        return BY_NAME;
    }

    /** The own keys of that operator; null: there is none of that name. */
    static Type.@Nullable Block of(String operator) {
        return BY_NAME.get(operator);
    }

    private static Map.Entry<String, Type.Block> operator(String name, Key... own) {
        return entry(block(name, own));
    }

    private static Map.Entry<String, Type.Block> entry(Type.Block block) {
        return Map.entry(block.name(), block);
    }
}
