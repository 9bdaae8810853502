package comporta.dagfile;

import static comporta.dagfile.Key.key;
import static comporta.dagfile.Types.COUNT;
import static comporta.dagfile.Types.DURATION;
import static comporta.dagfile.Types.EXPRESSION;
import static comporta.dagfile.Types.ID;
import static comporta.dagfile.Types.PLAIN;
import static comporta.dagfile.Types.PLAIN_BY_ANY;
import static comporta.dagfile.Types.PROSE;
import static comporta.dagfile.Types.SECRETS;
import static comporta.dagfile.Types.SIZE;
import static comporta.dagfile.Types.TEXT;
import static comporta.dagfile.Types.TEXTS;
import static comporta.dagfile.Types.TEXT_BY_ANY;
import static comporta.dagfile.Types.TEXT_BY_NAME;
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
import java.util.Set;

/** The keys of tasks of every operator, and of groups, node pools and expansion. */
final class TaskKeys {
    static final Type.Block NODE_POOL = block("node_pool",
            key("name", TEXT, "name of the pool; of a group's pool the group's id").rendered(),
            key("nodes", whole(0, 1000), "how many machines").rendered().formerly("NODE_COUNT", "N_NODES"),
            key("min_nodes", whole(0, 1000), "go on with at least so many; absent: all"),
            key("instance_types", TEXTS, "compatible types, the first is preferred"),
            key("market", words("on-demand", "spot", "spot-with-fallback"), "on-demand", "how machines are bought").formerly("MODE"),
            key("via", words("instances", "fleet", "elastigroup", "local"), "instances", "how they are asked for"),
            key("slave_type", TEXT, "attribute of the agents; absent: the name").formerly("SLAVE_TYPE"),
            key("scale_timeout", DURATION, "15m", "fail when they are not there by then").formerly("SCALE_TIMEOUT"),
            key("start", words("jit", "eager"), "jit", "just in time for the first consumer, or at once"),
            key("keep_on_failure", DURATION, "0s", "machines stay so long after a failure"),
            key("ttl", DURATION, "12h", "the lease ends then, whatever happens"),
            key("disk", SIZE, "disk of each machine"),
            key("disk_type", TEXT, "gp3", "kind of disk"),
            key("zones", TEXTS, "availability zones"),
            key("tags", TEXT_BY_ANY, "tags of the machines"));

    static final Type.Block EXPAND = block("expand",
            key("over", mapOf(Names.NAME, anyOf(new Type.ListOf(PLAIN, false), EXPRESSION)), "lists by name, each item is item.NAME")
                    .rendered()
                    .needed(),
            key("combine", words("product", "zip"), "product", "all pairs, or side by side"),
            key("max_parallel", atLeast(1), "instances at the same time"),
            key("tolerated_failures", new Type.Spelt(Spelling.TOLERATED), "0", "so many, or such a share, may fail"),
            key("label", TEXT, "name of an instance").rendered());

    /** What a sensor waits for, and {@code done_when} probes: exactly one of these. */
    static final Type.Block CONDITIONS = block("done_when",
            key("file", block("file",
                    key("path", TEXT, "the file").rendered().needed(),
                    key("min_size", SIZE, "it has at least this size"),
                    key("stable_for", DURATION, "it has not changed for so long")), "a file is there"),
            key("http", block("http",
                    key("url", TEXT, "address").rendered(),
                    key("connection", ID, "connection that path belongs to"),
                    key("path", TEXT, "path below the connection").rendered(),
                    key("status", whole(100, 599), "200", "status of the answer"),
                    key("matches", TEXT, "regular expression found in the answer")).oneOf("url", "connection"), "an address answers"),
            key("sql", block("sql",
                    key("connection", ID, "connection").needed(),
                    key("query", TEXT, "query whose first cell is asked").rendered().needed(),
                    key("bind", PLAIN_BY_ANY, "values for :name").rendered()), "a query gives true or a number other than 0"),
            key("time", new Type.Spelt(Spelling.TIME_OR_INSTANT), "a time has come").rendered())
            .oneOfAs("one-condition", "file", "http", "sql", "time");

    static final Type DEPENDENCIES = listOf(anyOf(ID, DagKeys.DEPENDENCY));

