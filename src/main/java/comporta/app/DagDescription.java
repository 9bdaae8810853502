package comporta.app;

import comporta.app.Paint.Colour;
import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Durations;
import comporta.dag.Expand;
import comporta.dag.Param;
import comporta.dag.PlainData;
import comporta.dag.RetryPolicy;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.secret.Mask;
import comporta.dag.TriggerRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A DAG as {@code dags show} prints it. */
final class DagDescription {
    private static final int WIDEST = 40;
    /** Where the texts of the head begin. */
    private static final int TEXT_AT = 17;

    private final Dag dag;
    private final NotInEffect notInEffect;
    private final DagGraph graph;

    DagDescription(Dag dag, NotInEffect notInEffect) {
        this.dag = dag;
        this.notInEffect = notInEffect;
        graph = DagGraph.of(dag);
    }

    /** For people, on a screen of so many columns. */
    List<Line> lines(int columns) {
        var lines = new ArrayList<Line>();
        lines.add(new Line().add(Colour.BOLD, dag.id().value()).add(dag.description().isEmpty() ? "" : "  " + dag.description()));
        row(lines, columns, "owner", dag.owner());
        row(lines, columns, "tags", String.join(", ", dag.tags()));
        row(lines, columns, "schedule", ScheduleWords.of(dag.schedule()));
        row(lines, columns, "deadlines", dag.deadlines().stream().map(DagWords::of).collect(Collectors.joining("; ")));
        row(lines, columns, "run_timeout", dag.runTimeout() == null ? "" : Durations.format(dag.runTimeout()));
        row(lines, columns, "params", dag.params().values().stream()
                .map(param -> param.name() + " (" + param.type().word()
                        + (param.defaultValue() == null ? ", must be given)" : ", " + PlainData.toJson(shownDefault(param)) + ")"))
                .collect(Collectors.joining(", ")));
        for (var group : dag.groups().values()) {
            var expand = group.expand();
            row(lines, columns, "group " + group.id(),
                    graph.members(group.id()).stream().map(TaskId::value).collect(Collectors.joining(", "))
                    + (expand == null ? "" : "; " + DagWords.of(expand)));
        }
        row(lines, columns, "not in effect", String.join(", ", NotInEffect.nowhere(notInEffect.ignored())));
        row(lines, columns, "on servers", String.join(", ", NotInEffect.onServers(notInEffect.ignored()))
                + (NotInEffect.onServers(notInEffect.ignored()).isEmpty() ? "" : " (local runs leave it out)"));
        var refused = NotInEffect.nowhere(notInEffect.refused());
        row(lines, columns, "refused", refused.isEmpty() ? "" : String.join(", ", refused) + " (not built yet: such a run is not started)");
        var elsewhere = NotInEffect.onServers(notInEffect.refused());
        row(lines, columns, "servers only", elsewhere.isEmpty() ? "" : String.join(", ", elsewhere) + " (a local run is not started)");
        lines.add(new Line());
        lines.addAll(table(columns));
        return lines;
    }

    private static @Nullable Object shownDefault(Param param) {
        return param.secret() && param.defaultValue() != null ? Mask.STARS : param.defaultValue();
    }

    /** For programs. */
    String json() {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("dag_id", dag.id().value());
        data.put("description", dag.description());
        data.put("owner", dag.owner());
        data.put("tags", dag.tags());
        data.put("schedule", ScheduleWords.of(dag.schedule()));
        data.put("deadlines", dag.deadlines().stream().map(DagWords::of).toList());
        data.put("run_timeout_s", seconds(dag.runTimeout()));
        data.put("params", dag.params().values().stream().map(param -> {
            var one = new LinkedHashMap<String, @Nullable Object>();
            one.put("name", param.name());
            one.put("type", param.type().word());
            one.put("default", shownDefault(param));
            one.put("description", param.description());
            return one;
        }).toList());
        var groups = new LinkedHashMap<String, Object>();
        dag.groups().keySet().forEach(group -> groups.put(group.value(), graph.members(group).stream().map(TaskId::value).toList()));
        data.put("groups", groups);
        var expanded = new LinkedHashMap<String, Object>();
        dag.groups().values().forEach(group -> {
            var expand = group.expand();
            if (expand != null) {
                expanded.put(group.id().value(), expand(expand));
            }
        });
        data.put("expanded_groups", expanded);
        data.put("tasks", Arrays.stream(graph.topologicalOrder()).mapToObj(this::data).toList());
        data.put("not_in_effect", notInEffect.ignored());
        data.put("refused", notInEffect.refused());
        return PlainData.toJson(data);
    }

