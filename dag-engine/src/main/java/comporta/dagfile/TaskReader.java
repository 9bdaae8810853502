package comporta.dagfile;

import comporta.dag.Durations;
import comporta.dag.GroupId;
import comporta.dag.RetryPolicy;
import comporta.dag.Suggestion;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.Timeouts;
import comporta.dag.TriggerRule;
import comporta.dagfile.Node.Entry;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one task after the other. A task with mistakes is still given, as far as it could be understood. */
final class TaskReader {
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);
    private static final RetryPolicy NO_RETRY = RetryPolicy.NONE;

    private final Problems problems;
    private final Values values;
    private final ParamReader params;
    private final Defaults defaults;
    private final Set<String> groups;
    private final JobChecks checks;

    TaskReader(Problems problems, Values values, ParamReader params, Defaults defaults, Set<String> groups, boolean dagHasDeadline) {
        this.problems = problems;
        this.values = values;
        this.params = params;
        this.defaults = defaults;
        this.groups = groups;
        checks = new JobChecks(problems, dagHasDeadline);
    }

    /** The keys of a task with its defaults. */
    Mapping withDefaults(Mapping written, @Nullable Mapping byDefault) {
        var operator = operatorOf(written);
        return defaults.applied(written, byDefault, operator == null ? List.of() : operator.keys());
    }

    /** @param entry the task with its defaults */
    Task read(TaskId id, Entry entry) {
        var node = (Mapping) entry.value();
        var place = entry.key().place();
        var owner = "task \"" + id + "\"";
        var operator = operatorOf(node);
        Fields fields;
        if (operator == null) {
            operator = tellOperator(owner, node, place);
            fields = new Fields(operator == null
                    ? values.block(owner, TaskKeys.COMMON, List.of(TaskKeys.COMMON.keys()), known(node), place)
                    : Map.of());
        } else {
            fields = new Fields(values.block(owner, operator, List.of(TaskKeys.COMMON.keys(), operator.keys()), node, place));
        }
        var settings = operator == null ? Map.<String, Object>of() : settings(owner, operator, fields, node, place);
        return task(id, operator == null ? "noop" : operator.name(), fields, settings, node);
    }

    private Task task(TaskId id, String operator, Fields fields, Map<String, Object> settings, Mapping node) {
        var teardownOf = new ArrayList<TaskId>();
        fields.texts("teardown_of").forEach(setUp -> teardownOf.add(new TaskId(setUp)));
        var group = fields.text("group");
        return new Task(
                id,
                operator,
                fields.text("description", ""),
                fields.text("doc", ""),
                Shared.dependencies(fields, "depends_on", groups),
                fields.word("trigger_rule", TriggerRule.class, TriggerRule.ALL_SUCCESS),
                fields.text("when"),
                fields.map("done_when"),
                retry(fields),
                fields.texts("skip_on"),
                timeouts(fields, operator),
                fields.duration("expected_duration"),
                fields.text("pool", "default"),
                fields.integer("pool_slots", 1),
                fields.integer("priority_weight", 0),
                fields.integer("max_active"),
                fields.truth("depends_on_past", false),
                fields.truth("wait_for_downstream", false),
                Shared.deadlines(fields),
                Shared.alerts(fields),
                fields.textsByName("env"),
                fields.textsByName("secrets"),
                fields.has("outputs") ? params.outputs(fields.textsByName("outputs"), node.get("outputs")) : Map.of(),
                teardownOf,
                group == null ? null : new GroupId(group),
                Shared.expand(fields),
                Shared.targets(fields),
                settings);
    }

    /** What the task is, when that is plain; null: it says nothing, or something wrong. */
    private static Type.@Nullable Block operatorOf(Mapping node) {
        var written = node.get("operator");
        if (written == null) {
            return node.entry("run") != null || node.entry("job") != null ? OperatorKeys.of("command") : null;
        }
        return written instanceof Scalar name ? OperatorKeys.of(name.text()) : null;
    }

    /** Tells why the operator is not known; the operator that is taken instead, or null. */
    private Type.@Nullable Block tellOperator(String owner, Mapping node, Place place) {
        var written = node.get("operator");
        if (written == null) {
            problems.error(place, "missing-key", owner + " has neither run, job nor operator", "Say what it does, e.g. run: echo hello");
        } else if (written instanceof Scalar name) {
            var names = OperatorKeys.all().keySet().stream().sorted().toList();
            var fix = switch (name.text()) {
                case "bash", "shell", "sh", "python", "docker", "script" -> "Use command";
                case "empty", "dummy" -> "Use noop";
                default -> Suggestion.didYouMean(name.text(), names, "Operators are " + TypeWords.joined(names, "and"));
            };
            problems.error(name.place(), "unknown-operator", "there is no operator " + Scalar.quoted(name.text()), fix);
        } else {
            problems.error(written.place(), "wrong-type", "\"operator\" wants a name, and this is " + written.inWords(),
                    "Write e.g. operator: model");
        }
        return null;
    }

    /** The keys that any task may have: what belongs to an operator cannot be judged without one. */
    private static Mapping known(Mapping node) {
        var common = new LinkedHashMap<String, Entry>();
        for (var entry : node.entries().values()) {
            boolean ofSome = entry.name().equals("operator");
            for (var operator : OperatorKeys.all().values()) {
                ofSome |= KeyChecks.find(List.of(operator.keys()), entry.name()) != null;
            }
            if (!ofSome) {
                common.put(entry.name(), entry);
            }
        }
        return Mapping.of(common, node.place());
    }

    private Map<String, Object> settings(String owner, Type.Block operator, Fields fields, Mapping node, Place place) {
        var settings = new LinkedHashMap<String, Object>();
        for (var key : operator.keys()) {
            var value = fields.get(key.name());
            if (value != null) {
                settings.put(key.name(), value);
            }
        }
        if (node.get("fields") != null && operator.name().equals("approval")) {
            settings.put("fields", fieldsOf(node.get("fields")));
        }
        run(fields, node, operator, settings);
        checks.check(owner, operator, settings, node, place);
        return settings;
    }

    /** {@code run} is short for the command of a job. */
    private void run(Fields fields, Mapping node, Type.Block operator, Map<String, Object> settings) {
        var run = node.entry("run");
        if (run == null) {
            return;
        }
        if (!operator.name().equals("command")) {
            problems.error(run.key().place(), "both-keys", "\"run\" is short for operator: command, and this is " + operator.name(),
                    KeyChecks.find(List.of(operator.keys()), "job") == null ? "Remove run" : "Write job: {command: …}");
            return;
        }
        var written = node.get("job") instanceof Mapping job ? job.entry("command") : null;
        if (written != null) {
            problems.error(later(run, written).key().place(), "both-keys", "\"run\" and \"job.command\" both say what to run", "Keep one");
        }
        var text = fields.text("run");
        if (text != null) {
            var job = new LinkedHashMap<>(fields.map("job"));
            job.put("command", text);
            settings.put("job", job);
        }
    }

    private static Entry later(Entry one, Entry other) {
        var a = one.key().place();
        var b = other.key().place();
        return a.line() > b.line() || (a.line() == b.line() && a.column() > b.column()) ? one : other;
    }

    private Map<String, Object> fieldsOf(@Nullable Node node) {
        var fields = new LinkedHashMap<String, Object>();
        params.params("fields", node).forEach((name, param) -> {
            var field = new LinkedHashMap<String, Object>();
            field.put("type", param.type().word());
            if (param.defaultValue() != null) {
                field.put("default", param.defaultValue());
            }
            field.put("description", param.description());
            field.putAll(param.checks());
            fields.put(name, field);
        });
        return fields;
    }

    private static RetryPolicy retry(Fields fields) {
        var delays = new ArrayList<Duration>();
        fields.texts("retry_delay").forEach(delay -> delays.add(Durations.parse(delay)));
        return new RetryPolicy(
                fields.integer("retries", NO_RETRY.retries()),
                delays.isEmpty() ? NO_RETRY.delays() : delays,
                fields.number("retry_backoff", NO_RETRY.backoff()),
                fields.duration("retry_max_delay", NO_RETRY.maxDelay()),
                fields.has("retry_on") ? fields.texts("retry_on") : NO_RETRY.on(),
                fields.integer("platform_retries"));
    }

    /** Who waits for something outside does not wait for ever. */
    private static Timeouts timeouts(Fields fields, String operator) {
        var waits = operator.equals("sensor") || operator.equals("approval");
        var written = fields.duration("execution_timeout");
        var execution = written == null && waits ? LONGEST_WAIT : written;
        var queue = fields.duration("queue_timeout");
        var total = fields.duration("total_timeout");
        var progress = fields.duration("progress_timeout");
        return execution == null && queue == null && total == null && progress == null
                ? Timeouts.NONE
                : new Timeouts(execution, queue, total, progress);
    }
}
