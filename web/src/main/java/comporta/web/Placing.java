package comporta.web;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.web.Layout.Rectangle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Picture}. */
final class Placing {
    /** Above it the layout with care takes seconds, and nobody can see so many boxes at once. */
    private static final int MOST = 2_000;

    private final Dag dag;
    private final Shape shape;
    private final Map<String, Integer> sizes;
    private final Map<String, String> ids = new HashMap<>();

    private Placing(Dag dag, Folds.Folded folded) {
        this.dag = dag;
        shape = folded.shape();
        sizes = folded.sizes();
    }

    static Picture of(Dag dag, Set<String> closed) {
        return new Placing(dag, Folds.of(Shapes.of(dag), closed)).picture();
    }

    private Picture picture() {
        shape.frames().forEach(frame -> ids.put(frame.key(), Folds.group(frame)));
        shape.boxes().forEach(box -> ids.put(box.key(), sizes.containsKey(box.key()) ? box.title().split(" × ", 2)[0] : box.title()));
        if (shape.boxes().size() > MOST) {
            var columns = Columns.of(new Shape(shape.dag(), shape.boxes(), List.of(), shape.arrows()));
            return new Picture(columns.width(), columns.height(), boxes(columns::place, false),
                    edges(arrow -> columns.way(shape.arrows().get(arrow))));
        }
        var layout = Layout.of(shape);
        var nodes = new ArrayList<Picture.Node>();
        shape.frames().forEach(frame -> nodes.add(node(
                frame.key(), Picture.Kind.GROUP, frame.title(), null, layout.place(frame.key()), id(frame.parent()), null)));
        nodes.addAll(boxes(layout::place, true));
        return new Picture(layout.width(), layout.height(), nodes, edges(layout::way));
    }

    private List<Picture.Node> boxes(Function<String, Rectangle> places, boolean isFramed) {
        return shape.boxes().stream()
                .map(box -> node(
                        box.key(), kind(box), box.title(),
                        sizes.containsKey(box.key()) || box.kind() == Shape.Kind.OUTSIDE ? null : operator(box),
                        places.apply(box.key()), isFramed ? id(box.frame()) : null, sizes.get(box.key())))
                .toList();
    }

    private @Nullable String operator(Shape.Box box) {
        var task = dag.tasks().get(new TaskId(box.title()));
        return task == null ? null : task.operator();
    }

    private Picture.Kind kind(Shape.Box box) {
        if (box.kind() == Shape.Kind.OUTSIDE) {
            return Picture.Kind.OUTSIDE;
        }
        if (sizes.containsKey(box.key())) {
            return Picture.Kind.GROUP;
        }
        var task = dag.tasks().get(new TaskId(box.title()));
        return task != null && task.expand() != null ? Picture.Kind.MAP : Picture.Kind.TASK;
    }

    private Picture.Node node(
            String key, Picture.Kind kind, String label, @Nullable String operator, Rectangle at, @Nullable String parent,
            @Nullable Integer folded) {
        return new Picture.Node(
                Objects.requireNonNull(ids.get(key)), kind, label, operator, rounded(at.x()), rounded(at.y()), rounded(at.width()),
                rounded(at.height()),
                parent, folded);
    }

    private @Nullable String id(@Nullable String key) {
        return key == null ? null : ids.get(key);
    }

    private List<Picture.Edge> edges(Function<Integer, List<Layout.Point>> ways) {
        var outside = new LinkedHashMap<String, Shape.Box>();
        shape.boxes().stream().filter(box -> box.kind() == Shape.Kind.OUTSIDE).forEach(box -> outside.put(box.key(), box));
        var edges = new ArrayList<Picture.Edge>();
        for (int i = 0; i < shape.arrows().size(); i++) {
            var arrow = shape.arrows().get(i);
            var tie = arrow.giveBack()
                    ? Picture.Tie.TEARDOWN
                    : outside.containsKey(arrow.from())
                    ? Picture.Tie.CROSS_DAG
                    : Picture.Tie.DATA;
            edges.add(new Picture.Edge(
                    Objects.requireNonNull(ids.get(arrow.from())), Objects.requireNonNull(ids.get(arrow.to())),
                    ways.apply(i).stream().map(point -> new Picture.Point(rounded(point.x()), rounded(point.y()))).toList(), tie));
        }
        return edges;
    }

    private static double rounded(double length) {
        return Math.round(length * 10) / 10.0;
    }
}