    private Map<String, @Nullable Object> data(int number) {
        var task = dag.task(graph.task(number));
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("task_id", task.id().value());
        data.put("operator", task.operator());
        data.put("upstream", upstream(number));
        data.put("trigger_rule", graph.isTeardown(number) ? null : task.triggerRule().word());
        data.put("when", task.when());
        data.put("retries", task.retry().retries());
        data.put("pool", task.pool());
        data.put("pool_slots", task.poolSlots());
        data.put("priority_weight", task.priorityWeight());
        data.put("execution_timeout_s", seconds(task.timeouts().execution()));
        data.put("expected_duration_s", seconds(task.expectedDuration()));
        data.put("deadlines", task.deadlines().stream().map(DagWords::of).toList());
        data.put("group", task.group() == null ? null : task.group().value());
        data.put("expand", task.expand() == null ? null : expand(task.expand()));
        data.put("teardown_of", task.teardownOf().stream().map(TaskId::value).toList());
        return data;
    }

    private static Map<String, @Nullable Object> expand(Expand expand) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("over", expand.over());
        data.put("combine", expand.combine().name().toLowerCase(Locale.ROOT));
        data.put("max_parallel", expand.maxParallel());
        data.put("tolerated_failures", expand.toleratedFailures());
        data.put("tolerated_as_share", expand.toleratedAsShare());
        data.put("label", expand.label());
        return data;
    }

    private List<Line> table(int columns) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("task", "operator", "after", "rule", "retries", "limits"));
        for (int number : graph.topologicalOrder()) {
            var task = dag.task(graph.task(number));
            rows.add(List.of(
                    task.id().value(), task.operator(), Columns.cut(String.join(", ", upstream(number)), WIDEST),
                    Columns.cut(rule(task), WIDEST),
                    retries(task.retry()), limits(task)));
        }
        return TextTable.lines(rows, columns);
    }

    private List<String> upstream(int number) {
        return Arrays.stream(graph.upstream(number)).mapToObj(above -> graph.task(above).value()).toList();
    }

    private static String rule(Task task) {
        if (task.isTeardown()) {
            return "teardown";
        }
        var rule = task.triggerRule() == TriggerRule.ALL_SUCCESS ? "" : task.triggerRule().word();
        return rule + (task.when() == null ? "" : (rule.isEmpty() ? "" : " ") + "when " + task.when());
    }

    private static String retries(RetryPolicy retry) {
        if (retry.retries() == 0) {
            return "";
        }
        var factor = retry.backoff() == Math.rint(retry.backoff())
                ? Long.toString(Math.round(retry.backoff()))
                : Double.toString(retry.backoff());
        return retry.retries() + " after " + retry.delays().stream().map(Durations::format).collect(Collectors.joining(", "))
                + (retry.backoff() > 1 ? " × " + factor + "ⁿ" : "");
    }

    private static String limits(Task task) {
        var parts = new ArrayList<String>();
        var execution = task.timeouts().execution();
        if (execution != null) {
            parts.add(Durations.format(execution));
        }
        if (!task.pool().equals("default") || task.poolSlots() > 1) {
            parts.add("pool " + task.pool() + (task.poolSlots() > 1 ? " × " + task.poolSlots() : ""));
        }
        if (task.group() != null) {
            parts.add("group " + task.group());
        }
        var expand = task.expand();
        if (expand != null) {
            parts.add(DagWords.of(expand));
        }
        task.deadlines().forEach(deadline -> parts.add("ready " + DagWords.of(deadline)));
        return String.join(", ", parts);
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : Double.valueOf(duration.toMillis() / 1000.0);
    }

    /** A name and its text, which is folded between words where the screen ends. */
    private static void row(List<Line> lines, int columns, String name, String text) {
        var label = "  " + name;
        for (var rest = text; !rest.isEmpty(); label = "") {
            var part = fitting(rest, columns - TEXT_AT);
            lines.add(new Line().add(Colour.DIM, label).to(TEXT_AT).add(part.stripTrailing()));
            rest = rest.substring(part.length());
        }
    }

    /** As many words as fit, one at least. */
    private static String fitting(String text, int columns) {
        int end = text.indexOf(' ') + 1;
        for (int next = end; next > 0 && Columns.width(text.substring(0, next - 1)) <= columns; next = text.indexOf(' ', next) + 1) {
            end = next;
        }
        return end == 0 || Columns.width(text) <= columns ? text : text.substring(0, end);
    }
}
