package comporta.web;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Dependency;
import comporta.dag.Expand;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.Task;
import comporta.dag.TriggerRule;
import comporta.web.Shape.Arrow;
import comporta.web.Shape.Box;
import comporta.web.Shape.Frame;
import comporta.web.Shape.Kind;
import comporta.web.Shape.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what a picture of a DAG shows. */
final class Shapes {
    private final Dag dag;
    private final DagGraph graph;
    private final Map<GroupId, String> frameKeys = new LinkedHashMap<>();
    private final List<Frame> frames = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private final Map<Dependency.OnDag, String> outside = new LinkedHashMap<>();
    private final Set<Integer> setups = new HashSet<>();

    private Shapes(Dag dag) {
        this.dag = dag;
        graph = DagGraph.of(dag);
    }

    static Shape of(Dag dag) {
        return new Shapes(dag).shape();
    }

    private Shape shape() {
        dag.groups().values().forEach(this::frame);
        for (int n = 0; n < graph.size(); n++) {
            Arrays.stream(graph.setupsOf(n)).forEach(setups::add);
        }
        for (int n = 0; n < graph.size(); n++) {
            box(n);
            arrowsInto(n);
        }
        outside.forEach((other, key) -> boxes.add(new Box(
                key, other.dag() + (other.task() == null ? "" : " / " + other.task()), "another DAG", word(other.match()), Kind.OUTSIDE,
                Part.PLAIN, null,
                "DAG " + other.dag())));
        return new Shape(dag.id().value(), boxes, frames, arrows);
    }

    /** Outer groups first; a group in itself was told when the file was read. */
    private String frame(Group group) {
        var known = frameKeys.get(group.id());
        if (known != null) {
            return known;
        }
        var key = "g" + frameKeys.size();
        frameKeys.put(group.id(), key);
        var parent = group.parent() == null ? null : dag.groups().get(group.parent());
        var parentKey = parent == null ? null : frame(parent);
        frames.add(new Frame(key, group.id() + expansion(group.expand()), parentKey));
        return key;
    }

    private void box(int number) {
        var task = dag.task(graph.task(number));
        var part = graph.isTeardown(number) ? Part.TEARDOWN : setups.contains(number) ? Part.SETUP : Part.PLAIN;
        boxes.add(new Box("t" + number, task.id().value(), task.operator() + expansion(task.expand()), rule(task),
                kind(task.operator()), part,
                task.group() == null ? null : frameKeys.get(task.group()), about(task, part)));
        for (var dependency : task.dependsOn()) {
            if (dependency instanceof Dependency.OnDag other) {
                arrows.add(new Arrow(outside.computeIfAbsent(other, o -> "d" + outside.size()), "t" + number, false));
            }
        }
    }

    /** A teardown waits for all between; of that, what comes before another of it need not be drawn. */
    private void arrowsInto(int task) {
        var given = Arrays.stream(graph.setupsOf(task)).boxed().collect(Collectors.toSet());
        var implied = graph.isTeardown(task) ? farAbove(task) : new BitSet();
        for (int above : graph.upstream(task)) {
            if (given.contains(above) || !implied.get(above)) {
                arrows.add(new Arrow("t" + above, "t" + task, given.contains(above)));
            }
        }
    }

    /** What comes before something that is directly above the task. */
    private BitSet farAbove(int task) {
        var reached = new BitSet();
        var next = new ArrayDeque<Integer>();
        Arrays.stream(graph.upstream(task)).forEach(next::add);
        while (!next.isEmpty()) {
            for (int above : graph.upstream(next.remove())) {
                if (!reached.get(above)) {
                    reached.set(above);
                    next.add(above);
                }
            }
        }
        return reached;
    }

    private static String rule(Task task) {
        var rule = task.triggerRule() == TriggerRule.ALL_SUCCESS ? "" : word(task.triggerRule());
        return task.when() == null ? rule : rule.isEmpty() ? "when …" : rule + ", when …";
    }

    private static String about(Task task, Part part) {
        var about = new StringBuilder(task.id().value()).append(" (").append(task.operator()).append(')');
        switch (part) {
            case SETUP -> about.append("\nset-up");
            case TEARDOWN ->
                    about.append("\nteardown of ").append(String.join(", ", task.teardownOf().stream().map(Object::toString).toList()));
            case PLAIN -> {}
        }
        if (task.triggerRule() != TriggerRule.ALL_SUCCESS) {
            about.append("\ntrigger_rule: ").append(word(task.triggerRule()));
        }
        if (task.when() != null) {
            about.append("\nwhen: ").append(task.when());
        }
        if (!task.description().isEmpty()) {
            about.append('\n').append(task.description());
        }
        return about.toString();
    }

    private static String expansion(@Nullable Expand expand) {
        return expand == null ? "" : " × " + String.join(", ", new TreeSet<>(expand.over().keySet()));
    }

    private static Kind kind(String operator) {
        return switch (operator) {
            case "noop", "branch", "short-circuit" -> Kind.CONTROL;
            case "sensor", "approval", "trigger-dag" -> Kind.WAIT;
            case "http", "sql" -> Kind.DATA;
            case "scale-ec2", "downscale-ec2", "scale" -> Kind.MACHINES;
            default -> Kind.WORK;
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
