package comporta.api;

import comporta.dag.Dag;
import comporta.dag.GroupId;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.operator.Progress;
import comporta.run.TaskInstance;
import comporta.store.ListedTask;
import comporta.store.TrySpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of a timeline. Pure.
 *
 * @param dag null: its file can no longer be read, and nothing is known of its groups
 * @param ahead null: it is over, or nobody knows
 * @param reasons why tasks wait, by what people call them
 */
record Rows(
        @Nullable Dag dag,
        List<ListedTask> tasks,
        Map<List<Integer>, List<TrySpan>> tries,
        @Nullable Ahead ahead,
        @Nullable RunPicture picture,
        Map<String, WhyResource.ReasonShape> reasons,
        List<DeadlineShape> deadlines,
        Instant now,
        long version) {
    private static final int MANY = 200;
    private static final Set<String> AT_REST = Set.of("success", "failed", "skipped", "upstream_failed", "cancelled", "removed");

    /** All of them; with {@code isFolded} without what lies in rows at rest, when there are many. */
    List<Timeline.Row> of(boolean isFolded) {
        var rows = new LinkedHashMap<String, Timeline.Row>();
        Map<Integer, List<ListedTask>> byNumber = new LinkedHashMap<>();
        tasks.forEach(each -> byNumber.computeIfAbsent(each.instance().task(), _ -> new ArrayList<>()).add(each));
        byNumber.values().forEach(instances -> add(rows, instances));
        var whole = List.copyOf(rows.values());
        var summed = summed(whole);
        return isFolded && summed.size() > MANY ? folded(summed) : summed;
    }

    private void add(Map<String, Timeline.Row> rows, List<ListedTask> instances) {
        var first = instances.getFirst();
        var definition = dag == null ? null : dag.tasks().get(first.task());
        var group = definition == null ? null : definition.group();
        var depth = group == null ? 0 : group(rows, group) + 1;
        var parent = group == null ? null : "group:" + group;
        for (var each : instances) {
            var isIndex = each.instance().mapIndex() >= 0;
            var row = row(each, instances.size() > 1, isIndex ? depth + 1 : depth, isIndex ? each.task().value() : parent);
            rows.put(row.id(), row);
        }
    }

    /** With the groups around it; returns its depth. */
    private int group(Map<String, Timeline.Row> rows, GroupId group) {
        var known = rows.get("group:" + group);
        if (known != null) {
            return known.depth();
        }
        var definition = Objects.requireNonNull(dag).groups().get(group);
        var around = definition == null ? null : definition.parent();
        int depth = around == null ? 0 : group(rows, around) + 1;
        rows.put("group:" + group, new Timeline.Row(
                "group:" + group, "group", group.value(), depth, around == null ? null : "group:" + around, "removed", null,
                null, null, false,
                List.of(), List.of(), null, null, null, null, version));
        return depth;
    }

    private Timeline.Row row(ListedTask listed, boolean isExpanded, int depth, @Nullable String parent) {
        var task = listed.instance();
        var id = Instance.segment(listed.task().value(), task.mapIndex());
        var drawn = drawn(task);
        var of = ahead == null || task.task() >= ahead.tasks().size() ? null : ahead.tasks().get(task.task());
        var name = drawn == null ? id : drawn.name();
        var reason = reasons.get(name);
        @Nullable Duration usual = drawn == null ? null : drawn.usual();
        var shown = drawn == null || task.mapIndex() >= 0 ? task : drawn.instance();
        var segments = isExpanded && task.mapIndex() < 0
                ? List.<Segment>of()
                : Segments.of(
                        task, TimelineResource.tries(tries, task.task(), task.mapIndex()), now, of == null ? null : of.end(), usual,
                        reason == null ? null : reason.code()).stream().map(each -> each.until(of == null ? null : of.p90())).toList();
        var slack = of == null || shown.isAtRest() ? null : of.slack();
        return new Timeline.Row(
                id, task.mapIndex() >= 0 ? "index" : isExpanded ? "map" : "task", name, depth, parent, shown.state().word(),
                TaskShapes.cause(shown.state()),
                task.tries() == 0 ? null : task.tries(), slack == null ? null : Json.seconds(slack),
                of != null && of.isCritical(), segments,
                deadlines.stream().filter(each -> id.equals(each.taskId())).toList(), progress(shown), reason,
                task.isAtRest() ? RunShapes.orNull(TaskShapes.reason(task.state())) : null, null, version);
    }

    private static @Nullable Double progress(TaskInstance task) {
        return task.progress().equals(Progress.NONE) ? null : task.progress().fraction();
    }

    private @Nullable TaskPicture drawn(TaskInstance task) {
        if (picture == null || task.task() >= picture.tasks().size()) {
            return null;
        }
        var drawn = picture.tasks().get(task.task());
        return task.mapIndex() < 0
                ? drawn
                : drawn.instances().stream().filter(each -> each.instance().mapIndex() == task.mapIndex()).findFirst().orElse(null);
    }

    /** Rows with others below them show the union of these. */
    private List<Timeline.Row> summed(List<Timeline.Row> rows) {
        var below = new HashMap<String, List<Timeline.Row>>();
        var summed = new ArrayList<Timeline.Row>();
        for (var row : rows.reversed()) {
            var whole = sum(row, below.getOrDefault(row.id(), List.of()));
            summed.add(whole);
            if (row.parent() != null) {
                below.computeIfAbsent(row.parent(), _ -> new ArrayList<>()).add(whole);
            }
        }
        return List.copyOf(summed.reversed());
    }

    private static Timeline.Row sum(Timeline.Row row, List<Timeline.Row> below) {
        if (below.isEmpty()) {
            return row;
        }
        var state = row.kind().equals("group") ? Worst.of(below.stream().map(Timeline.Row::state).toList()) : row.state();
        var past = below.stream().flatMap(each -> each.segments().stream()).filter(each -> each.kind().equals("work")).toList();
        var ahead = below.stream().flatMap(each -> each.segments().stream()).filter(each -> each.kind().equals("predicted")).toList();
        var segments = new ArrayList<Segment>();
        union(past, "work", state).ifPresent(segments::add);
        union(ahead, "predicted", "success").ifPresent(segments::add);
        return new Timeline.Row(
                row.id(), row.kind(), row.label(), row.depth(), row.parent(), state, row.cause(), row.tryNumber(), row.slackS(),
                row.critical() || below.stream().anyMatch(Timeline.Row::critical), segments, row.deadlines(), row.progress(), row.reason(),
                row.endReason(), null, row.version());
    }

    private static Optional<Segment> union(List<Segment> segments, String kind, String state) {
        return segments.stream().map(Segment::from).min(Instant::compareTo).map(from -> Segment.of(
                kind, state, 0, from, segments.stream().map(Segment::to).max(Instant::compareTo).orElse(from)));
    }

    private static List<Timeline.Row> folded(List<Timeline.Row> rows) {
        var closedBy = new HashMap<String, String>();
        var left = new HashMap<String, Integer>();
        var kept = new ArrayList<Timeline.Row>();
        for (var row : rows) {
            var closer = row.parent() == null ? null : closedBy.get(row.parent());
            if (closer != null) {
                closedBy.put(row.id(), closer);
                left.merge(closer, 1, Integer::sum);
            } else {
                kept.add(row);
                if ((row.kind().equals("group") || row.kind().equals("map")) && AT_REST.contains(row.state())) {
                    closedBy.put(row.id(), row.id());
                }
            }
        }
        return kept.stream().map(row -> left.containsKey(row.id()) ? with(row, left.get(row.id())) : row).toList();
    }

    private static Timeline.Row with(Timeline.Row row, @Nullable Integer folded) {
        return new Timeline.Row(
                row.id(), row.kind(), row.label(), row.depth(), row.parent(), row.state(), row.cause(), row.tryNumber(), row.slackS(),
                row.critical(),
                row.segments(), row.deadlines(), row.progress(), row.reason(), row.endReason(), folded, row.version());
    }
}
