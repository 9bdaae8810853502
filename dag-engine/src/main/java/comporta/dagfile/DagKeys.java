package comporta.dagfile;

import static comporta.dagfile.Key.key;
import static comporta.dagfile.Types.DURATION;
import static comporta.dagfile.Types.ID;
import static comporta.dagfile.Types.INSTANT;
import static comporta.dagfile.Types.PLAIN;
import static comporta.dagfile.Types.PROSE;
import static comporta.dagfile.Types.PROSES;
import static comporta.dagfile.Types.SECRETS;
import static comporta.dagfile.Types.SPAN;
import static comporta.dagfile.Types.TEXT;
import static comporta.dagfile.Types.TEXTS;
import static comporta.dagfile.Types.TEXT_BY_NAME;
import static comporta.dagfile.Types.TRUTH;
import static comporta.dagfile.Types.ZONE;
import static comporta.dagfile.Types.anyOf;
import static comporta.dagfile.Types.atLeast;
import static comporta.dagfile.Types.block;
import static comporta.dagfile.Types.listOf;
import static comporta.dagfile.Types.mapOf;
import static comporta.dagfile.Types.real;
import static comporta.dagfile.Types.whole;
import static comporta.dagfile.Types.words;

import comporta.dagfile.Type.MapOf.Names;

/** The keys of a file's top level, and of schedule, deadline, alerts, parameters and targets. */
final class DagKeys {
    private static final double ANY = 1e15;

    /** Somebody or something that hears of an event. */
    static final Type TARGETS = listOf(anyOf(
            TEXT,
            block("target",
                    key("slack", TEXT, "Slack channel"),
                    key("email", TEXTS, "addresses"),
                    key("webhook", TEXT, "address that gets a POST"),
                    key("command", anyOf(TEXT, new Type.ListOf(TEXT, false)), "command on the server").rendered(),
                    key("message", TEXT, "what is said").rendered())
            .oneOf("slack", "email", "webhook", "command")));

    static final Type.Block DEPENDENCY = block("depends_on",
            key("dag", ID, "the other DAG").needed(),
            key("task", ID, "its task; absent: its whole run"),
            key("match", words("same_date", "latest"), "same_date", "which run of it counts"),
            key("within", DURATION, "fail when it has not come by then"));

    static final Type DEADLINES = listOf(block("deadline",
            key("by", new Type.Spelt(Spelling.WALL_TIME), "first such wall time after the reference"),
            key("within", DURATION, "so long after the reference"),
            key("from", words("tick", "interval_end", "run_start", "queued", "start"), "tick", "the reference"),
            key("on_miss", words("alert", "cancel", "fail"), "alert", "what a miss does"),
            key("at_risk", real(0, 1), "0.4", "tell when the chance of being late passes this; 0 is never"),
            key("timezone", ZONE, "zone of by; absent: the DAG's"))
            .oneOfAs("deadline-two-forms", "by", "within"));

    static final Type.Block TASK_ALERTS = block("alerts",
            key("longer_than", SPAN, "tell when it lasts longer"),
            key("shorter_than", SPAN, "tell when it was shorter"),
            key("queued_for", SPAN, "tell when it waits longer for a slot"));

    static final Type.Block DAG_ALERTS = block("alerts",
            TASK_ALERTS.keys().get(0),
            TASK_ALERTS.keys().get(1),
            TASK_ALERTS.keys().get(2),
            key("no_success_for", DURATION, "tell when no run succeeded for so long"));

    /** Checks of a value, by JSON Schema's words; which of them fit is a matter of the type. */
    static final Type.Block PARAM = block("param",
            key("type", TEXT, "string", "type of the value"),
            key("default", PLAIN, "value of a run that is given none").rendered(),
            key("description", PROSE, "\"\"", "what it is for"),
            key("secret", TRUTH, "false", "masked, and not shown again"),
            key("min_length", atLeast(0), "fewest characters"),
            key("max_length", atLeast(0), "most characters"),
            key("pattern", TEXT, "regular expression that the whole text matches"),
            key("minimum", real(-ANY, ANY), "least value"),
            key("maximum", real(-ANY, ANY), "greatest value"),
            key("values", listOf(TEXT), "the choices"),
            key("items", PLAIN, "what each item must be, as for a parameter"),
            key("min_items", atLeast(0), "fewest items"),
            key("max_items", atLeast(0), "most items"),
            key("unique_items", TRUTH, "false", "no item stands twice"),
            key("properties", mapOf(Names.ANY, PLAIN), "what each property must be, as for a parameter"),
            key("required", TEXTS, "properties that must be there"),
            key("additional", TRUTH, "true", "whether other properties may be there"));

