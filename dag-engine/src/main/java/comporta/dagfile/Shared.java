package comporta.dagfile;

import comporta.dag.Alerts;
import comporta.dag.Deadline;
import comporta.dag.Dependency;
import comporta.dag.DagId;
import comporta.dag.Durations;
import comporta.dag.Expand;
import comporta.dag.GroupId;
import comporta.dag.Targets;
import comporta.dag.TaskId;
import comporta.dag.WallTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds what DAGs, groups and tasks have in common. */
final class Shared {
    private Shared() {}

    static List<Deadline> deadlines(Fields fields) {
        var deadlines = new ArrayList<Deadline>();
        for (var block : fields.blocks("deadline")) {
            var by = block.text("by");
            var within = by == null ? block.duration("within") : null;
            if (by == null && within == null) {
                continue;
            }
            var zone = block.text("timezone");
            deadlines.add(new Deadline(
                    by == null ? null : WallTime.parse(by),
                    within,
                    block.word("from", Deadline.From.class, Deadline.From.TICK),
                    block.word("on_miss", Deadline.OnMiss.class, Deadline.OnMiss.ALERT),
                    block.number("at_risk", 0.4),
                    zone == null ? null : ZoneId.of(zone)));
        }
        return deadlines;
    }

    static Alerts alerts(Fields fields) {
        var block = fields.block("alerts");
        return block == null
                ? Alerts.NONE
                : new Alerts(
                        span(block.text("longer_than")),
                        span(block.text("shorter_than")),
                        span(block.text("queued_for")),
                        block.duration("no_success_for"));
    }

    static List<Dependency> dependencies(Fields fields, String name, Set<String> groups) {
        var entries = fields.list(name, Object.class);
        if (entries.isEmpty()) {
            return List.of();
        }
        var dependencies = new ArrayList<Dependency>(entries.size());
        for (var entry : entries) {
            if (entry instanceof String id) {
                dependencies.add(groups.contains(id) ? new Dependency.OnGroup(new GroupId(id)) : new Dependency.OnTask(new TaskId(id)));
            } else if (entry instanceof Map<?, ?>) {
                var other = onDag(entry);
                if (other != null) {
                    dependencies.add(other);
                }
            }
        }
        return dependencies;
    }

    /** Another DAG, written as its id or as a block; null: the block lacks the id. */
    @SuppressWarnings("unchecked")
    static Dependency.@Nullable OnDag onDag(Object entry) {
        if (entry instanceof String id) {
            return new Dependency.OnDag(new DagId(id), null, Dependency.Match.SAME_DATE, null);
        }
        if (!(entry instanceof Map<?, ?> map)) {
            return null;
        }
        var block = new Fields((Map<String, Object>) map);
        var dag = block.text("dag");
        var task = block.text("task");
        return dag == null
                ? null
                : new Dependency.OnDag(
                        new DagId(dag),
                        task == null ? null : new TaskId(task),
                        block.word("match", Dependency.Match.class, Dependency.Match.SAME_DATE),
                        block.duration("within"));
    }

    static @Nullable Expand expand(Fields fields) {
        var block = fields.block("expand");
        if (block == null) {
            return null;
        }
        var tolerated = block.text("tolerated_failures", "0");
        boolean share = tolerated.endsWith("%");
        var number = Numbers.number(share ? tolerated.substring(0, tolerated.length() - 1) : tolerated);
        double count = number == null ? 0 : number.doubleValue();
        return new Expand(
                block.map("over"),
                block.word("combine", Expand.Combine.class, Expand.Combine.PRODUCT),
                block.integer("max_parallel"),
                share ? count / 100 : count,
                share,
                block.text("label"));
    }

    static Targets targets(Fields fields) {
        Map<String, List<Object>> byEvent = null;
        for (var event : List.of("success", "failure", "retry", "deadline", "alert", "missed")) {
            var targets = fields.list("on_" + event, Object.class);
            if (!targets.isEmpty()) {
                byEvent = byEvent == null ? new LinkedHashMap<>() : byEvent;
                byEvent.put(event, targets);
            }
        }
        return byEvent == null ? Targets.NONE : new Targets(byEvent);
    }

    private static Alerts.@Nullable Span span(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var factor = text.endsWith("x") ? Numbers.number(text.substring(0, text.length() - 1)) : null;
        return factor == null ? new Alerts.Span.Fixed(Durations.parse(text)) : new Alerts.Span.TimesUsual(factor.doubleValue());
    }
}