    /** Keys that every task may have. */
    static final Type.Block COMMON = block("task",
            key("operator", ID, "what the task is"),
            key("run", TEXT, "a shell line, short for a job with that command").rendered(),
            key("depends_on", DEPENDENCIES, "[]", "tasks, groups and other DAGs' tasks that it waits for"),
            key("trigger_rule",
                    words("all_success", "all_failed", "all_done", "all_skipped", "one_success", "one_failed", "one_done", "none_failed",
                            "none_failed_min_one_success", "none_skipped", "all_done_min_one_success", "all_done_setup_success", "always"),
                    "all_success", "how those must have ended"),
            key("when", EXPRESSION, "asked once the rule holds; false skips the task").rendered(),
            key("done_when", CONDITIONS, "true before the first try: success without running"),
            key("retries", whole(0, 100), "0", "further tries after ends that retry_on names"),
            key("retry_delay", listOf(DURATION), "1m", "wait before each further try, the last one repeats"),
            key("retry_backoff", real(1, 1000), "1", "factor of the wait from try to try"),
            key("retry_max_delay", DURATION, "1h", "the wait never exceeds this"),
            key("retry_on", listOf(new Type.Spelt(Spelling.END)), "[user, timeout]", "which ends use retries"),
            key("platform_retries", whole(0, 100), "10", "tries of their own after the platform's failures"),
            key("skip_on", listOf(new Type.Spelt(Spelling.SKIPPED_END)), "[]", "ends that mean skipped"),
            key("execution_timeout", DURATION, "one try, from running"),
            key("queue_timeout", DURATION, "ready, but not running"),
            key("total_timeout", DURATION, "first ready to end, over all tries"),
            key("progress_timeout", DURATION, "running without log line, report or progress"),
            key("expected_duration", DURATION, "what one try takes, until there is history"),
            key("pool", ID, "default", "concurrency pool"),
            key("pool_slots", atLeast(1), "1", "how much of the pool it takes"),
            key("priority_weight", whole(Integer.MIN_VALUE, Integer.MAX_VALUE), "0", "higher goes first"),
            key("max_active", atLeast(1), "instances over all runs"),
            key("depends_on_past", TRUTH, "false", "wait for this task's success in the run before"),
            key("wait_for_downstream", TRUTH, "false", "wait for what follows this task in the run before, too"),
            key("deadline", DagKeys.DEADLINES, "when it must be ready"),
            key("alerts", DagKeys.TASK_ALERTS, "what is unusual"),
            key("env", TEXT_BY_NAME, "{}", "environment of a try").rendered(),
            key("secrets", SECRETS, "{}", "environment of a try, by reference"),
            key("outputs", mapOf(Names.NAME, TEXT), "what it hands on, with types"),
            key("teardown_of", listOf(ID), "the set-ups that it tears down"),
            key("group", ID, "the group that it belongs to"),
            key("expand", EXPAND, "one instance per item"),
            key("on_success", DagKeys.TARGETS, "[]", "who hears of its success"),
            key("on_failure", DagKeys.TARGETS, "[]", "who hears when its last try has failed"),
            key("on_retry", DagKeys.TARGETS, "[]", "who hears of a further try"),
            key("on_deadline", DagKeys.TARGETS, "[]", "who hears of its deadline at risk or missed"),
            key("on_alert", DagKeys.TARGETS, "[]", "who hears of its alerts"),
            key("description", PROSE, "\"\"", "one line for lists"),
            key("doc", PROSE, "\"\"", "Markdown for its page"));

    /** Common keys that cannot be given as a default. */
    static final Set<String> NEVER_DEFAULT = Set.of(
            "operator", "run", "depends_on", "when", "expand", "group", "teardown_of", "outputs", "description", "doc");

    static final Type.Block GROUP = block("group",
            key("description", PROSE, "\"\"", "one line for lists"),
            key("doc", PROSE, "\"\"", "Markdown for its page"),
            key("group", ID, "the group that it lies in"),
            key("depends_on", DEPENDENCIES, "[]", "what its first tasks wait for"),
            key("defaults", Types.DEFAULTS, "{}", "task keys for its tasks"),
            key("node_pool", NODE_POOL, "machines that come before and go after its tasks"),
            key("expand", EXPAND, "the whole group once per item"),
            key("max_active", COUNT, "instances of its tasks at the same time"));

    private TaskKeys() {}
}