    static final Type.Block SCHEDULE = block("schedule",
            key("cron", listOf(new Type.Spelt(Spelling.CRON)), "lines of five fields, or presets"),
            key("every", DURATION, "elapsed time between ticks, from the anchor"),
            key("anchor", INSTANT, "what every counts from; absent: start, or midnight"),
            key("dates", listOf(INSTANT), "the instants themselves"),
            key("after", block("after",
                    key("all", listOf(anyOf(ID, upstreamDag())), "when all of these have succeeded"),
                    key("any", listOf(anyOf(ID, upstreamDag())), "when one of these has succeeded"),
                    key("within", DURATION, "all must come that soon after the first")).oneOf("all", "any"), "successes of other DAGs"),
            key("cron_days", words("or", "and"), "or", "how day of month and day of week join"),
            key("timezone", ZONE, "zone of ticks, deadlines and ds; absent: the server's"),
            key("start", INSTANT, "no tick before it"),
            key("end", INSTANT, "no tick from it on"),
            key("gap", words("first_valid", "shift", "skip"), "first_valid", "wall time that a spring night lacks"),
            key("fold", words("first", "second"), "first", "wall time that an autumn night has twice"),
            key("calendar", anyOf(ID, block("calendar",
                    key("name", ID, "file _calendars/NAME.yaml of the dags folder").needed(),
                    key("on", words("open", "closed"), "open", "which days count"),
                    key("nth", whole(-31, 31), "the n-th such day of the month, negative from its end"),
                    key("shift", words("skip", "previous", "next"), "skip", "where a tick on a wrong day goes"))),
                    "only days of a named calendar"),
            key("partition", anyOf(partitionUnit(), block("partition",
                    key("unit", partitionUnit(), "size of a piece").needed(),
                    key("offset", whole(-100_000, 100_000), "-1", "which piece, counted from the tick's own"),
                    key("format", TEXT, "Java pattern of partition.key"))), "piece of the data that a run works on"),
            key("catchup", words("none", "latest", "all"), "none", "ticks that passed unserved"),
            key("catchup_window", DURATION, "catch up only ticks younger than this"),
            key("late_limit", DURATION, "1h", "a younger tick still starts, whatever catchup says"),
            key("overlap", words("queue", "queue_after_success", "queue_latest", "skip", "replace"), "queue",
                    "a tick while as many runs as allowed are active"),
            key("jitter", DURATION, "0s", "start later by a share of this"),
            key("skip_if_success", TRUTH, "false", "skip a tick when a success exists since the tick before"))
            .atMostOneOf("cron", "every", "dates", "after");

    static final Type.Block DAG = block("DAG",
            key("dag", ID, "name of the DAG, unique over the folder").needed(),
            key("format", whole(1, Integer.MAX_VALUE), "1", "version of this format"),
            key("description", PROSE, "\"\"", "one line for lists"),
            key("doc", PROSE, "\"\"", "Markdown for its page"),
            key("owner", PROSE, "\"\"", "who is asked"),
            key("tags", PROSES, "[]", "words for search and limits"),
            key("schedule", anyOf(listOf(new Type.Spelt(Spelling.CRON)), SCHEDULE), "when it runs; absent: when somebody asks"),
            key("deadline", DEADLINES, "when it must be ready"),
            key("alerts", DAG_ALERTS, "what is unusual"),
            key("params", Types.PARAMS, "{}", "what a run can be given"),
            key("env", TEXT_BY_NAME, "{}", "environment of every try").rendered(),
            key("secrets", SECRETS, "{}", "environment of every try, by reference"),
            key("defaults", Types.DEFAULTS, "{}", "task keys for all tasks"),
            key("groups", Types.GROUPS, "{}", "tasks that belong together"),
            key("tasks", Types.TASKS, "the tasks, at least one").needed(),
            key("max_active_runs", whole(1, 1000), "1", "runs at the same time"),
            key("max_active_tasks", atLeast(1), "task instances of one run at the same time"),
            key("run_timeout", DURATION, "a run that lasts longer fails"),
            key("failure_mode", words("finish_possible", "finish_running", "fail_fast"), "finish_possible",
                    "what becomes of the rest after a failure"),
            key("run_retries", whole(0, 10), "0", "how often a failed run goes on by itself"),
            key("run_retry_delay", DURATION, "5m", "wait before it does"),
            key("max_consecutive_failures", atLeast(0), "0", "pause the DAG after so many failed runs in a row; 0 is never"),
            key("budget", block("budget",
                    key("warn", real(0, ANY), "tell when a run's cost passes this"),
                    key("limit", real(0, ANY), "refuse the scale-up that would pass this")), "cost of one run"),
            key("on_success", TARGETS, "[]", "who hears of a successful run"),
            key("on_failure", TARGETS, "[]", "who hears of a failed run"),
            key("on_deadline", TARGETS, "[]", "who hears of a deadline at risk or missed"),
            key("on_alert", TARGETS, "[]", "who hears of alerts and of open leases"),
            key("on_missed", TARGETS, "[]", "who hears of ticks that made no run"));

    private DagKeys() {}

    private static Type.Block upstreamDag() {
        return block("after", DEPENDENCY.keys().get(0), DEPENDENCY.keys().get(1), DEPENDENCY.keys().get(2));
    }

    private static Type partitionUnit() {
        return words("hour", "day", "open_day", "week", "month");
    }
}
